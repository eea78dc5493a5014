using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Rooms whose owner decides: requests, answers, and silence.</summary>
public sealed class RequestTests(GrainCluster cluster)
{
    private static readonly RoomDetails OnRequest =
        A.Room with { Policy = BookingPolicy.Default with { Approval = ApprovalMode.OnRequest } };

    private static Actor ManagerOf(OrganizationId organization, string subject = "mairie") =>
        new() { Subject = subject, Roles = [Role.Manager], Organization = organization };

    [Fact]
    public async Task Book_RoomOnRequest_HoldsTheSlotAndWaitsForItsOwner()
    {
        var scene = await SceneAsync();

        var asked = await scene.AskAsync();

        Assert.Equal(BookingStatus.Pending, asked.Status);
        Assert.Equal([BookingStep.OwnerDecision], asked.Awaiting);
        Assert.Equal([asked.Id], await scene.RequestsAsync());
        Assert.Equal(FreeBusyState.Pending, Assert.Single(await scene.RoomGrain.FreeBusyAsync(A.Hours(9, 11))).State);
        var other = await cluster.Grains.Get(await cluster.NewAdvisorAsync(await cluster.NewNetworkAsync())).BookAsync(A.Booking(scene.Room));
        Assert.Equal(RefusalCode.SlotTaken, Assert.Single(other.Refusals).Code);
    }

    [Fact]
    public async Task Decide_Accept_ConfirmsAndRepeatsWithItsKey()
    {
        var scene = await SceneAsync();
        var asked = await scene.AskAsync();
        var accept = scene.Decide(asked, Decision.Accept) with { Note = "Bienvenue", Key = A.Key("yes") };

        var decided = await scene.Lead.DecideAsync(accept);

        Assert.Equal((BookingStatus.Confirmed, 2L, "Bienvenue"), (decided.Value!.Status, decided.Value.Version, decided.Value.History[^1].Note));
        Assert.Empty(decided.Value.Awaiting);
        Assert.Empty(await scene.RequestsAsync());
        await cluster.ReactivateAsync(scene.RoomGrain);
        await cluster.ReactivateAsync(scene.Lead);
        Assert.Equal(FreeBusyState.Busy, Assert.Single(await scene.RoomGrain.FreeBusyAsync(A.Hours(9, 11))).State);
        Assert.Equal(2L, (await scene.Lead.DecideAsync(accept)).Value!.Version);
        Assert.Equal(RefusalCode.WrongState, (await scene.Lead.DecideAsync(accept with { Key = null })).Refusals.Single().Code);
    }

    [Fact]
    public async Task Decide_Decline_GivesTheSlotBack()
    {
        var scene = await SceneAsync();
        var asked = await scene.AskAsync();

        var decided = await scene.Lead.DecideAsync(scene.Decide(asked, Decision.Decline));

        Assert.Equal(BookingStatus.Declined, decided.Value!.Status);
        Assert.Empty(await scene.RequestsAsync());
        Assert.Equal(FreeBusyState.Free, Assert.Single(await scene.RoomGrain.FreeBusyAsync(A.Hours(9, 11))).State);
        Assert.Equal(BookingStatus.Pending, (await scene.AskAsync()).Status);
    }

    [Fact]
    public async Task Decide_ByWhoeverAskedOrTakesPart_IsForbiddenWhateverTheirRoles()
    {
        var scene = await SceneAsync();
        // A manager of the owner who is also the advisor asks for the owner's room.
        var both = ManagerOf(scene.Owner, "both") with { Roles = [Role.Manager, Role.Advisor, Role.Admin], Advisor = scene.LeadId };
        var asked = (await scene.Lead.BookAsync(A.Booking(scene.Room) with { Actor = both })).Value!;

        var own = await scene.Lead.DecideAsync(scene.Decide(asked, Decision.Accept) with { Actor = both });
        var stranger = await scene.Lead.DecideAsync(
            scene.Decide(asked, Decision.Accept) with { Actor = ManagerOf(await cluster.NewNetworkAsync()) });

        Assert.Equal(RefusalCode.Forbidden, Assert.Single(own.Refusals).Code);
        Assert.Equal(RefusalCode.Forbidden, Assert.Single(stranger.Refusals).Code);
        Assert.Equal(BookingStatus.Pending, (await scene.Lead.GetBookingAsync(asked.Id, both)).Value!.Status);
    }

    [Fact]
    public async Task Cancel_Pending_TakesItOffTheOwnersList()
    {
        var scene = await SceneAsync();
        var asked = await scene.AskAsync();

        var cancelled = await scene.Lead.CancelAsync(new CancelBooking { Actor = GrainCluster.Admin, Booking = asked.Id });

        Assert.Equal(BookingStatus.Cancelled, cancelled.Value!.Status);
        Assert.Empty(await scene.RequestsAsync());
    }

    [Fact]
    public async Task Decide_SentAtOnceByTwo_OneAnswerCounts()
    {
        var scene = await SceneAsync();
        var asked = await scene.AskAsync();

        var answers = await Task.WhenAll(
            scene.Lead.DecideAsync(scene.Decide(asked, Decision.Accept)), scene.Lead.DecideAsync(scene.Decide(asked, Decision.Decline)));

        Assert.Single(answers, answer => answer.Value is not null);
        Assert.Equal(RefusalCode.WrongState, answers.Single(answer => answer.Value is null).Refusals.Single().Code);
    }

    [Fact]
    public async Task Silence_PastTheDeadlineAcrossARestart_ExpiresTheRequestAndFreesTheSlot()
    {
        await using var before = new GrainCluster();
        await before.InitializeAsync();
        var scene = await SceneAsync(before);
        var asked = await scene.AskAsync();
        await using var later = await before.LaterAsync(asked.CreatedAt + Duration.FromHours(49));

        await later.RemindAsync(asked.Id.Lead.Value);

        var expired = await later.Grains.Get(asked.Id.Lead).GetBookingAsync(asked.Id, GrainCluster.Admin);
        Assert.Equal((BookingStatus.Expired, "system"), (expired.Value!.Status, expired.Value.History[^1].By));
        Assert.Equal(FreeBusyState.Free, Assert.Single(await later.Grains.Get(scene.Room).FreeBusyAsync(A.Hours(9, 11))).State);
        Assert.Empty((await later.Grains.Get(scene.Owner).RequestsAsync(new PageRequest(10, After: null), ManagerOf(scene.Owner))).Value!.Items);
    }

    [Fact]
    public async Task Silence_BeforeAnybodyTicked_IsNoticedByWhoeverAsksOrNeedsThePlace()
    {
        await using var before = new GrainCluster();
        await before.InitializeAsync();
        var scene = await SceneAsync(before);
        var asked = await scene.AskAsync();
        await using var later = await before.LaterAsync(asked.CreatedAt + Duration.FromHours(49));
        var other = await later.NewAdvisorAsync(await later.NewNetworkAsync());

        var taken = await later.Grains.Get(other).BookAsync(A.Booking(scene.Room));
        var late = await later.Grains.Get(asked.Id.Lead).DecideAsync(scene.Decide(asked, Decision.Accept));

        Assert.Equal(BookingStatus.Pending, taken.Value!.Status);
        Assert.Equal(RefusalCode.WrongState, Assert.Single(late.Refusals).Code);
    }

    private Task<Scene> SceneAsync() => SceneAsync(cluster);

    private static async Task<Scene> SceneAsync(GrainCluster cluster)
    {
        var owner = await cluster.NewNetworkAsync("Owner");
        var room = await cluster.NewRoomAsync(await cluster.NewVenueAsync(owner), OnRequest);
        return new Scene(cluster, owner, room, await cluster.NewAdvisorAsync(await cluster.NewNetworkAsync()));
    }

    private sealed record Scene(GrainCluster Cluster, OrganizationId Owner, RoomId Room, AdvisorId LeadId)
    {
        public Scheduling.Grains.Advisors.IAdvisorGrain Lead => Cluster.Grains.Get(LeadId);

        public IRoomGrain RoomGrain => Cluster.Grains.Get(Room);

        public async Task<BookingView> AskAsync()
        {
            var asked = await Lead.BookAsync(A.Booking(Room));
            Assert.Empty(asked.Refusals);
            return asked.Value!;
        }

        public DecideBooking Decide(BookingView booking, Decision decision) =>
            new() { Actor = ManagerOf(Owner), Booking = booking.Id, Decision = decision };

        public async Task<IEnumerable<BookingId>> RequestsAsync() =>
            (await Cluster.Grains.Get(Owner).RequestsAsync(new PageRequest(10, After: null), ManagerOf(Owner)))
            .Value!.Items.Select(item => item.Node);
    }
}
