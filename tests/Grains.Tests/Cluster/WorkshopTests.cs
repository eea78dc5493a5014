using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Tests.Cluster;

public sealed class WorkshopTests(GrainCluster cluster)
{
    [Fact]
    public async Task Register_ManyAtOnce_EightHaveAPlaceAndTheRestWaitsInOrderWithFewWrites()
    {
        const int callers = 100;
        var scene = await WorkshopScene.MakeAsync(cluster);
        var before = cluster.Storage.WritesOf(scene.Booking.Lead.Value, "attendees-");
        var first = cluster.Storage.Writes.HoldNext(scene.Booking.Lead.Value, "attendees-");
        var arrived = cluster.Calls.ArrivalsAsync(scene.Booking.Lead.Value, nameof(IWorkshopHost.RegisterAttendeeAsync), callers);

        var registering = Task.WhenAll(Enumerable.Range(0, callers).Select(i => scene.RegisteredAsync($"a{i}")));
        await first.ArrivedAsync();
        await arrived;
        await cluster.Grains.Get(scene.Booking.Lead).GetAsync();
        first.Open();
        var attendees = await registering;

        Assert.Equal(8, attendees.Count(attendee => attendee.Status == AttendeeStatus.Registered));
        Assert.Equal(Enumerable.Range(1, callers - 8),
            attendees.Where(attendee => attendee.Status == AttendeeStatus.Waiting).Select(attendee => attendee.Position!.Value).Order());
        Assert.InRange(cluster.Storage.WritesOf(scene.Booking.Lead.Value, "attendees-") - before, 1, 2);
        await cluster.ReactivateAsync(scene.Lead);
        Assert.Equal(new WorkshopCounts { Registered = 8, Waiting = callers - 8 }, await scene.CountsAsync());
    }

    [Fact]
    public async Task Cancel_Registered_MovesUpWhoeverWaitsLongestOfAnyNetwork()
    {
        var scene = await WorkshopScene.MakeAsync(cluster, command => command with { Places = 1 });
        await scene.RegisteredAsync("first");
        await scene.RegisteredAsync("second", WorkshopScene.Manager(scene.Other));
        await scene.RegisteredAsync("third");

        var cancelled = await scene.CancelAsync("first");

        Assert.Equal(AttendeeStatus.Cancelled, Assert.Single(cancelled.Value!.Attendees).Status);
        Assert.Equal(new WorkshopCounts { Registered = 1, Waiting = 1 }, cancelled.Value.Workshop.Counts);
        await cluster.ReactivateAsync(scene.Lead);
        Assert.Equal(AttendeeStatus.Registered, (await scene.RegisteredAsync("second", WorkshopScene.Manager(scene.Other))).Status);
        Assert.Equal(1, (await scene.RegisteredAsync("third")).Position);
    }

    [Fact]
    public async Task Change_FewerSeatsThanAttendeesWithAPlace_IsRefusedUnlessSomebodySaidHowManyPlaces()
    {
        var scene = await WorkshopScene.MakeAsync(cluster);
        foreach (var reference in new[] { "a", "b", "c", "d", "e" })
            await scene.RegisteredAsync(reference);
        var fewer = new ChangeBooking { Actor = GrainCluster.Admin, Booking = scene.Booking.Id, Seats = 4 };

        var refusal = Assert.IsType<RuleRefusal>(Assert.Single((await scene.Lead.ChangeAsync(fewer)).Refusals));
        Assert.Equal((RefusalCode.Policy, "places", "5", "4"), (refusal.Code, refusal.Rule, refusal.Limit, refusal.Actual));
        Assert.Equal(8, (await scene.Lead.GetBookingAsync(scene.Booking.Id, GrainCluster.Admin)).Value!.Seats);

        Assert.Equal(5, (await scene.Lead.ChangeAsync(fewer with { Seats = 5 })).Value!.Seats);
        Assert.Equal(AttendeeStatus.Waiting, (await scene.RegisteredAsync("f")).Status);
        await scene.SetPlacesAsync(6);
        Assert.Equal(4, (await scene.Lead.ChangeAsync(fewer)).Value!.Seats);
        await cluster.ReactivateAsync(scene.Lead);
        Assert.Equal(new WorkshopCounts { Registered = 6 }, await scene.CountsAsync());
    }

    [Theory]
    [InlineData("week-")]
    [InlineData("attendees-")]
    public async Task Change_FewerSeatsWhileSomebodyRegisters_NeverMoreAttendeesThanPlaces(string held)
    {
        var scene = await WorkshopScene.MakeAsync(cluster);
        foreach (var reference in new[] { "a", "b", "c", "d" })
            await scene.RegisteredAsync(reference);
        var write = cluster.Storage.Writes.HoldNext(scene.Booking.Lead.Value, held);
        Task<AttendeeView> Register() => scene.RegisteredAsync("e");
        Task<Outcome<BookingView>> Change() =>
            scene.Lead.ChangeAsync(new ChangeBooking { Actor = GrainCluster.Admin, Booking = scene.Booking.Id, Seats = 4 });

        // Whichever comes first is being written when the other comes.
        var changing = held == "week-" ? Change() : null;
        var registering = held == "week-" ? null : Register();
        await write.ArrivedAsync();
        changing ??= Change();
        registering ??= Register();
        await cluster.LetOthersRunAsync(scene.Booking.Lead);
        write.Open();

        var (changed, registered) = (await changing, await registering);
        Assert.Equal(held == "week-", changed.Value is not null);
        Assert.Equal(held == "week-" ? AttendeeStatus.Waiting : AttendeeStatus.Registered, registered.Status);
        var workshop = (await scene.Lead.GetWorkshopAsync(scene.Booking.Id, GrainCluster.Admin)).Value!;
        Assert.True(workshop.Counts.Registered <= workshop.Places, $"{workshop.Counts.Registered} attendees have {workshop.Places} places.");
    }

    [Fact]
    public async Task Register_ByAdvisorsOfAnyNetwork_ActsForTheirOwn()
    {
        var scene = await WorkshopScene.MakeAsync(cluster);
        var guest = WorkshopScene.Advisor(await cluster.NewAdvisorAsync(scene.Other));

        var own = await scene.RegisteredAsync("a", WorkshopScene.Advisor(scene.Booking.Lead));
        var theirs = await scene.RegisteredAsync("a", guest);
        var named = await scene.Lead.RegisterAttendeeAsync(scene.Registration("b", guest) with { Network = scene.Network, Key = null });

        Assert.Equal((scene.Network, scene.Other), (own.Network, theirs.Network));
        Assert.Equal([RefusalCode.Forbidden], named.Codes());
        Assert.Equal(["a", "a"], await scene.SeenAsync(WorkshopScene.Advisor(scene.Booking.Lead)));
        Assert.Equal(["a"], await scene.SeenAsync(guest));
    }

    [Fact]
    public async Task Register_ByOthers_IsForbidden()
    {
        var scene = await WorkshopScene.MakeAsync(cluster);
        Actor[] strangers =
        [
            new() { Subject = "screen", Roles = [Role.Display] },
            new() { Subject = "nobody", Roles = [] },
            new() { Subject = "hollow", Roles = [Role.Manager, Role.Advisor] },
            WorkshopScene.Advisor(EntityIds.Of<AdvisorId>("unregistered")),
            WorkshopScene.Manager(OrganizationId.OfMunicipality("36005")),
        ];

        foreach (var stranger in strangers)
        {
            Assert.Equal([RefusalCode.Forbidden], (await scene.RegisterAsync("a", stranger)).Codes());
            Assert.Equal([RefusalCode.Forbidden], (await scene.CancelAsync("a", stranger)).Codes());
            Assert.Equal([RefusalCode.Forbidden], (await scene.ForgetAsync("a", stranger)).Codes());
            Assert.Equal([RefusalCode.Forbidden], (await scene.SetPlacesAsync(9, stranger)).Codes());
            Assert.Equal([RefusalCode.Forbidden], (await scene.RecordAsync(stranger, ("a", Attendance.Attended))).Codes());
        }

        Assert.Empty((await scene.StoredAsync()).History);
    }

    [Fact]
    public async Task Register_ByAnAdministrator_NamesANetworkThatExists()
    {
        var scene = await WorkshopScene.MakeAsync(cluster);
        var registration = scene.Registration("a", GrainCluster.Admin);

        Assert.Equal([RefusalCode.InvalidInput], (await scene.Lead.RegisterAttendeeAsync(registration)).Codes());
        Assert.Equal([RefusalCode.NotFound],
            (await scene.Lead.RegisterAttendeeAsync(registration with { Network = OrganizationId.OfNetwork("none") })).Codes());
        Assert.Equal(scene.Other,
            Assert.Single((await scene.Lead.RegisterAttendeeAsync(registration with { Network = scene.Other })).Value!.Attendees).Network);
    }

    [Fact]
    public async Task Register_NoWorkshopOrNoneThatStands_IsRefused()
    {
        var meeting = await WorkshopScene.MakeAsync(cluster, command => command with { Purpose = BookingPurpose.Meeting });
        var scene = await WorkshopScene.MakeAsync(cluster);
        await cluster.CancelAsync(scene.Booking.Id);

        Assert.Equal([RefusalCode.NotFound], (await meeting.RegisterAsync("a")).Codes());
        Assert.Equal([RefusalCode.WrongState], (await scene.RegisterAsync("a")).Codes());
        var madeUp = scene.Registration("a") with { Booking = BookingId.New(scene.Booking.Lead, scene.Booking.Id.Week, "nothing") };
        Assert.Equal([RefusalCode.NotFound], (await scene.Lead.RegisterAttendeeAsync(madeUp)).Codes());
        Assert.Equal([RefusalCode.NotFound], (await scene.Lead.GetWorkshopAsync(madeUp.Booking, GrainCluster.Admin)).Codes());
    }

    [Fact]
    public async Task Book_WithPlaces_TheyAreForWorkshopsAndWithinBounds()
    {
        var scene = await WorkshopScene.MakeAsync(cluster, command => command with { Places = 20 });
        var lead = await cluster.NewLeadAsync();
        var room = await cluster.NewRoomAsync();

        Assert.Equal(20, (await scene.Lead.GetWorkshopAsync(scene.Booking.Id, WorkshopScene.Manager(scene.Other))).Value!.Places);
        Assert.Equal(20, scene.Booking.Places);
        Assert.Equal([RefusalCode.InvalidInput], (await cluster.BookAsync(lead, A.Booking(room) with { Places = 1_001 })).Codes());
        Assert.Equal([RefusalCode.InvalidInput],
            (await cluster.BookAsync(lead, A.Booking(room) with { Places = 4, Purpose = BookingPurpose.Meeting })).Codes());
    }

    [Fact]
    public async Task SetPlaces_ByLead_LetsThoseWhoWaitMoveUpAndPutsNobodyOut()
    {
        var scene = await WorkshopScene.MakeAsync(cluster, command => command with { Places = 1 });
        await scene.RegisteredAsync("a");
        await scene.RegisteredAsync("b");

        var more = await scene.SetPlacesAsync(2, WorkshopScene.Advisor(scene.Booking.Lead));
        var fewer = await scene.SetPlacesAsync(1);
        var foreign = await scene.SetPlacesAsync(9, WorkshopScene.Manager(scene.Other));

        Assert.Equal((2, new WorkshopCounts { Registered = 2 }), (more.Value!.Workshop.Places, more.Value.Workshop.Counts));
        Assert.Equal("places", Assert.IsType<RuleRefusal>(Assert.Single(fewer.Refusals)).Rule);
        Assert.Equal([RefusalCode.Forbidden], foreign.Codes());
        Assert.Equal([RefusalCode.InvalidInput], (await scene.SetPlacesAsync(0)).Codes());
    }

    [Fact]
    public async Task Look_ByEverybody_ShowsTheAttendeesOfTheirOwnNetworkOrAllToParties()
    {
        var coHost = await cluster.NewLeadAsync();
        var scene = await WorkshopScene.MakeAsync(cluster);
        await scene.RegisteredAsync("ours");
        await scene.RegisteredAsync("theirs", WorkshopScene.Manager(scene.Other));

        Assert.Equal(["ours", "theirs"], await scene.SeenAsync(WorkshopScene.Manager(scene.Network)));
        Assert.Equal(["ours", "theirs"], await scene.SeenAsync(GrainCluster.Admin));
        Assert.Equal(["theirs"], await scene.SeenAsync(WorkshopScene.Manager(scene.Other)));
        Assert.Equal(["ours"], await scene.SeenAsync(WorkshopScene.Advisor(await cluster.NewAdvisorAsync(scene.Network))));
        Assert.Empty(await scene.SeenAsync(WorkshopScene.Advisor(coHost)));
        Assert.Empty(await scene.SeenAsync(WorkshopScene.Manager(OrganizationId.OfMunicipality("36005"))));
        var story = await scene.Lead.WorkshopHistoryAsync(scene.Booking.Id, new PageRequest(10, null), WorkshopScene.Manager(scene.Other));
        Assert.Equal(["theirs"], story.Value!.Items.Select(item => item.Node.Reference!));
        Assert.Equal([RefusalCode.Forbidden],
            (await scene.Lead.GetWorkshopAsync(scene.Booking.Id, new() { Subject = "screen", Roles = [Role.Display] })).Codes());
    }

    [Fact]
    public async Task Look_PageByPage_ShowsEachAttendeeOnce()
    {
        var scene = await WorkshopScene.MakeAsync(cluster);
        foreach (var i in Enumerable.Range(0, 5))
            await scene.RegisteredAsync($"a{i}");

        var first = (await scene.Lead.AttendeesAsync(scene.Booking.Id, new PageRequest(3, null), GrainCluster.Admin)).Value!;
        await scene.ForgetAsync("a2");
        var second = (await scene.Lead.AttendeesAsync(scene.Booking.Id, new PageRequest(3, first.Items[^1].Cursor), GrainCluster.Admin)).Value!;

        Assert.Equal((true, false), (first.HasNext, first.HasPrevious));
        Assert.Equal((false, true), (second.HasNext, second.HasPrevious));
        Assert.Equal(["a3", "a4"], second.Items.Select(item => item.Node.Reference));
    }

    [Fact]
    public async Task Record_FromTheStartOn_IsKeptAndForgettingKeepsTheCounts()
    {
        await using var before = new GrainCluster();
        await before.InitializeAsync();
        var scene = await WorkshopScene.MakeAsync(before);
        await scene.RegisteredAsync("somebody-17");
        await scene.RegisteredAsync("somebody-18");
        Assert.Equal([RefusalCode.WrongState], (await scene.RecordAsync(WorkshopScene.Manager(scene.Network), ("somebody-17", Attendance.Attended))).Codes());
        await using var later = await before.LaterAsync(scene.Booking.Period.End + Duration.FromHours(1));
        var after = scene.On(later);

        var recorded = await after.RecordAsync(
            WorkshopScene.Advisor(scene.Booking.Lead), ("somebody-17", Attendance.Attended), ("somebody-18", Attendance.Excused));
        var foreign = await after.RecordAsync(WorkshopScene.Manager(scene.Other), ("somebody-17", Attendance.Absent));
        var forgotten = await after.ForgetAsync("somebody-17");

        var counts = new WorkshopCounts { Registered = 2, Attended = 1, Excused = 1 };
        Assert.Equal(counts, recorded.Value!.Workshop.Counts);
        Assert.Equal([RefusalCode.Forbidden], foreign.Codes());
        Assert.Equal(counts, forgotten.Value!.Workshop.Counts);
        Assert.DoesNotContain("somebody-17", await after.StoredBytesAsync(), StringComparison.Ordinal);
        Assert.Contains("somebody-18", await after.StoredBytesAsync(), StringComparison.Ordinal);
        await later.ReactivateAsync(after.Lead);
        Assert.Equal(counts, await after.CountsAsync());
        Assert.Equal([RefusalCode.WrongState], (await after.RegisterAsync("late")).Codes());
    }

    [Fact]
    public async Task Register_InMoreWorkshopsThanALeadKeepsInMemory_NoneIsLost()
    {
        const int workshops = 40;
        var (lead, room) = (await cluster.NewLeadAsync(), await cluster.NewRoomAsync());
        var network = (await cluster.Grains.Get(lead).GetAsync())!.Network;
        List<WorkshopScene> scenes = [];
        for (var i = 0; i < workshops; i++)
        {
            var booking = await cluster.BookedAsync(lead, A.Booking(room, A.Hours(i, i + 1)));
            scenes.Add(new WorkshopScene(cluster, booking, network, network));
        }

        await Task.WhenAll(scenes.Select(scene => scene.RegisteredAsync("a")));
        foreach (var scene in scenes)
            await scene.RegisteredAsync("b");

        foreach (var scene in scenes)
            Assert.Equal(["a", "b"], (await scene.StoredAsync()).Attendees.Select(attendee => attendee.Reference));
    }
}
