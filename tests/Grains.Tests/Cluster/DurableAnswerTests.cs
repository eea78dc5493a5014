using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>No answer tells of what is not durable yet.</summary>
public sealed class DurableAnswerTests(GrainCluster cluster)
{
    [Fact]
    public async Task Claim_InTheWayOfOneThatIsBeingWritten_IsRefusedWhenThatIsWritten()
    {
        var (room, first, second) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        var write = cluster.Storage.Writes.HoldNext(room.Value, "week-");
        var booking = cluster.BookAsync(first, A.Booking(room));
        await write.ArrivedAsync();

        var arrived = cluster.Calls.ArrivalsAsync(room.Value, nameof(ICalendarGrain.ClaimAsync), 1);
        var claiming = cluster.Grains.Get(room).ClaimAsync(await cluster.ClaimOfAsync(second));
        await arrived;
        await cluster.LetOthersRunAsync(first, second);

        Assert.False(claiming.IsCompleted);
        write.Open();
        Assert.Equal(RefusalCode.SlotTaken, Assert.Single((await claiming).Refusals).Code);
        Assert.NotNull((await booking).Value);
    }

    [Fact]
    public async Task Book_InTheWayOfAClaimWhoseWriteIsLost_OneOfTheTwoGetsTheRoom()
    {
        var (room, first, second) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        var write = cluster.Storage.Writes.HoldNext(room.Value, "week-", WriteFault.LostBefore);
        var holder = cluster.BookAsync(first, A.Booking(room));
        await write.ArrivedAsync();
        var waiter = cluster.BookAsync(second, A.Booking(room));
        await cluster.LetOthersRunAsync(first, second);
        write.Open();

        var outcomes = await Task.WhenAll(holder, waiter);

        var won = Assert.Single(outcomes, outcome => outcome.Value is not null).Value!;
        Assert.Single(outcomes, outcome => outcome.Codes() is [RefusalCode.SlotTaken]);
        Assert.Equal(won.Id, Assert.Single(await cluster.Of(room).ClaimsAsync()).Booking);
    }

    [Fact]
    public async Task Book_InTheWayOfAClaimWhoseWriteIsLostForGood_GetsTheRoom()
    {
        var (room, first, second) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        var write = cluster.Storage.Writes.HoldNext(room.Value, "week-", WriteFault.LostBefore);
        var claiming = cluster.Grains.Get(room).ClaimAsync(await cluster.ClaimOfAsync(first));
        await write.ArrivedAsync();
        var waiter = cluster.BookAsync(second, A.Booking(room));
        write.Open();

        await Assert.ThrowsAnyAsync<Exception>(() => claiming);

        Assert.Equal((await waiter).Value!.Id, Assert.Single(await cluster.Of(room).ClaimsAsync()).Booking);
    }

    [Fact]
    public async Task Decide_CancellationBeingWritten_AnswersWithoutIt()
    {
        var details = A.Room with { Policy = BookingPolicy.Default with { Approval = ApprovalMode.OnRequest } };
        var (room, lead) = (await cluster.NewRoomAsync(details), await cluster.NewLeadAsync());
        var asked = await cluster.BookedAsync(lead, A.Booking(room));
        var confirm = cluster.Calls.Orders.HoldNext(room.Value, nameof(ICalendarGrain.TellAsync));
        var deciding = cluster.Grains.Get(lead).DecideAsync(new DecideBooking
        {
            Actor = GrainCluster.Admin with { Subject = "owner" },
            Booking = asked.Id,
            Decision = Decision.Accept,
        });
        await confirm.ArrivedAsync();
        var write = cluster.Storage.Writes.HoldNext(lead.Value, "week-");
        var cancelling = cluster.CancelAsync(asked.Id);
        await write.ArrivedAsync();
        await cluster.LetOthersRunAsync(lead);

        confirm.Open();

        Assert.Equal((BookingStatus.Confirmed, 2L), ((await deciding).Value!.Status, (await deciding).Value!.Version));
        write.Open();
        Assert.Equal((BookingStatus.Cancelled, 3L), ((await cancelling).Value!.Status, (await cancelling).Value!.Version));
    }

    [Fact]
    public async Task FreeBusy_ClaimAndCommitNotWrittenYet_ShowsNeither()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var claim = cluster.Storage.Writes.HoldNext(room.Value, "week-");
        var commit = cluster.Storage.Writes.HoldNext(lead.Value, "week-");
        var booking = cluster.BookAsync(lead, A.Booking(room));

        await claim.ArrivedAsync();
        Assert.Equal(FreeBusyState.Free, Assert.Single(await cluster.Grains.Get(room).FreeBusyAsync(A.Hours(9, 11))).State);
        claim.Open();
        await commit.ArrivedAsync();
        Assert.Equal(FreeBusyState.Busy, Assert.Single(await cluster.Grains.Get(room).FreeBusyAsync(A.Hours(9, 11))).State);
        Assert.Equal(FreeBusyState.Free, Assert.Single(await cluster.Grains.Get(lead).FreeBusyAsync(A.Hours(9, 11))).State);
        var id = Assert.Single(await cluster.Of(room).ClaimsAsync()).Booking;
        Assert.Equal([RefusalCode.NotFound], (await cluster.Grains.Get(lead).GetBookingAsync(id, GrainCluster.Admin)).Codes());

        commit.Open();
        Assert.Equal(id, (await booking).Value!.Id);
        Assert.False(await cluster.Grains.Get(lead).IsFreeAsync(A.Hours(9, 11)));
    }

    [Fact]
    public async Task CheckClaim_CommitOrCancelNotWrittenYet_IsUndecided()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var commit = cluster.Storage.Writes.HoldNext(lead.Value, "week-");
        var booking = cluster.BookAsync(lead, A.Booking(room));
        await commit.ArrivedAsync();
        var claim = Assert.Single(await cluster.Of(room).ClaimsAsync());
        Task<ClaimStanding> CheckAsync() => cluster.Grains.Get(lead).CheckClaimAsync(claim.Id, claim.Booking, waitForDecision: false);

        Assert.Equal(ClaimStanding.Undecided, await CheckAsync());
        commit.Open();
        await booking;
        Assert.Equal(ClaimStanding.Stands, await CheckAsync());

        var cancel = cluster.Storage.Writes.HoldNext(lead.Value, "week-");
        var cancelling = cluster.CancelAsync(claim.Booking);
        await cancel.ArrivedAsync();
        Assert.Equal(ClaimStanding.Undecided, await CheckAsync());
        cancel.Open();
        await cancelling;
        Assert.Equal(ClaimStanding.Gone, await CheckAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(WriteFault.LostBefore)]
    public async Task Cancel_WhileAnotherCancelIsBeingWritten_IsAnsweredWhenThatIsWritten(WriteFault? fault)
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        var write = cluster.Storage.Writes.HoldNext(lead.Value, "week-", fault);
        var first = cluster.CancelAsync(booked.Id);
        await write.ArrivedAsync();

        var arrived = cluster.Calls.ArrivalsAsync(lead.Value, nameof(IAdvisorGrain.CancelAsync), 1);
        var second = cluster.CancelAsync(booked.Id);
        await arrived;
        await cluster.LetOthersRunAsync(lead);

        Assert.False(second.IsCompleted);
        Assert.Equal(BookingStatus.Confirmed,
            (await cluster.Grains.Get(lead).GetBookingAsync(booked.Id, GrainCluster.Admin)).Value!.Status);
        write.Open();
        // When the first write is lost the one that waits behind it takes the change along, and only then tells of it.
        Assert.Equal([RefusalCode.WrongState], (await second).Codes());
        Assert.Equal(fault is null, await first.ContinueWith(call => call.IsCompletedSuccessfully));
        Assert.Equal(BookingStatus.Cancelled, Assert.Single(await cluster.Of(lead).BookingsAsync()).Status);
    }
}
