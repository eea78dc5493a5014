using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Whatever is lost between two steps of an offer: nobody who waits is forgotten, and nobody is served twice.</summary>
public sealed class WaitlistCrashTests(GrainCluster cluster)
{
    public static TheoryData<WriteFault> Faults => [WriteFault.LostBefore, WriteFault.LostAfter];

    /// <summary>Whose write is lost, of which record, after how many that succeed.</summary>
    public static TheoryData<string, string, int, WriteFault> Writes
    {
        get
        {
            var writes = new TheoryData<string, string, int, WriteFault>();
            foreach (var fault in Enum.GetValues<WriteFault>())
            {
                // The attempt is noted; its answer is noted.
                writes.Add("room", "waitlist", 0, fault);
                writes.Add("room", "waitlist", 1, fault);
                // The slot is given back; it is claimed for the offer.
                writes.Add("room", "week-", 0, fault);
                writes.Add("room", "week-", 1, fault);
                // The lead commits.
                writes.Add("lead", "week", 0, fault);
                writes.Add("lead", "week", 1, fault);
            }

            return writes;
        }
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Join_WriteLost_SameKeyAgainIsOnePlace(WriteFault fault)
    {
        var line = await Line.FormAsync(cluster);
        var wish = line.Wish(line.First) with { Key = A.Key("join") };
        cluster.Storage.Writes.FailNext(line.Room.Value, "waitlist", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => line.List.JoinAsync(wish));
        var entry = await line.JoinAsync(wish);
        await line.FreeAsync();

        Assert.Equal(entry.Id, Assert.Single((await line.StoredAsync()).Entries).Id);
        Assert.Equal(WaitlistStatus.Offered, await line.StatusAsync(entry));
    }

    [Theory, MemberData(nameof(Writes))]
    public async Task Free_WriteLost_TheFirstIsOfferedTheSlotOnce(string whose, string record, int after, WriteFault fault)
    {
        var line = await Line.FormAsync(cluster);
        var (first, second) = (await line.JoinAsync(line.First), await line.JoinAsync(line.Second));
        var grain = whose == "room" ? line.Room.Value : line.First.Value;
        for (var i = 0; i < after; i++)
            cluster.Storage.Writes.HoldNext(grain, record).Open();
        cluster.Storage.Writes.FailNext(grain, record, fault);

        await GoOnAsync(line);

        await AssertServedOnceAsync(line, first, second);
    }

    [Theory]
    [InlineData(CallFault.LostRequest)]
    [InlineData(CallFault.LostAnswer)]
    public async Task Free_AnswerOfTheLeadLost_TheFirstIsOfferedTheSlotOnce(CallFault fault)
    {
        var line = await Line.FormAsync(cluster);
        var (first, second) = (await line.JoinAsync(line.First), await line.JoinAsync(line.Second));
        cluster.Calls.Orders.FailNext(line.First.Value, nameof(IAdvisorGrain.OfferAsync), fault);

        await GoOnAsync(line);

        // While nothing is known of the first, the next may be asked; nobody gets two.
        var offered = (await line.StoredAsync()).Open.Count(entry => entry.Status == WaitlistStatus.Offered);
        Assert.Equal(1, offered);
        if (fault == CallFault.LostAnswer)
            await AssertServedOnceAsync(line, first, second);
        Assert.Single(await cluster.Of(line.Room).ClaimsAsync(), claim => claim.Period == A.Hours(9, 11));
    }

    [Fact]
    public async Task Offer_MessageComesWhenNothingIsAskedForAnyMore_BooksNothing()
    {
        var line = await Line.FormAsync(cluster);
        await line.JoinAsync(line.First);
        var waiting = Assert.Single((await line.StoredAsync()).Entries);
        var late = WaitlistRules.OfferOf(WaitlistRules.Ask(waiting, A.Hours(13, 15)), line.Room, isRepeat: false);

        var answer = await cluster.Grains.Get(line.First).OfferAsync(late);

        Assert.Equal([RefusalCode.WrongState], answer.Codes());
        Assert.Empty(await cluster.Of(line.First).BookingsAsync());
    }

    [Fact]
    public async Task Free_SecondActivationOfTheRoomGoesOnWhileTheFirstIsStillAsking_MakesOneBooking()
    {
        var twin = await cluster.TwinAsync();
        var line = await Line.FormAsync(cluster);
        var entry = await line.JoinAsync(line.First);
        var commit = cluster.Storage.Writes.HoldNext(line.First.Value, "week-");
        Assert.NotNull((await cluster.CancelAsync(line.Held.Id)).Value);
        await commit.ArrivedAsync();

        await line.At(twin).SettledAsync();
        commit.Open();
        // The first activation may ask the lead while that one is still ending; the reminder after that finds what is true.
        await Shortcuts.RepeatAsync(async () =>
        {
            await line.SettledAsync();
            Assert.Equal(WaitlistStatus.Offered, await line.StatusAsync(entry));
            return true;
        });

        var booking = Assert.Single(await cluster.Of(line.First).BookingsAsync());
        Assert.Equal(entry.Id, booking.Offer!.Entry);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Leave_WriteLostWhileAnOfferIsDeclined_IsFinishedByTheReminder(WriteFault fault)
    {
        var line = await Line.FormAsync(cluster);
        var (first, second) = (await line.JoinAsync(line.First), await line.JoinAsync(line.Second));
        await line.FreeAsync();
        cluster.Storage.Writes.HoldNext(line.Room.Value, "waitlist").Open();
        cluster.Storage.Writes.FailNext(line.Room.Value, "waitlist", fault);
        await Assert.ThrowsAnyAsync<Exception>(() => line.List.LeaveAsync(new LeaveWaitlist { Actor = GrainCluster.Admin, Entry = first.Id }));

        await GoOnAsync(line);

        Assert.Equal([WaitlistStatus.Left, WaitlistStatus.Offered], [await line.StatusAsync(first), await line.StatusAsync(second)]);
        Assert.Equal(BookingStatus.Declined, Assert.Single(await cluster.Of(line.First).BookingsAsync()).Status);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Answer_WriteLost_SameKeyAgainAcceptsOnce(WriteFault fault)
    {
        var line = await Line.FormAsync(cluster);
        var entry = await line.JoinAsync(line.First, A.Hours(13, 14));
        cluster.Storage.Writes.FailNext(line.First.Value, "week-", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => line.AnswerAsync(entry, Decision.Accept, A.Key("yes")));
        var accepted = await line.AnswerAsync(entry, Decision.Accept, A.Key("yes"));

        Assert.Equal((BookingStatus.Confirmed, 2L), (accepted.Value!.Status, accepted.Value.Version));
        Assert.Equal(WaitlistStatus.Served, await line.StatusAsync(entry));
    }

    [Fact]
    public async Task Reminder_OrphanedClaimInTheWay_DropsItForWhoeverWaits()
    {
        var line = await Line.FormAsync(cluster);
        var orphan = await cluster.NewLeadAsync();
        cluster.Storage.Writes.FailNext(orphan.Value, "week-", WriteFault.LostBefore);
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.BookAsync(orphan, A.Booking(line.Room, A.Hours(13, 14))));
        var entry = await line.JoinAsync(line.First, A.Hours(13, 14));
        Assert.Equal(WaitlistStatus.Waiting, entry.Status);

        await line.SettledAsync();

        Assert.Equal(WaitlistStatus.Offered, await line.StatusAsync(entry));
    }

    /// <summary>Frees the slot with whatever is lost on the way, and lets the reminders do the rest.</summary>
    private static async Task GoOnAsync(Line line)
    {
        await Shortcuts.RepeatAsync(() => line.Cluster.CancelAsync(line.Held.Id));
        for (var round = 0; round < 3; round++)
        {
            foreach (var grain in new[] { line.Held.Lead.Value, line.First.Value, line.Room.Value })
                await Shortcuts.RepeatAsync(async () => { await line.Cluster.RemindAsync(grain); return true; });
        }
    }

    private static async Task AssertServedOnceAsync(Line line, WaitlistEntryView first, WaitlistEntryView second)
    {
        Assert.Equal([WaitlistStatus.Offered, WaitlistStatus.Waiting], [await line.StatusAsync(first), await line.StatusAsync(second)]);
        var booking = Assert.Single(await line.Cluster.Of(line.First).BookingsAsync());
        Assert.Equal((BookingStatus.Pending, first.Id), (booking.Status, booking.Offer!.Entry));
        // A claim of an attempt that was lost may be left beside the one that counts, and is in nobody's way.
        Assert.Equal([booking.Id], (await line.Cluster.Of(line.Room).ClaimsAsync()).Select(claim => claim.Booking).Distinct());
        Assert.Empty(await line.Cluster.Of(line.Second).BookingsAsync());
        await line.AnswerAsync(first, Decision.Decline);
        Assert.Equal([WaitlistStatus.Lapsed, WaitlistStatus.Offered], [await line.StatusAsync(first), await line.StatusAsync(second)]);
    }
}
