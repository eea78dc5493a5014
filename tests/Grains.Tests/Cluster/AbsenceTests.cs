using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>An advisor who is away has no bookings, and nobody but their own sees why.</summary>
public sealed class AbsenceTests(GrainCluster cluster)
{
    private static AddUnavailability Away(bool cancel = false, string? key = null) => new()
    {
        Actor = GrainCluster.Admin,
        Period = A.Hours(0, 24),
        Reason = "Training",
        CancelBookings = cancel,
        Key = key is null ? null : A.Key(key),
    };

    [Fact]
    public async Task Add_NothingBooked_RefusesLeadingAndCoHostingAlsoAfterReactivation()
    {
        var network = await cluster.NewNetworkAsync();
        var (away, colleague) = (await cluster.NewAdvisorAsync(network), await cluster.NewAdvisorAsync(network));
        var room = await cluster.NewRoomAsync();
        Assert.NotNull((await cluster.Grains.Get(away).AddUnavailabilityAsync(Away())).Value);
        await cluster.ReactivateAsync(cluster.Grains.Get(away));

        var led = await cluster.BookAsync(away, A.Booking(room));
        var hosted = await cluster.BookAsync(colleague, A.Booking(room) with { CoHosts = [away] });

        Assert.Equal([RefusalCode.AdvisorBusy], led.Codes());
        Assert.Equal([RefusalCode.AdvisorBusy], hosted.Codes());
        await cluster.BookedAsync(away, A.Booking(room, A.Hours(24, 25)));
    }

    [Fact]
    public async Task FreeBusy_OfAnAbsence_IsBusyLikeABooking()
    {
        var advisor = await cluster.NewLeadAsync();
        Assert.NotNull((await cluster.Grains.Get(advisor).AddUnavailabilityAsync(Away())).Value);

        var stretches = await cluster.Grains.Get(advisor).FreeBusyAsync(A.Hours(-1, 25));

        Assert.Equal([FreeBusyState.Free, FreeBusyState.Busy, FreeBusyState.Free], stretches.Select(stretch => stretch.State));
        Assert.Equal((A.Hours(0, 24), 0, null), (stretches[1].Period, stretches[1].SeatsTaken, stretches[1].Network));
    }

    [Fact]
    public async Task Unavailabilities_AreForTheAdvisorAndTheNetwork()
    {
        var network = await cluster.NewNetworkAsync();
        var (advisor, peer) = (await cluster.NewAdvisorAsync(network), await cluster.NewAdvisorAsync(network));
        Assert.NotNull((await cluster.Grains.Get(advisor).AddUnavailabilityAsync(Away())).Value);
        Actor Of(AdvisorId id) => new() { Subject = "a", Roles = [Role.Advisor], Advisor = id };
        var manager = new Actor { Subject = "m", Roles = [Role.Manager], Organization = network };

        var own = await cluster.Grains.Get(advisor).UnavailabilitiesAsync(A.Hours(1, 2), Of(advisor));
        var managed = await cluster.Grains.Get(advisor).UnavailabilitiesAsync(A.Hours(24, 25), manager);
        var stranger = await cluster.Grains.Get(advisor).UnavailabilitiesAsync(A.Hours(1, 2), Of(peer));
        var meddling = await cluster.Grains.Get(advisor).AddUnavailabilityAsync(Away() with { Actor = Of(peer) });

        Assert.Equal("Training", Assert.Single(own.Value!.Items).Reason);
        Assert.Empty(managed.Value!.Items);
        Assert.Equal([RefusalCode.Forbidden], stranger.Codes());
        Assert.Equal([RefusalCode.Forbidden], meddling.Codes());
    }

    [Fact]
    public async Task Add_BookingsStand_IsRefusedOrCancelsThoseLedAndCoHosted()
    {
        var network = await cluster.NewNetworkAsync();
        var (away, colleague) = (await cluster.NewAdvisorAsync(network), await cluster.NewAdvisorAsync(network));
        BookingView[] inside =
        [
            await cluster.BookedAsync(away, A.Booking(await cluster.NewRoomAsync())),
            await cluster.BookedAsync(colleague, A.Booking(await cluster.NewRoomAsync(), A.Hours(14, 16)) with { CoHosts = [away] }),
        ];
        var outside = await cluster.BookedAsync(away, A.Booking(await cluster.NewRoomAsync(), A.Hours(24, 25)));

        var refused = await cluster.Grains.Get(away).AddUnavailabilityAsync(Away());
        var made = (await cluster.Grains.Get(away).AddUnavailabilityAsync(Away(cancel: true))).Value!;

        Assert.Equal(inside.Select(booking => booking.Period), ((ConflictRefusal)Assert.Single(refused.Refusals)).Conflicts.Select(stretch => stretch.Period));
        Assert.Equal(inside.Select(booking => booking.Id).ToHashSet(), made.Cancelled.Select(booking => booking.Id).ToHashSet());
        Assert.All(made.Cancelled, booking => Assert.Equal((BookingStatus.Cancelled, "Training"), (booking.Status, booking.History[^1].Note)));
        Assert.Equal(outside.Id, Assert.Single(await cluster.Of(away).ClaimsAsync()).Booking);
    }

    [Fact]
    public async Task Add_WhileBooking_NeverBothUnlessCancelled()
    {
        for (var round = 0; round < 30; round++)
        {
            var network = await cluster.NewNetworkAsync();
            var (away, colleague) = (await cluster.NewAdvisorAsync(network), await cluster.NewAdvisorAsync(network));
            var room = await cluster.NewRoomAsync();
            var isLed = round % 3 == 0;
            var lead = isLed ? away : colleague;

            var booking = cluster.BookAsync(lead, isLed ? A.Booking(room) : A.Booking(room) with { CoHosts = [away] });
            var adding = cluster.Grains.Get(away).AddUnavailabilityAsync(Away(cancel: round % 2 == 0));
            var (booked, made) = (await booking, await adding);

            var stands = (await cluster.Of(lead).BookingsAsync()).Any(record => record.Stands);
            Assert.False(stands && made.Value is not null);
            if (booked.Value is { } answer)
                Assert.True(stands || made.Value!.Cancelled.Any(view => view.Id == answer.Id));
        }
    }

    [Fact]
    public async Task Remove_Absence_LetsBookAgainAndIsRemembered()
    {
        var advisor = await cluster.NewLeadAsync();
        var absence = (await cluster.Grains.Get(advisor).AddUnavailabilityAsync(Away(key: "add"))).Value!.Unavailability;
        var removing = new RemoveUnavailability { Actor = GrainCluster.Admin, Unavailability = absence.Id, Key = A.Key("remove") };

        var removed = await cluster.Grains.Get(advisor).RemoveUnavailabilityAsync(removing);
        await cluster.ReactivateAsync(cluster.Grains.Get(advisor));
        var again = await cluster.Grains.Get(advisor).RemoveUnavailabilityAsync(removing);
        var added = await cluster.Grains.Get(advisor).AddUnavailabilityAsync(Away(key: "add"));
        var gone = await cluster.Grains.Get(advisor).RemoveUnavailabilityAsync(removing with { Key = null });

        Assert.Equal([absence, absence, absence], new[] { removed.Value, again.Value, added.Value!.Unavailability });
        Assert.Equal([RefusalCode.NotFound], gone.Codes());
        await cluster.BookedAsync(advisor, A.Booking(await cluster.NewRoomAsync()));
    }

    [Theory]
    [InlineData(WriteFault.LostBefore, false)]
    [InlineData(WriteFault.LostAfter, false)]
    [InlineData(WriteFault.LostBefore, true)]
    [InlineData(WriteFault.LostAfter, true)]
    public async Task Add_FirstWriteLost_SameKeyAgainMakesOne(WriteFault fault, bool cancel)
    {
        var advisor = await cluster.NewLeadAsync();
        var booked = cancel ? await cluster.BookedAsync(advisor, A.Booking(await cluster.NewRoomAsync())) : null;
        cluster.Storage.Writes.FailNext(advisor.Value, "advisor", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.Get(advisor).AddUnavailabilityAsync(Away(cancel, "k")));
        var made = (await cluster.Grains.Get(advisor).AddUnavailabilityAsync(Away(cancel, "k"))).Value!;

        var listed = await cluster.Grains.Get(advisor).UnavailabilitiesAsync(A.Hours(0, 24), GrainCluster.Admin);
        Assert.Equal(made.Unavailability, Assert.Single(listed.Value!.Items));
        Assert.Equal(booked?.Id, made.Cancelled.SingleOrDefault()?.Id);
    }

    [Fact]
    public async Task Reminder_AbsenceWasLeftPending_GoesOnWithIt()
    {
        var advisor = await cluster.NewLeadAsync();
        var booked = await cluster.BookedAsync(advisor, A.Booking(await cluster.NewRoomAsync()));
        cluster.Storage.Writes.FailNext(advisor.Value, "advisor", WriteFault.LostAfter);
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.Get(advisor).AddUnavailabilityAsync(Away(cancel: true)));

        await cluster.RemindAsync(advisor.Value);

        var listed = await cluster.Grains.Get(advisor).UnavailabilitiesAsync(A.Hours(0, 24), GrainCluster.Admin);
        Assert.Single(listed.Value!.Items);
        Assert.Equal(BookingStatus.Cancelled, (await cluster.Grains.Get(advisor).GetBookingAsync(booked.Id, GrainCluster.Admin)).Value!.Status);
    }

    [Fact]
    public async Task Update_WorkingHours_AreRefusedWhileABookingStandsOutsideOrCancelIt()
    {
        var advisor = await cluster.NewLeadAsync();
        var booked = await cluster.BookedAsync(advisor, A.Booking(await cluster.NewRoomAsync()));
        var command = new UpdateAdvisor
        {
            Actor = GrainCluster.Admin,
            Name = "Camille B.",
            WorkingHours = [new WeeklyHours(IsoDayOfWeek.Monday, new LocalTime(14, 0), new LocalTime(20, 0))],
        };

        var refused = await cluster.Grains.Get(advisor).UpdateAsync(command);
        var name = (await cluster.Grains.Get(advisor).GetAsync())!.Name;
        var made = (await cluster.Grains.Get(advisor).UpdateAsync(command with { CancelBookings = true, Key = A.Key("k") })).Value!;
        var again = (await cluster.Grains.Get(advisor).UpdateAsync(command with { CancelBookings = true, Key = A.Key("k") })).Value!;

        Assert.Equal([RefusalCode.SlotTaken], refused.Codes());
        Assert.Equal("Camille", name);
        Assert.Equal(("Camille B.", booked.Id), (made.Advisor.Name, Assert.Single(made.Cancelled).Id));
        Assert.Equal(booked.Id, Assert.Single(again.Cancelled).Id);
        Assert.Equal([RefusalCode.AdvisorBusy], (await cluster.BookAsync(advisor, A.Booking(await cluster.NewRoomAsync()))).Codes());
    }
}
