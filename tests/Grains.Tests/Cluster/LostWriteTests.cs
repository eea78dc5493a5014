using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A write that is lost, before the store or after it, on any calendar: one booking or none, and nothing left behind.</summary>
public sealed class LostWriteTests(GrainCluster cluster)
{
    public static TheoryData<WriteFault> Faults => [WriteFault.LostBefore, WriteFault.LostAfter];

    [Theory, MemberData(nameof(Faults))]
    public async Task Book_RoomsWriteLost_IsTriedAgainAndHoldsTheRoomOnce(WriteFault fault)
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        cluster.Storage.Writes.FailNext(room.Value, "week-", fault);

        var booked = await cluster.BookedAsync(lead, A.Booking(room));

        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(room).ClaimsAsync()).Booking);
        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(lead).BookingsAsync()).Id);
    }

    [Fact]
    public async Task Book_RoomsWriteStoredAndItsReleaseLost_TheOrphanMakesPlace()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        cluster.Storage.Writes.FailNext(room.Value, "week-", WriteFault.LostAfter);
        cluster.Calls.Orders.FailNext(room.Value, nameof(ICalendarGrain.ReleaseAsync), CallFault.LostRequest);

        var booked = await cluster.BookedAsync(lead, A.Booking(room));

        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(room).ClaimsAsync()).Booking);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Book_CommitLost_SameKeyAgainGivesTheOneBooking(WriteFault fault)
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var command = A.Booking(room) with { Key = A.Key("k") };
        cluster.Storage.Writes.FailNext(lead.Value, "week-", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.BookAsync(lead, command));
        var booked = await cluster.BookedAsync(lead, command);

        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(lead).BookingsAsync()).Id);
        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(room).ClaimsAsync()).Booking);
    }

    [Fact]
    public async Task Book_AnotherCallerAfterALostCommit_GetsThePlaceOfTheOrphan()
    {
        var (room, lead, other) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        cluster.Storage.Writes.FailNext(lead.Value, "week-", WriteFault.LostBefore);
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.BookAsync(lead, A.Booking(room)));
        Assert.Single(await cluster.Of(room).ClaimsAsync());

        var booked = await cluster.BookedAsync(other, A.Booking(room));

        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(room).ClaimsAsync()).Booking);
        Assert.Empty(await cluster.Of(lead).BookingsAsync());
    }

    [Fact]
    public async Task FindBookable_OnlyAnOrphanInTheWay_FindsIt()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        cluster.Storage.Writes.FailNext(lead.Value, "week-", WriteFault.LostBefore);
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.BookAsync(lead, A.Booking(room)));

        Assert.NotNull(await cluster.Grains.Get(room).FindBookableAsync(A.Hours(9, 11), seats: 8));
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Book_KeyRecordsWriteLost_NothingIsHeldAndTheSameKeyActs(WriteFault fault)
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var command = A.Booking(room) with { Key = A.Key("k") };
        cluster.Storage.Writes.FailNext(lead.Value, "recent-keys", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.BookAsync(lead, command));

        Assert.Empty(await cluster.Of(room).ClaimsAsync());
        var booked = await cluster.BookedAsync(lead, command);
        Assert.Equal(booked.Id, (await cluster.BookedAsync(lead, command)).Id);
        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(lead).BookingsAsync()).Id);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Book_VenuesWriteLost_CountsThePeopleOnce(WriteFault fault)
    {
        var venue = await cluster.NewVenueAsync(await cluster.NewNetworkAsync(), maxOccupancy: 10);
        var (room, lead) = (await cluster.NewRoomAsync(venue), await cluster.NewLeadAsync());
        cluster.Storage.Writes.FailNext(venue.Value, "week-", fault);

        var booked = await cluster.BookedAsync(lead, A.Booking(room));

        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(venue).ClaimsAsync()).Booking);
        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(room).ClaimsAsync()).Booking);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Book_CoHostsWriteLost_EngagesTheCoHostOnce(WriteFault fault)
    {
        var network = await cluster.NewNetworkAsync();
        var (room, lead, coHost) = (await cluster.NewRoomAsync(), await cluster.NewAdvisorAsync(network), await cluster.NewAdvisorAsync(network));
        cluster.Storage.Writes.FailNext(coHost.Value, "week-", fault);

        var booked = await cluster.BookedAsync(lead, A.Booking(room) with { CoHosts = [coHost] });

        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(coHost).ClaimsAsync()).Booking);
        Assert.Equal(booked.Id, Assert.Single(await cluster.Of(room).ClaimsAsync()).Booking);
    }

    [Theory]
    [InlineData(CallFault.LostRequest)]
    [InlineData(CallFault.LostAnswer)]
    public async Task Book_CoHostNeverAnswers_NothingIsHeldAndTheSameKeyActsLater(CallFault fault)
    {
        var network = await cluster.NewNetworkAsync();
        var (room, lead, coHost) = (await cluster.NewRoomAsync(), await cluster.NewAdvisorAsync(network), await cluster.NewAdvisorAsync(network));
        var command = A.Booking(room) with { CoHosts = [coHost], Key = A.Key("k") };
        for (var attempt = 0; attempt < 2; attempt++)
            cluster.Calls.Orders.FailNext(coHost.Value, nameof(ICalendarGrain.ClaimAsync), fault);

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.BookAsync(lead, command));

        Assert.Empty(await cluster.Of(room).ClaimsAsync());
        Assert.Empty(await cluster.Of(coHost).ClaimsAsync());
        Assert.True(await cluster.Grains.Get(lead).IsFreeAsync(A.Hours(9, 11)));
        await cluster.BookedAsync(lead, command);
    }

    [Fact]
    public async Task Get_WhileAnActivationEndsBecauseOfALostWrite_IsAnsweredByTheNext()
    {
        var (room, lead, other) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        await cluster.BookedAsync(lead, A.Booking(room));
        // A question under way keeps the activation from ending at once.
        var check = cluster.Calls.Orders.HoldNext(lead.Value, nameof(IAdvisorGrain.CheckClaimAsync));
        var question = cluster.Grains.Get(room).RefusalsAsync(A.Hours(9, 11), seats: 8, insteadOf: null);
        await check.ArrivedAsync();
        cluster.Storage.Writes.FailNext(room.Value, "week-", WriteFault.LostBefore);
        var booking = cluster.BookAsync(other, A.Booking(room, A.Hours(11, 12)));
        await cluster.LetOthersRunAsync(lead, other);

        var asking = cluster.Grains.Get(room).GetAsync();
        await cluster.LetOthersRunAsync(lead);
        check.Open();

        Assert.NotNull(await asking);
        Assert.NotNull((await booking).Value);
        Assert.Single(await question);
    }

    [Fact]
    public async Task Cancel_WhileTheActivationEnds_StillGivesTheLeadsOwnTimeBack()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room, A.Hours(7 * 24 - 1, 7 * 24 + 1)));
        var commit = cluster.Storage.Writes.HoldNext(lead.Value, "week-");
        var cancelling = cluster.CancelAsync(booked.Id);
        await commit.ArrivedAsync();
        // A message to itself would wait for the activation to end, which waits for this call: as good as lost.
        cluster.Calls.Orders.FailNext(lead.Value, nameof(ICalendarGrain.ReleaseAsync), CallFault.LostRequest);

        cluster.EndActivation(lead.Value);
        commit.Open();

        Assert.NotNull((await cancelling).Value);
        // In the week that it reached into, too, where no record is.
        Assert.Empty(await cluster.Of(lead).ClaimsAsync());
    }

    [Fact]
    public async Task Book_LeadOfWhatIsInTheWayHangs_IsRefusedInsteadOfLost()
    {
        var (room, lead, other) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        await cluster.BookedAsync(lead, A.Booking(room));
        var gates = Enumerable.Range(0, 2)
            .Select(_ => cluster.Calls.Orders.HoldNext(lead.Value, nameof(IAdvisorGrain.CheckClaimAsync))).ToList();
        var secondAttempt = cluster.Calls.ArrivalsAsync(room.Value, nameof(ICalendarGrain.ClaimAsync), 2);

        var refused = await cluster.BookAsync(other, A.Booking(room));

        Assert.Equal([RefusalCode.SlotTaken], refused.Codes());
        Assert.False(secondAttempt.IsCompleted);
        gates.ForEach(gate => gate.Open());
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Cancel_WriteLost_SameKeyAgainGivesTheCancelledOne(WriteFault fault)
    {
        var (room, lead, other) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        cluster.Storage.Writes.FailNext(lead.Value, "week-", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.CancelAsync(booked.Id, A.Key("c")));
        var cancelled = await cluster.CancelAsync(booked.Id, A.Key("c"));

        Assert.Equal((BookingStatus.Cancelled, 2L), (cancelled.Value!.Status, cancelled.Value.Version));
        await cluster.BookedAsync(other, A.Booking(room));
    }

    [Fact]
    public async Task Reminder_AfterACancelWhoseAnswerWasLost_GivesEveryCalendarBack()
    {
        var network = await cluster.NewNetworkAsync();
        var (room, lead, coHost) = (await cluster.NewRoomAsync(), await cluster.NewAdvisorAsync(network), await cluster.NewAdvisorAsync(network));
        var booked = await cluster.BookedAsync(lead, A.Booking(room) with { CoHosts = [coHost] });
        cluster.Storage.Writes.FailNext(lead.Value, "week-", WriteFault.LostAfter);
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.CancelAsync(booked.Id));
        Assert.Single(await cluster.Of(room).ClaimsAsync());

        await cluster.RemindAsync(lead.Value);

        Assert.Empty(await cluster.Of(room).ClaimsAsync());
        Assert.Empty(await cluster.Of(coHost).ClaimsAsync());
        Assert.Empty(Assert.Single(await cluster.Of(lead).BookingsAsync()).Releases);
    }

    [Fact]
    public async Task Reminder_AfterAReleaseThatWasLost_DeliversItAgain()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        cluster.Calls.Orders.FailNext(room.Value, nameof(ICalendarGrain.ReleaseAsync), CallFault.LostRequest);
        Assert.NotNull((await cluster.CancelAsync(booked.Id)).Value);
        Assert.Single(await cluster.Of(room).ClaimsAsync());
        await cluster.ReactivateAsync(cluster.Grains.Get(lead));

        await cluster.RemindAsync(lead.Value);

        Assert.Empty(await cluster.Of(room).ClaimsAsync());
        Assert.Empty(Assert.Single(await cluster.Of(lead).BookingsAsync()).Releases);
    }
}
