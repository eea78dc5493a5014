using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Tests.Cluster;

public sealed class BookingTests(GrainCluster cluster)
{
    private async Task<Outcome<BookingView>> BookAsync(AdvisorId lead, BookRoom command) =>
        await cluster.Grains.Get(lead).BookAsync(command);

    private async Task<AdvisorId> NewAdvisorAsync() => await cluster.NewAdvisorAsync(await cluster.NewNetworkAsync());

    [Fact]
    public async Task Book_FreeRoom_IsConfirmedAndSurvivesReactivation()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await NewAdvisorAsync());

        var booked = await BookAsync(lead, A.Booking(room));

        Assert.Empty(booked.Refusals);
        Assert.Equal(BookingStatus.Confirmed, booked.Value!.Status);
        await cluster.ReactivateAsync(cluster.Grains.Get(lead));
        await cluster.ReactivateAsync(cluster.Grains.Get(room));
        var again = await cluster.Grains.Get(lead).GetBookingAsync(booked.Value.Id, GrainCluster.Admin);
        Assert.Equal(booked.Value.Id, again.Value!.Id);
        var busy = await cluster.Grains.Get(room).FreeBusyAsync(A.Hours(8, 12));
        Assert.Equal([FreeBusyState.Free, FreeBusyState.Busy, FreeBusyState.Free], busy.Select(stretch => stretch.State));
        Assert.Equal(A.Hours(9, 11), busy[1].Period);
    }

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(15.5, 16.5)]
    [InlineData(23.75, 24)]
    [InlineData(23.9, 24.1)]
    [InlineData(20, 24 * 3)]
    public async Task Book_AnyHourOfTheDay_IsConfirmed(double from, double to)
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await NewAdvisorAsync());

        var booked = await BookAsync(lead, A.Booking(room, A.Hours(from, to)));

        Assert.Empty(booked.Refusals);
    }

    [Fact]
    public async Task Book_RoomTaken_IsRefusedWithWhatIsInTheWayAndTakesNothing()
    {
        var (room, first, second) = (await cluster.NewRoomAsync(), await NewAdvisorAsync(), await NewAdvisorAsync());
        await BookAsync(first, A.Booking(room));

        var refused = await BookAsync(second, A.Booking(room, A.Hours(10, 12)));

        var conflict = Assert.IsType<ConflictRefusal>(Assert.Single(refused.Refusals));
        Assert.Equal(RefusalCode.SlotTaken, conflict.Code);
        Assert.Equal(A.Hours(9, 11), Assert.Single(conflict.Conflicts).Period);
        Assert.True(await cluster.Grains.Get(second).IsFreeAsync(A.Hours(10, 12)));
    }

    [Fact]
    public async Task Book_TwoHundredCallersForOneSlot_OneGetsIt()
    {
        var room = await cluster.NewRoomAsync();
        var networks = new[] { await cluster.NewNetworkAsync(), await cluster.NewNetworkAsync("Emmaüs Connect") };
        var leads = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => cluster.NewAdvisorAsync(networks[i % 2])));

        var outcomes = await Task.WhenAll(leads.Select(lead => BookAsync(lead, A.Booking(room))));

        Assert.Single(outcomes, outcome => outcome.Value is not null);
        Assert.Equal(199, outcomes.Count(outcome => outcome.Refusals is [{ Code: RefusalCode.SlotTaken }]));
        Assert.Single(await cluster.Grains.Get(room).FreeBusyAsync(A.Hours(0, 24)), stretch => stretch.State == FreeBusyState.Busy);
    }

    [Fact]
    public async Task Book_TwoHundredCallersForEightSeats_AllThatFitGetInAndNoMore()
    {
        var room = await cluster.NewRoomAsync(A.Room with { Sharing = RoomSharing.BySeats });
        var network = await cluster.NewNetworkAsync();
        var leads = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => cluster.NewAdvisorAsync(network)));

        var outcomes = await Task.WhenAll(leads.Select(lead => BookAsync(lead, A.Booking(room) with { Seats = 1 })));

        Assert.Equal(8, outcomes.Count(outcome => outcome.Value is not null));
        var busy = Assert.Single(await cluster.Grains.Get(room).FreeBusyAsync(A.Hours(9, 11)));
        Assert.Equal(8, busy.SeatsTaken);
    }

    [Fact]
    public async Task Book_SameKeyFiftyTimesAtOnce_MakesOneBookingAndFiftyEqualAnswers()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await NewAdvisorAsync());
        var command = A.Booking(room) with { Key = A.Key("k") };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => BookAsync(lead, command)));

        Assert.Single(outcomes.Select(outcome => outcome.Value!.Id).Distinct());
        await cluster.ReactivateAsync(cluster.Grains.Get(lead));
        Assert.Equal(outcomes[0].Value!.Id, (await BookAsync(lead, command)).Value!.Id);
    }

    [Fact]
    public async Task Book_SameKeyOtherInputInAnotherWeek_IsRefusedAlsoAfterReactivation()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await NewAdvisorAsync());
        await BookAsync(lead, A.Booking(room) with { Key = A.Key("k") });
        await cluster.ReactivateAsync(cluster.Grains.Get(lead));

        var other = await BookAsync(lead, A.Booking(room, A.Hours(24 * 8, 24 * 8 + 1)) with { Key = A.Key("k", "other input") });

        Assert.Equal(RefusalCode.IdempotencyMismatch, Assert.Single(other.Refusals).Code);
    }

    [Fact]
    public async Task Book_MoreKeysThanAPageHolds_EachIsStillKnownAfterReactivation()
    {
        const int Count = (2 * RecentPages<RecentKeys, RecentKey>.PageLength) + 1;
        var (room, lead) = (await cluster.NewRoomAsync(), await NewAdvisorAsync());
        foreach (var day in Enumerable.Range(0, Count))
            Assert.NotNull((await BookAsync(lead, A.Booking(room, A.Hours(24 * day, (24 * day) + 1)) with { Key = A.Key($"k{day}") })).Value);
        await cluster.ReactivateAsync(cluster.Grains.Get(lead));

        var elsewhere = A.Booking(room, A.Hours(24 * (Count + 8), (24 * (Count + 8)) + 1));
        foreach (var day in Enumerable.Range(0, Count))
        {
            var other = await BookAsync(lead, elsewhere with { Key = A.Key($"k{day}", "other input") });
            Assert.Equal(RefusalCode.IdempotencyMismatch, Assert.Single(other.Refusals).Code);
        }

        Assert.Equal(2, cluster.Storage.WritesOf(lead.Value, "recent-keys-"));
    }

    [Fact]
    public async Task Book_KeysAreTooOld_TheirPageTakesOthers()
    {
        await using var before = new GrainCluster();
        await before.InitializeAsync();
        var (room, lead) = (await before.NewRoomAsync(), await before.NewLeadAsync());
        foreach (var hour in Enumerable.Range(0, RecentPages<RecentKeys, RecentKey>.PageLength + 1))
            await before.BookedAsync(lead, A.Booking(room, A.Hours(hour, hour + 1)) with { Key = A.Key($"k{hour}") });
        await using var later = await before.LaterAsync(SystemClock.Instance.GetCurrentInstant() + RequestKey.Kept + Duration.FromHours(1));

        foreach (var hour in Enumerable.Range(24, RecentPages<RecentKeys, RecentKey>.PageLength + 1))
            await later.BookedAsync(lead, A.Booking(room, A.Hours(hour, hour + 1)) with { Key = A.Key($"k{hour}") });

        Assert.Equal(2, later.Storage.WritesOf(lead.Value, "recent-keys-0"));
        Assert.Equal(0, later.Storage.WritesOf(lead.Value, "recent-keys-1"));
    }

    [Fact]
    public async Task Book_RefusedKeyWithOtherInput_IsNotRemembered()
    {
        var (room, first, second) = (await cluster.NewRoomAsync(), await NewAdvisorAsync(), await NewAdvisorAsync());
        await BookAsync(first, A.Booking(room));
        Assert.Null((await BookAsync(second, A.Booking(room) with { Key = A.Key("k") })).Value);

        var other = await BookAsync(second, A.Booking(room, A.Hours(12, 13)) with { Key = A.Key("k", "other input") });

        Assert.NotNull(other.Value);
    }

    [Fact]
    public async Task Book_OneAdvisorIntoTwoRoomsAtOnce_OneWinsAndTheOtherRoomIsFree()
    {
        var (left, right, lead) = (await cluster.NewRoomAsync(), await cluster.NewRoomAsync(), await NewAdvisorAsync());

        var outcomes = await Task.WhenAll(BookAsync(lead, A.Booking(left)), BookAsync(lead, A.Booking(right)));

        var won = Assert.Single(outcomes, outcome => outcome.Value is not null).Value!;
        Assert.Equal(RefusalCode.AdvisorBusy, Assert.Single(outcomes, outcome => outcome.Value is null).Refusals.Single().Code);
        var loser = cluster.Grains.Get(won.Room == left ? right : left);
        Assert.Equal(FreeBusyState.Free, Assert.Single(await loser.FreeBusyAsync(A.Hours(9, 11))).State);
    }

    [Fact]
    public async Task Book_CoHostEngaged_TakesNeitherRoomNorLead()
    {
        var network = await cluster.NewNetworkAsync();
        var (room, other, lead, coHost) = (await cluster.NewRoomAsync(), await cluster.NewRoomAsync(),
            await cluster.NewAdvisorAsync(network), await cluster.NewAdvisorAsync(network));
        await BookAsync(coHost, A.Booking(other));

        var refused = await BookAsync(lead, A.Booking(room) with { CoHosts = [coHost] });

        Assert.Equal(RefusalCode.AdvisorBusy, Assert.Single(refused.Refusals).Code);
        Assert.Equal(FreeBusyState.Free, Assert.Single(await cluster.Grains.Get(room).FreeBusyAsync(A.Hours(9, 11))).State);
        Assert.NotNull((await BookAsync(lead, A.Booking(room))).Value);
    }

    [Fact]
    public async Task Book_TwoLeadsEachWithTheOtherAsCoHost_ExactlyOneGetsThrough()
    {
        var network = await cluster.NewNetworkAsync();
        var (room, other) = (await cluster.NewRoomAsync(), await cluster.NewRoomAsync());
        for (var round = 0; round < 10; round++)
        {
            var (ana, ben) = (await cluster.NewAdvisorAsync(network), await cluster.NewAdvisorAsync(network));
            var slot = A.Hours(24 * (round % 5) + round, 24 * (round % 5) + round + 1);

            var outcomes = await Task.WhenAll(
                BookAsync(ana, A.Booking(room, slot) with { CoHosts = [ben] }),
                BookAsync(ben, A.Booking(other, slot) with { CoHosts = [ana] }));

            Assert.Single(outcomes, outcome => outcome.Value is not null);
        }
    }

    [Fact]
    public async Task Book_VenueFull_NamesLimitAndValueAndGivesTheRoomBack()
    {
        var venue = await cluster.NewVenueAsync(await cluster.NewNetworkAsync(), maxOccupancy: 10);
        var (left, right) = (await cluster.NewRoomAsync(venue), await cluster.NewRoomAsync(venue));
        Assert.NotNull((await BookAsync(await NewAdvisorAsync(), A.Booking(left))).Value);

        var refused = await BookAsync(await NewAdvisorAsync(), A.Booking(right));

        var full = Assert.IsType<RuleRefusal>(Assert.Single(refused.Refusals));
        Assert.Equal((RefusalCode.VenueFull, "10", "16"), (full.Code, full.Limit, full.Actual));
        Assert.Equal(FreeBusyState.Free, Assert.Single(await cluster.Grains.Get(right).FreeBusyAsync(A.Hours(9, 11))).State);
        Assert.NotNull((await BookAsync(await NewAdvisorAsync(), A.Booking(right) with { Seats = 2 })).Value);
    }

    [Fact]
    public async Task Book_ByStranger_IsForbidden()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await NewAdvisorAsync());
        var stranger = new Actor { Subject = "x", Roles = [Role.Advisor], Advisor = await NewAdvisorAsync() };

        var refused = await BookAsync(lead, A.Booking(room) with { Actor = stranger });

        Assert.Equal(RefusalCode.Forbidden, Assert.Single(refused.Refusals).Code);
    }

    [Fact]
    public async Task Cancel_Confirmed_FreesEveryCalendarAndRepeatsWithItsKey()
    {
        var network = await cluster.NewNetworkAsync();
        var (room, lead, coHost) = (await cluster.NewRoomAsync(), await cluster.NewAdvisorAsync(network), await cluster.NewAdvisorAsync(network));
        var booked = (await BookAsync(lead, A.Booking(room) with { CoHosts = [coHost] })).Value!;
        var cancel = new CancelBooking { Actor = GrainCluster.Admin, Booking = booked.Id, Reason = "Ill", Key = A.Key("c") };

        var cancelled = await cluster.Grains.Get(lead).CancelAsync(cancel);

        Assert.Equal((BookingStatus.Cancelled, 2L), (cancelled.Value!.Status, cancelled.Value.Version));
        Assert.Equal("Ill", cancelled.Value.History[^1].Note);
        Assert.NotNull((await BookAsync(coHost, A.Booking(room) with { CoHosts = [lead] })).Value);
        await cluster.ReactivateAsync(cluster.Grains.Get(lead));
        Assert.Equal(2L, (await cluster.Grains.Get(lead).CancelAsync(cancel)).Value!.Version);
        Assert.Equal(RefusalCode.WrongState,
            (await cluster.Grains.Get(lead).CancelAsync(cancel with { Key = null })).Refusals.Single().Code);
    }

    [Fact]
    public async Task Cancel_StaleVersion_IsRefused()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await NewAdvisorAsync());
        var booked = (await BookAsync(lead, A.Booking(room))).Value!;

        var refused = await cluster.Grains.Get(lead).CancelAsync(
            new CancelBooking { Actor = GrainCluster.Admin, Booking = booked.Id, ExpectedVersion = 7 });

        Assert.Equal(RefusalCode.StaleVersion, Assert.Single(refused.Refusals).Code);
    }
}
