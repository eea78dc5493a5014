using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A room's settings change with the bookings that stand, or not at all.</summary>
public sealed class RoomUpdateTests(GrainCluster cluster)
{
    private static UpdateRoom Update(bool cancel = false, string? key = null) => new()
    {
        Actor = GrainCluster.Admin,
        CancelBookings = cancel,
        Reason = "Works",
        Key = key is null ? null : A.Key(key),
    };

    [Fact]
    public async Task Update_NameAndEquipment_LeavesBookingsAndTellsTheDirectory()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));

        var made = (await cluster.Grains.Get(room).UpdateAsync(Update() with { Name = "Salle bleue", Equipment = ["wifi"] })).Value!;

        Assert.Equal(("Salle bleue", 8, "wifi"), (made.Room.Details.Name, made.Room.Details.Seats, Assert.Single(made.Room.Details.Equipment)));
        Assert.Equal(BookingStatus.Confirmed, await StatusAsync(booked.Id));
    }

    public static TheoryData<UpdateRoom> Breaking => new(
        Update() with { Seats = 7 },
        Update() with { Policy = A.Room.Policy with { MaximumDuration = Duration.FromHours(1) } },
        Update() with { Policy = A.Room.Policy with { MinimumDuration = Duration.FromHours(3) } });

    [Theory, MemberData(nameof(Breaking))]
    public async Task Update_BookingStandsInTheWay_IsRefusedOrCancelsIt(UpdateRoom command)
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));

        var refused = await cluster.Grains.Get(room).UpdateAsync(command);
        var before = await StatusAsync(booked.Id);
        var made = (await cluster.Grains.Get(room).UpdateAsync(command with { CancelBookings = true })).Value!;

        Assert.Equal(booked.Period, Assert.Single(Assert.IsType<ConflictRefusal>(Assert.Single(refused.Refusals)).Conflicts).Period);
        Assert.Equal(BookingStatus.Confirmed, before);
        Assert.Equal((booked.Id, "Works"), (Assert.Single(made.Cancelled).Id, made.Cancelled[0].History[^1].Note));
        Assert.Empty(await cluster.Of(room).ClaimsAsync());
        Assert.NotEmpty((await cluster.BookAsync(lead, A.Booking(room))).Refusals);
    }

    [Fact]
    public async Task Update_NoticeApprovalAndBuffers_HoldForLaterBookingsOnly()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        var policy = A.Room.Policy with
        {
            MinimumNotice = Duration.FromDays(365),
            Approval = ApprovalMode.OnRequest,
            SetupBuffer = Duration.FromHours(1),
        };

        Assert.NotNull((await cluster.Grains.Get(room).UpdateAsync(Update() with { Policy = policy })).Value);

        Assert.Equal(BookingStatus.Confirmed, await StatusAsync(booked.Id));
        Assert.Equal([RefusalCode.Policy], (await cluster.BookAsync(lead, A.Booking(room, A.Hours(15, 16)))).Codes());
    }

    [Fact]
    public async Task Update_SharedToExclusive_WhoeverBookedFirstStays()
    {
        var room = await cluster.NewRoomAsync(A.Room with { Sharing = RoomSharing.BySeats });
        var first = await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room) with { Seats = 2 });
        var second = await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room, A.Hours(10, 12)) with { Seats = 2 });
        var apart = await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room, A.Hours(12, 13)) with { Seats = 2 });
        var command = Update() with { Sharing = RoomSharing.Exclusive };

        var refused = await cluster.Grains.Get(room).UpdateAsync(command);
        var made = (await cluster.Grains.Get(room).UpdateAsync(command with { CancelBookings = true })).Value!;

        Assert.Equal(second.Period, Assert.Single(((ConflictRefusal)Assert.Single(refused.Refusals)).Conflicts).Period);
        Assert.Equal([second.Id], made.Cancelled.Select(booking => booking.Id));
        Assert.Equal(BookingStatus.Confirmed, await StatusAsync(first.Id));
        Assert.Equal(BookingStatus.Confirmed, await StatusAsync(apart.Id));
    }

    [Fact]
    public async Task Update_MoreSeats_CanBeBookedAtOnce()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());

        Assert.NotNull((await cluster.Grains.Get(room).UpdateAsync(Update() with { Seats = 20 })).Value);

        await cluster.BookedAsync(lead, A.Booking(room) with { Seats = 20 });
    }

    [Fact]
    public async Task Update_WhileBooking_NeverBothUnlessCancelled()
    {
        for (var round = 0; round < 30; round++)
        {
            var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());

            var booking = cluster.BookAsync(lead, A.Booking(room));
            var updating = cluster.Grains.Get(room).UpdateAsync(Update(cancel: round % 2 == 0) with { Seats = 7 });
            var (booked, made) = (await booking, await updating);

            var stands = (await cluster.Of(lead).BookingsAsync()).Any(record => record.Stands);
            Assert.False(stands && made.Value is not null);
            if (booked.Value is { } answer)
                Assert.True(stands || made.Value!.Cancelled.Any(view => view.Id == answer.Id));
        }
    }

    [Theory]
    [InlineData(WriteFault.LostBefore, false)]
    [InlineData(WriteFault.LostAfter, false)]
    [InlineData(WriteFault.LostBefore, true)]
    [InlineData(WriteFault.LostAfter, true)]
    public async Task Update_FirstWriteLost_SameKeyAgainMakesItOnce(WriteFault fault, bool cancel)
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = cancel ? await cluster.BookedAsync(lead, A.Booking(room)) : null;
        var command = Update(cancel, "k") with { Seats = 7 };
        cluster.Storage.Writes.FailNext(room.Value, "room", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.Get(room).UpdateAsync(command));
        var made = (await cluster.Grains.Get(room).UpdateAsync(command)).Value!;
        await cluster.Grains.Get(room).UpdateAsync(Update() with { Seats = 8 });
        var again = (await cluster.Grains.Get(room).UpdateAsync(command)).Value!;

        Assert.Equal(7, made.Room.Details.Seats);
        Assert.Equal(booked?.Id, made.Cancelled.SingleOrDefault()?.Id);
        // The same answer for what was cancelled, and the room as it is by now: nothing was done again.
        Assert.Equal((8, booked?.Id), (again.Room.Details.Seats, again.Cancelled.SingleOrDefault()?.Id));
        var other = await cluster.Grains.Get(room).UpdateAsync(command with { Key = A.Key("k", "other input") });
        Assert.Equal([RefusalCode.IdempotencyMismatch], other.Codes());
    }

    [Fact]
    public async Task Reminder_UpdateWasLeftPending_GoesOnWithIt()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        cluster.Storage.Writes.FailNext(room.Value, "room", WriteFault.LostAfter);
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.Get(room).UpdateAsync(Update(cancel: true) with { Seats = 7 }));

        await cluster.RemindAsync(room.Value);

        Assert.Equal(7, (await cluster.Grains.Get(room).GetAsync())!.Details.Seats);
        Assert.Equal(BookingStatus.Cancelled, await StatusAsync(booked.Id));
    }

    [Fact]
    public async Task Update_ByAStrangerOrWithNonsense_IsRefused()
    {
        var room = await cluster.NewRoomAsync();
        var stranger = new Actor { Subject = "x", Roles = [Role.Manager], Organization = await cluster.NewNetworkAsync() };

        Assert.Equal([RefusalCode.Forbidden], (await cluster.Grains.Get(room).UpdateAsync(Update() with { Actor = stranger })).Codes());
        Assert.Equal([RefusalCode.InvalidInput], (await cluster.Grains.Get(room).UpdateAsync(Update() with { Seats = 0 })).Codes());
        Assert.Equal([RefusalCode.NotFound], (await cluster.Grains.Get(EntityIds.Of<RoomId>("none")).UpdateAsync(Update())).Codes());
    }

    private async Task<BookingStatus> StatusAsync(BookingId booking) =>
        (await cluster.Grains.Get(booking.Lead).GetBookingAsync(booking, GrainCluster.Admin)).Value!.Status;
}
