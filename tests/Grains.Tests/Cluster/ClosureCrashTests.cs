using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A closure that stops half-way is finished or withdrawn, by its caller or without one, and only once.</summary>
public sealed class ClosureCrashTests(GrainCluster cluster)
{
    private static readonly Period Day = A.Hours(0, 24);

    private static CloseVenue Closing(bool cancel) => new()
    {
        Actor = GrainCluster.Admin,
        Period = Day,
        CancelBookings = cancel,
        Key = A.Key("k"),
    };

    public static TheoryData<WriteFault, bool> Crashes => new MatrixTheoryData<WriteFault, bool>(
        [WriteFault.LostBefore, WriteFault.LostAfter], [false, true]);

    [Theory, MemberData(nameof(Crashes))]
    public async Task Close_FirstWriteLost_SameKeyAgainMakesOneClosure(WriteFault fault, bool cancel)
    {
        var (venue, room, lead) = await NewAsync();
        var booked = cancel ? await cluster.BookedAsync(lead, A.Booking(room)) : null;
        cluster.Storage.Writes.FailNext(venue.Value, "venue", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => CloseAsync(venue, cancel));
        var made = (await CloseAsync(venue, cancel)).Value!;

        Assert.Equal(made.Closure, Assert.Single(await cluster.Grains.Get(venue).ClosuresAsync(Day)));
        Assert.Equal(booked?.Id, made.Cancelled.SingleOrDefault()?.Id);
        Assert.Equal([RefusalCode.Closed], (await cluster.BookAsync(lead, A.Booking(room))).Codes());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reminder_ClosureWasLeftPending_GoesOnWithIt(bool cancel)
    {
        var (venue, room, lead) = await NewAsync();
        cluster.Storage.Writes.FailNext(venue.Value, "venue", WriteFault.LostAfter);
        await Assert.ThrowsAnyAsync<Exception>(() => CloseAsync(venue, cancel));

        await cluster.RemindAsync(venue.Value);

        var closure = Assert.Single(await cluster.Grains.Get(venue).ClosuresAsync(Day));
        Assert.Equal(closure, (await CloseAsync(venue, cancel)).Value!.Closure);
        Assert.Equal([RefusalCode.Closed], (await cluster.BookAsync(lead, A.Booking(room))).Codes());
    }

    [Fact]
    public async Task Reminder_BookingGotInBeforeTheRoomWasTold_WithdrawsTheClosure()
    {
        var (venue, room, lead) = await NewAsync();
        cluster.Calls.Orders.FailNext(room.Value, nameof(IRoomGrain.ApplyTermsAsync), CallFault.LostRequest);
        await Assert.ThrowsAnyAsync<Exception>(() => CloseAsync(venue, cancel: false));
        await cluster.BookedAsync(lead, A.Booking(room));

        await cluster.RemindAsync(venue.Value);

        Assert.Empty(await cluster.Grains.Get(venue).ClosuresAsync(Day));
        await cluster.BookedAsync(lead, A.Booking(room, A.Hours(11, 12)));
        Assert.Equal([RefusalCode.SlotTaken], (await CloseAsync(venue, cancel: false)).Codes());
    }

    [Fact]
    public async Task Close_StoppedBetweenTwoCancellations_SameKeyAgainAnswersForBoth()
    {
        var (venue, room, lead) = await NewAsync();
        var other = await cluster.NewLeadAsync();
        var done = await cluster.BookedAsync(lead, A.Booking(room, A.Hours(1, 2)));
        var open = await cluster.BookedAsync(other, A.Booking(room, A.Hours(2, 3)));
        cluster.Calls.Orders.FailNext(other.Value, nameof(IAdvisorGrain.CancelAsync), CallFault.LostRequest);
        await Assert.ThrowsAnyAsync<Exception>(() => CloseAsync(venue, cancel: true));
        await cluster.ReactivateAsync(cluster.Grains.Get(venue));

        var made = (await CloseAsync(venue, cancel: true)).Value!;

        Assert.Equal(new[] { done.Id, open.Id }.ToHashSet(), made.Cancelled.Select(booking => booking.Id).ToHashSet());
        Assert.Single(await cluster.Grains.Get(venue).ClosuresAsync(Day));
    }

    [Fact]
    public async Task Close_ReminderTicksMeanwhile_AnswersForWhatWasCancelled()
    {
        var (venue, room, lead) = await NewAsync();
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        var told = cluster.Calls.Orders.HoldNext(room.Value, nameof(IRoomGrain.ApplyTermsAsync));
        var closing = cluster.Grains.Get(venue).CloseAsync(Closing(cancel: true) with { Key = null });
        await told.ArrivedAsync();

        var reminding = cluster.RemindAsync(venue.Value);
        await cluster.Grains.Get(venue).GetAsync();
        told.Open();
        await reminding;

        Assert.Equal(booked.Id, Assert.Single((await closing).Value!.Cancelled).Id);
        Assert.Single(await cluster.Grains.Get(venue).ClosuresAsync(Day));
    }

    [Fact]
    public async Task Close_WhileAnImportsWriteIsLost_RoomsKeepWhatTheVenueStored()
    {
        var (venue, room, _) = await NewAsync();
        var storing = cluster.Storage.Writes.HoldNext(venue.Value, "venue");
        // The import's own, and the next one, which would take the import along.
        cluster.Storage.Writes.FailNext(venue.Value, "venue", WriteFault.LostBefore);
        cluster.Storage.Writes.FailNext(venue.Value, "venue", WriteFault.LostBefore);
        var closing = CloseAsync(venue, cancel: false);
        await storing.ArrivedAsync();
        var importing = cluster.Grains.Get(venue).ImportAsync(new ImportVenue
        {
            Actor = GrainCluster.Admin,
            Owner = (await cluster.Grains.Get(venue).GetAsync())!.Owner,
            Details = A.Venue with { OpeningHours = [] },
        });
        // Both are decided by now: the first is being written, the second waits behind it.
        await cluster.LetOthersRunAsync(await cluster.NewLeadAsync());
        storing.Open();
        await Task.WhenAll(Settled(closing), Settled(importing));

        await Shortcuts.RepeatAsync(() => CloseAsync(venue, cancel: false));

        var isOpen = !(await cluster.Grains.Get(venue).GetAsync())!.Details.OpeningHours.IsEmpty;
        var tomorrow = Assert.Single(await cluster.Grains.Get(room).FreeBusyAsync(A.Hours(25, 26)));
        Assert.Equal(isOpen ? FreeBusyState.Free : FreeBusyState.Closed, tomorrow.State);
    }

    private static Task Settled(Task call) => call.ContinueWith(_ => { });

    private Task<Outcome<ClosureMade>> CloseAsync(VenueId venue, bool cancel) => cluster.Grains.Get(venue).CloseAsync(Closing(cancel));

    private async Task<(VenueId Venue, RoomId Room, AdvisorId Lead)> NewAsync()
    {
        var venue = await cluster.NewVenueAsync(await cluster.NewNetworkAsync("Owner"));
        return (venue, await cluster.NewRoomAsync(venue), await cluster.NewLeadAsync());
    }
}
