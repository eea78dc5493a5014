using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Organizations;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A booking that becomes another: the new claims first, then the record, then the old claims go.</summary>
public sealed class MoveTests(GrainCluster cluster)
{
    public static TheoryData<WriteFault> Faults => [WriteFault.LostBefore, WriteFault.LostAfter];

    [Fact]
    public async Task Change_OverlappingItsOwnTime_FitsAndLeavesOneClaim()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));

        var moved = await ChangeAsync(Move(booked) with { Period = A.Hours(10, 12) });

        Assert.Equal((A.Hours(10, 12), 2L, BookingStatus.Confirmed), (moved.Period, moved.Version, moved.Status));
        Assert.StartsWith("Moved from ", moved.History[^1].Note, StringComparison.Ordinal);
        Assert.Equal([(booked.Id, A.Hours(10, 12))], (await cluster.Of(room).ClaimsAsync()).Select(claim => (claim.Booking, claim.Period)));
        Assert.True(await cluster.Grains.Get(lead).IsFreeAsync(A.Hours(9, 10)));
        Assert.False(await cluster.Grains.Get(lead).IsFreeAsync(A.Hours(11, 12)));
    }

    [Fact]
    public async Task Change_ToAnotherWeekAndRoom_IsFoundUnderItsIdAndFreesTheOldSlot()
    {
        var (room, other, lead) = (await cluster.NewRoomAsync(), await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        // Across the end of a week: the lead's own time then lies in two pages, neither of them the booking's own.
        var later = A.Hours(14 * 24 - 2, 14 * 24 + 2);

        await ChangeAsync(Move(booked) with { Period = later, Room = other });

        await cluster.ReactivateAsync(cluster.Grains.Get(lead));
        var read = (await cluster.Grains.Get(lead).GetBookingAsync(booked.Id, GrainCluster.Admin)).Value!;
        Assert.Equal((later, other), (read.Period, read.Room));
        Assert.Empty(await cluster.Of(room).ClaimsAsync());
        Assert.Equal(later, Assert.Single(await cluster.Of(other).ClaimsAsync()).Period);
        Assert.Equal(later, Assert.Single(await cluster.Of(lead).ClaimsAsync()).Period);
        Assert.Equal(BookingStatus.Cancelled, (await cluster.CancelAsync(booked.Id)).Value!.Status);
        Assert.Empty(await cluster.Of(other).ClaimsAsync());
        Assert.Empty(await cluster.Of(lead).ClaimsAsync());
    }

    [Fact]
    public async Task Change_NewSlotTaken_IsRefusedAndTheOldOneStands()
    {
        var (room, lead, other) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        await cluster.BookedAsync(other, A.Booking(room, A.Hours(12, 14)));

        var refused = await cluster.Grains.Get(lead).ChangeAsync(Move(booked) with { Period = A.Hours(11, 13) });

        Assert.Equal([RefusalCode.SlotTaken], refused.Codes());
        Assert.Equal(A.Hours(12, 14), Assert.Single(((ConflictRefusal)refused.Refusals[0]).Conflicts).Period);
        var read = (await cluster.Grains.Get(lead).GetBookingAsync(booked.Id, GrainCluster.Admin)).Value!;
        Assert.Equal((booked.Period, 1L), (read.Period, read.Version));
        Assert.Equal(2, (await cluster.Of(room).ClaimsAsync()).Count);
    }

    [Fact]
    public async Task Change_MoreSeatsThanAreLeft_CountsItsOwnOnlyOnce()
    {
        var room = await cluster.NewRoomAsync(A.Room with { Sharing = RoomSharing.BySeats });
        var (lead, other) = (await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room) with { Seats = 3 });
        await cluster.BookedAsync(other, A.Booking(room) with { Seats = 2 });

        var grown = await ChangeAsync(Move(booked) with { Seats = 6 });
        var refused = await cluster.Grains.Get(lead).ChangeAsync(Move(booked) with { Seats = 7 });

        Assert.Equal(6, grown.Seats);
        Assert.Equal([RefusalCode.SlotTaken], refused.Codes());
    }

    [Fact]
    public async Task Change_OldPicture_IsRefusedAndSameKeyActsOnce()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        var move = Move(booked) with { Period = A.Hours(12, 14), ExpectedVersion = 1, Key = A.Key("move") };

        await ChangeAsync(move);
        var repeated = await ChangeAsync(move);
        var stale = await cluster.Grains.Get(lead).ChangeAsync(move with { Key = null });

        Assert.Equal(2L, repeated.Version);
        Assert.Equal([RefusalCode.StaleVersion], stale.Codes());
    }

    [Fact]
    public async Task Change_ConfirmedByItsOwner_AsksAgain()
    {
        var owner = await cluster.NewNetworkAsync("Owner");
        var onRequest = A.Room with { Policy = BookingPolicy.Default with { Approval = ApprovalMode.OnRequest } };
        var room = await cluster.NewRoomAsync(await cluster.NewVenueAsync(owner), onRequest);
        var lead = await cluster.NewLeadAsync();
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        var manager = new Actor { Subject = "mairie", Roles = [Role.Manager], Organization = owner };
        var accept = new DecideBooking { Actor = manager, Booking = booked.Id, Decision = Decision.Accept };
        await cluster.Grains.Get(lead).DecideAsync(accept);

        var mover = GrainCluster.Admin with { Subject = "mover" };
        var changed = await ChangeAsync(Move(booked) with { Seats = 5, Actor = mover });

        Assert.Equal(BookingStatus.Pending, changed.Status);
        Assert.Equal([BookingStep.OwnerDecision], changed.Awaiting);
        Assert.Equal([RefusalCode.Forbidden], (await cluster.Grains.Get(lead).DecideAsync(accept with { Actor = mover })).Codes());
        Assert.Equal(BookingStatus.Confirmed, (await cluster.Grains.Get(lead).DecideAsync(accept)).Value!.Status);
    }

    [Fact]
    public async Task Change_FarFromItsFirstWeek_TheReminderStillMakesOfItWhatTheClockDoes()
    {
        await using var before = new GrainCluster();
        await before.InitializeAsync();
        var (room, lead) = (await before.NewRoomAsync(), await before.NewLeadAsync());
        var booked = await before.BookedAsync(lead, A.Booking(room));
        var moved = await before.Grains.Get(lead).ChangeAsync(Move(booked) with { Period = A.Hours(9 + (24 * 7 * 12), 11 + (24 * 7 * 12)) });
        Assert.Empty(moved.Refusals);
        await using var later = await before.LaterAsync(moved.Value!.Period.Start - Duration.FromDays(1));
        await later.RemindAsync(lead.Value);
        Assert.True(await later.HasReminderAsync(lead.Value));
        later.Ahead += TimeSpan.FromDays(2);

        await later.RemindAsync(lead.Value);
        await later.RemindAsync(lead.Value);

        var stored = Assert.Single(await later.Of(lead).BookingsAsync());
        Assert.Equal((BookingStatus.Completed, 0), (stored.Status, stored.News.Length));
        Assert.False(await later.HasReminderAsync(lead.Value));
    }

    [Fact]
    public async Task Change_ThereAndBackBeforeTheOwnerHeard_TheRequestStaysOnItsOwnersList()
    {
        var onRequest = A.Room with { Policy = BookingPolicy.Default with { Approval = ApprovalMode.OnRequest } };
        var (one, other) = (await cluster.NewNetworkAsync("One"), await cluster.NewNetworkAsync("Other"));
        var here = await cluster.NewRoomAsync(await cluster.NewVenueAsync(one), onRequest);
        var there = await cluster.NewRoomAsync(await cluster.NewVenueAsync(other), onRequest);
        var lead = await cluster.NewLeadAsync();
        var booked = await cluster.BookedAsync(lead, A.Booking(here));
        cluster.Calls.Orders.FailNext(one.Value, nameof(IOrganizationGrain.DropRequestAsync), CallFault.LostRequest);
        await ChangeAsync(Move(booked) with { Room = there });

        await ChangeAsync(Move(booked) with { Room = here });
        await cluster.RemindAsync(lead.Value);

        Assert.Equal([booked.Id], await RequestsAsync(one));
        Assert.Empty(await RequestsAsync(other));

        async Task<IEnumerable<BookingId>> RequestsAsync(OrganizationId owner) =>
            (await cluster.Grains.Get(owner).RequestsAsync(new PageRequest(10, After: null), GrainCluster.Admin)).Value!.Items.Select(item => item.Node);
    }

    [Fact]
    public async Task Change_AWordToTheOwnerIsLate_TakesTheNewerRequestOffNoList()
    {
        var onRequest = A.Room with { Policy = BookingPolicy.Default with { Approval = ApprovalMode.OnRequest } };
        var owner = await cluster.NewNetworkAsync("Owner");
        var venue = await cluster.NewVenueAsync(owner);
        var (asks, instant) = (await cluster.NewRoomAsync(venue, onRequest), await cluster.NewRoomAsync(venue));
        var lead = await cluster.NewLeadAsync();
        var booked = await cluster.BookedAsync(lead, A.Booking(asks));
        var late = cluster.Calls.Orders.HoldNext(owner.Value, nameof(IOrganizationGrain.DropRequestAsync));
        // Answered once the word is given up, after two seconds; it is still on its way then.
        await ChangeAsync(Move(booked) with { Room = instant });
        await late.ArrivedAsync();
        await ChangeAsync(Move(booked) with { Room = asks });

        late.Open();
        await cluster.RemindAsync(lead.Value);
        var listed = await cluster.Grains.Get(owner).RequestsAsync(new PageRequest(10, After: null), GrainCluster.Admin);

        Assert.Equal([booked.Id], listed.Value!.Items.Select(item => item.Node));
    }

    [Fact]
    public async Task Change_WhileItIsCancelled_OneOfThemWins()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        var gate = cluster.Storage.Writes.HoldNext(room.Value, "week-");

        var moving = cluster.Grains.Get(lead).ChangeAsync(Move(booked) with { Period = A.Hours(12, 14) });
        await gate.ArrivedAsync();
        var cancelling = cluster.CancelAsync(booked.Id);
        await cluster.LetOthersRunAsync(lead);
        gate.Open();

        Assert.Equal(BookingStatus.Cancelled, (await cancelling).Value!.Status);
        Assert.Equal([RefusalCode.WrongState], (await moving).Codes());
        Assert.Empty(await cluster.Of(room).ClaimsAsync());
        Assert.Empty(await cluster.Of(lead).ClaimsAsync());
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Change_CommitLost_SameKeyAgainMovesItOnce(WriteFault fault)
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        var move = Move(booked) with { Period = A.Hours(10, 12), Key = A.Key("move") };
        cluster.Storage.Writes.FailNext(lead.Value, "week-", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.Get(lead).ChangeAsync(move));
        var moved = await ChangeAsync(move);

        Assert.Equal((A.Hours(10, 12), 2L), (moved.Period, moved.Version));
        // What a lost attempt left behind makes place, as what the booking gave up does.
        var other = await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room, A.Hours(9, 10)));
        Assert.Equal(A.Hours(9, 10), other.Period);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Change_RoomsWriteLost_IsTriedAgain(WriteFault fault)
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        cluster.Storage.Writes.FailNext(room.Value, "week-", fault);

        var moved = await ChangeAsync(Move(booked) with { Period = A.Hours(10, 12) });

        Assert.Equal(A.Hours(10, 12), moved.Period);
        Assert.Equal(A.Hours(10, 12), Assert.Single(await cluster.Of(room).ClaimsAsync()).Period);
    }

    [Fact]
    public async Task Change_ByStrangersAndOwners_IsForbidden()
    {
        var owner = await cluster.NewNetworkAsync("Owner");
        var room = await cluster.NewRoomAsync(await cluster.NewVenueAsync(owner));
        var booked = await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room));
        var manager = new Actor { Subject = "mairie", Roles = [Role.Manager], Organization = owner };

        var refused = await cluster.Grains.Get(booked.Id.Lead).ChangeAsync(Move(booked) with { Seats = 2, Actor = manager });

        Assert.Equal([RefusalCode.Forbidden], refused.Codes());
    }

    private static ChangeBooking Move(BookingView booking) => new() { Actor = GrainCluster.Admin, Booking = booking.Id };

    private async Task<BookingView> ChangeAsync(ChangeBooking command)
    {
        var outcome = await cluster.Grains.Get(command.Booking.Lead).ChangeAsync(command);
        Assert.Empty(outcome.Refusals);
        return outcome.Value!;
    }
}
