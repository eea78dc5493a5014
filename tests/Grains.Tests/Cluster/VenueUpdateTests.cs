using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A venue's settings change with the bookings that stand, or not at all.</summary>
public sealed class VenueUpdateTests(GrainCluster cluster)
{
    private static UpdateVenue Update(bool cancel = false, string? key = null) => new()
    {
        Actor = GrainCluster.Admin,
        CancelBookings = cancel,
        Reason = "New hours",
        Key = key is null ? null : A.Key(key),
    };

    // Bookings lie from 9 to 11 UTC: at 10 or 11 in Paris.
    private static UpdateVenue Afternoons(bool cancel = false, string? key = null) => Update(cancel, key) with
    {
        OpeningHours = [.. A.Venue.OpeningHours.Select(day => new WeeklyHours(day.Day, new LocalTime(14, 0), new LocalTime(20, 0)))],
    };

    [Fact]
    public async Task Update_SomeFields_LeavesTheOthersAndTellsTheRooms()
    {
        var (venue, room, _) = await NewAsync();

        var made = (await cluster.Grains.Get(venue).UpdateAsync(Update() with { Name = "Foyer", RemovesLocation = true })).Value!;

        Assert.Equal(A.Venue with { Name = "Foyer", Location = null }, made.Venue.Details with { OpeningHours = A.Venue.OpeningHours });
        Assert.Equal(A.Venue.OpeningHours, made.Venue.Details.OpeningHours);
        Assert.Equal("Foyer", (await cluster.Grains.Get(venue).GetAsync())!.Details.Name);
        Assert.NotNull(await cluster.Grains.Get(room).GetAsync());
    }

    [Fact]
    public async Task Update_HoursThatCoverABookingNoLonger_IsRefusedWithItAndChangesNothing()
    {
        var (venue, room, lead) = await NewAsync();
        var booked = await cluster.BookedAsync(lead, A.Booking(room));

        var refused = await cluster.Grains.Get(venue).UpdateAsync(Afternoons());

        var conflict = Assert.IsType<ConflictRefusal>(Assert.Single(refused.Refusals));
        Assert.Equal((RefusalCode.SlotTaken, booked.Period), (conflict.Code, Assert.Single(conflict.Conflicts).Period));
        await cluster.BookedAsync(lead, A.Booking(room, A.Hours(7, 8)));
    }

    [Fact]
    public async Task Update_CancelBookings_CancelsThoseItBreaksAndNoOthers()
    {
        var (venue, room, lead) = await NewAsync();
        var broken = await cluster.BookedAsync(lead, A.Booking(room));
        var kept = await cluster.BookedAsync(lead, A.Booking(room, A.Hours(14, 15)));

        var made = (await cluster.Grains.Get(venue).UpdateAsync(Afternoons(cancel: true))).Value!;

        var cancelled = Assert.Single(made.Cancelled);
        Assert.Equal((broken.Id, BookingStatus.Cancelled, "New hours"), (cancelled.Id, cancelled.Status, cancelled.History[^1].Note));
        Assert.Equal(BookingStatus.Confirmed, (await cluster.Grains.Get(lead).GetBookingAsync(kept.Id, GrainCluster.Admin)).Value!.Status);
        Assert.Equal([RefusalCode.OutsideOpeningHours], (await cluster.BookAsync(lead, A.Booking(room))).Codes());
    }

    [Fact]
    public async Task Update_BookingGetsInBeforeTheRoomIsTold_IsWithdrawn()
    {
        var (venue, room, lead) = await NewAsync();
        var told = cluster.Calls.Orders.HoldNext(room.Value, nameof(IRoomGrain.ApplyTermsAsync));
        var updating = cluster.Grains.Get(venue).UpdateAsync(Afternoons());
        await told.ArrivedAsync();
        await cluster.BookedAsync(lead, A.Booking(room));
        told.Open();

        Assert.Equal([RefusalCode.SlotTaken], (await updating).Codes());
        await cluster.BookedAsync(lead, A.Booking(room, A.Hours(7, 8)));
    }

    [Fact]
    public async Task Update_WhileBooking_NeverBothUnlessCancelled()
    {
        for (var round = 0; round < 30; round++)
        {
            var (venue, room, lead) = await NewAsync();

            var booking = cluster.BookAsync(lead, A.Booking(room));
            var updating = cluster.Grains.Get(venue).UpdateAsync(Afternoons(cancel: round % 2 == 0));
            var (booked, made) = (await booking, await updating);

            var stands = (await cluster.Of(lead).BookingsAsync()).Any(record => record.Stands);
            Assert.False(stands && made.Value is not null);
            if (booked.Value is { } answer)
                Assert.True(stands || made.Value!.Cancelled.Any(view => view.Id == answer.Id));
        }
    }

    [Fact]
    public async Task Update_FirstLimit_CountsWhatStandsAndLaterBookings()
    {
        var (venue, room, lead) = await NewAsync();
        await cluster.BookedAsync(lead, A.Booking(room) with { Seats = 6 });
        var second = await cluster.NewRoomAsync(venue);

        var refused = await cluster.Grains.Get(venue).UpdateAsync(Update() with { MaxOccupancy = 5 });
        var made = await cluster.Grains.Get(venue).UpdateAsync(Update() with { MaxOccupancy = 10 });

        Assert.Equal([RefusalCode.SlotTaken], refused.Codes());
        Assert.Equal(10, made.Value!.Venue.Details.MaxOccupancy);
        var full = await cluster.BookAsync(await cluster.NewLeadAsync(), A.Booking(second) with { Seats = 5 });
        Assert.Equal([RefusalCode.VenueFull], full.Codes());
        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(second) with { Seats = 4 });
        Assert.Equal(10, (await cluster.Of(venue).ClaimsAsync()).Sum(claim => claim.Seats));
    }

    [Fact]
    public async Task Update_FirstLimitThenTheBookingEnds_ItsPlacesAreFree()
    {
        var (venue, room, lead) = await NewAsync();
        var booked = await cluster.BookedAsync(lead, A.Booking(room));
        Assert.NotNull((await cluster.Grains.Get(venue).UpdateAsync(Update() with { MaxOccupancy = 8 })).Value);

        await cluster.CancelAsync(booked.Id);

        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room));
        Assert.Equal(8, (await cluster.Of(venue).ClaimsAsync()).Sum(claim => claim.Seats));
    }

    [Fact]
    public async Task Update_LowerLimitWithCancelBookings_WhoeverBookedFirstStays()
    {
        var venue = await cluster.NewVenueAsync(await cluster.NewNetworkAsync("Owner"), maxOccupancy: 16);
        var (first, second) = (await cluster.NewRoomAsync(venue), await cluster.NewRoomAsync(venue));
        var older = await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(second));
        var newer = await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(first));

        var made = (await cluster.Grains.Get(venue).UpdateAsync(Update(cancel: true) with { MaxOccupancy = 8 })).Value!;

        Assert.Equal(newer.Id, Assert.Single(made.Cancelled).Id);
        Assert.Equal(older.Id, Assert.Single(await cluster.Of(venue).ClaimsAsync()).Booking);
    }

    [Fact]
    public async Task Update_LimitRemovedAndSetAgain_CountsEachBookingOnce()
    {
        var venue = await cluster.NewVenueAsync(await cluster.NewNetworkAsync("Owner"), maxOccupancy: 8);
        var (room, second) = (await cluster.NewRoomAsync(venue), await cluster.NewRoomAsync(venue));
        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room) with { Seats = 5 });

        Assert.Null((await cluster.Grains.Get(venue).UpdateAsync(Update() with { RemovesMaxOccupancy = true })).Value!.Venue.Details.MaxOccupancy);
        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(second) with { Seats = 5 });
        var refused = await cluster.Grains.Get(venue).UpdateAsync(Update() with { MaxOccupancy = 9 });
        var made = await cluster.Grains.Get(venue).UpdateAsync(Update() with { MaxOccupancy = 10 });

        Assert.Equal([RefusalCode.SlotTaken], refused.Codes());
        Assert.NotNull(made.Value);
    }

    [Fact]
    public async Task RemoveClosure_ThatWasMade_LetsBookAgainAndIsRemembered()
    {
        var (venue, room, lead) = await NewAsync();
        var closing = new CloseVenue { Actor = GrainCluster.Admin, Period = A.Hours(0, 24), Key = A.Key("close") };
        var closure = (await cluster.Grains.Get(venue).CloseAsync(closing)).Value!.Closure;
        var removing = new RemoveClosure { Actor = GrainCluster.Admin, Closure = closure.Id, Key = A.Key("open") };

        var removed = await cluster.Grains.Get(venue).RemoveClosureAsync(removing);
        await cluster.ReactivateAsync(cluster.Grains.Get(venue));
        var again = await cluster.Grains.Get(venue).RemoveClosureAsync(removing);
        var closedAgain = await cluster.Grains.Get(venue).CloseAsync(closing);

        Assert.Equal([closure, closure, closure], new[] { removed.Value, again.Value, closedAgain.Value!.Closure });
        Assert.Empty(await cluster.Grains.Get(venue).ClosuresAsync(A.Hours(0, 24)));
        await cluster.BookedAsync(lead, A.Booking(room));
        var gone = await cluster.Grains.Get(venue).RemoveClosureAsync(removing with { Key = null });
        Assert.Equal([RefusalCode.NotFound], gone.Codes());
    }

    public static TheoryData<WriteFault, bool> Crashes => new MatrixTheoryData<WriteFault, bool>(
        [WriteFault.LostBefore, WriteFault.LostAfter], [false, true]);

    [Theory, MemberData(nameof(Crashes))]
    public async Task Update_FirstWriteLost_SameKeyAgainMakesItOnce(WriteFault fault, bool cancel)
    {
        var (venue, room, lead) = await NewAsync();
        var booked = cancel ? await cluster.BookedAsync(lead, A.Booking(room)) : null;
        cluster.Storage.Writes.FailNext(venue.Value, "venue", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.Get(venue).UpdateAsync(Afternoons(cancel, "k")));
        var made = (await cluster.Grains.Get(venue).UpdateAsync(Afternoons(cancel, "k"))).Value!;
        var again = (await cluster.Grains.Get(venue).UpdateAsync(Afternoons(cancel, "k"))).Value!;
        var other = await cluster.Grains.Get(venue).UpdateAsync(Afternoons(cancel) with { Key = A.Key("k", "other input") });

        Assert.Equal(new LocalTime(14, 0), made.Venue.Details.OpeningHours[0].Opens);
        Assert.Equal(booked?.Id, made.Cancelled.SingleOrDefault()?.Id);
        Assert.Equal(booked?.Id, again.Cancelled.SingleOrDefault()?.Id);
        Assert.Equal([RefusalCode.IdempotencyMismatch], other.Codes());
        Assert.Equal([RefusalCode.OutsideOpeningHours], (await cluster.BookAsync(lead, A.Booking(room))).Codes());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reminder_UpdateWasLeftPending_GoesOnWithIt(bool cancel)
    {
        var (venue, room, lead) = await NewAsync();
        cluster.Storage.Writes.FailNext(venue.Value, "venue", WriteFault.LostAfter);
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.Get(venue).UpdateAsync(Afternoons(cancel, "k")));

        await cluster.RemindAsync(venue.Value);

        Assert.Equal(new LocalTime(14, 0), (await cluster.Grains.Get(venue).GetAsync())!.Details.OpeningHours[0].Opens);
        Assert.Equal([RefusalCode.OutsideOpeningHours], (await cluster.BookAsync(lead, A.Booking(room))).Codes());
    }

    [Fact]
    public async Task Reminder_BookingGotInBeforeTheRoomWasTold_WithdrawsTheUpdate()
    {
        var (venue, room, lead) = await NewAsync();
        cluster.Calls.Orders.FailNext(room.Value, nameof(IRoomGrain.ApplyTermsAsync), CallFault.LostRequest);
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.Get(venue).UpdateAsync(Afternoons(key: "k")));
        await cluster.BookedAsync(lead, A.Booking(room));

        await cluster.RemindAsync(venue.Value);

        Assert.Equal(LocalTime.Midnight, (await cluster.Grains.Get(venue).GetAsync())!.Details.OpeningHours[0].Opens);
        await cluster.BookedAsync(lead, A.Booking(room, A.Hours(7, 8)));
    }

    private async Task<(VenueId Venue, RoomId Room, AdvisorId Lead)> NewAsync()
    {
        var venue = await cluster.NewVenueAsync(await cluster.NewNetworkAsync("Owner"));
        return (venue, await cluster.NewRoomAsync(venue), await cluster.NewLeadAsync());
    }
}
