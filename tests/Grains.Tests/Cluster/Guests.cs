using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A room, an advisor who leads, and two of two other networks who may take part.</summary>
internal sealed record Guests(
    GrainCluster Cluster, OrganizationId Owner, RoomId Room, AdvisorId LeadId, OrganizationId GuestNetwork, AdvisorId Guest, AdvisorId Other)
{
    public static Actor Lead { get; } = new() { Subject = "lead", Roles = [Role.Admin] };

    public IAdvisorGrain LeadGrain => Cluster.Grains.Get(LeadId);

    public IRoomGrain RoomGrain => Cluster.Grains.Get(Room);

    public BookRoom Together => A.Booking(Room) with { Actor = Lead, CoHosts = [Guest] };

    public static async Task<Guests> NewAsync(GrainCluster cluster, ApprovalMode approval = ApprovalMode.Instant)
    {
        var owner = await cluster.NewNetworkAsync("Owner");
        var room = await cluster.NewRoomAsync(
            await cluster.NewVenueAsync(owner), A.Room with { Policy = BookingPolicy.Default with { Approval = approval } });
        var guests = await cluster.NewNetworkAsync("Emmaüs Connect");
        return new Guests(
            cluster, owner, room, await cluster.NewLeadAsync(), guests, await cluster.NewAdvisorAsync(guests), await cluster.NewLeadAsync());
    }

    public static Actor Self(AdvisorId advisor) => new() { Subject = advisor.Value, Roles = [Role.Advisor], Advisor = advisor };

    public static Actor ManagerOf(OrganizationId organization, string subject = "manager") =>
        new() { Subject = subject, Roles = [Role.Manager], Organization = organization };

    public Task<BookingView> BookedAsync(BookRoom? command = null) => Cluster.BookedAsync(LeadId, command ?? Together);

    public AnswerInvitation Answer(BookingView booking, Decision decision, AdvisorId? who = null) => new()
    {
        Actor = Self(who ?? Guest),
        Booking = booking.Id,
        Advisor = who ?? Guest,
        Decision = decision,
        Note = "note",
    };

    public Task<Outcome<BookingView>> AnswerAsync(BookingView booking, Decision decision, AdvisorId? who = null) =>
        LeadGrain.AnswerAsync(Answer(booking, decision, who));

    /// <summary>Runs into a booking as a stranger would, and learns how to ask to join it.</summary>
    public async Task<JoinReference> ReferenceAsync()
    {
        var refused = await Cluster.BookAsync(Guest, A.Booking(Room));
        Assert.True(JoinReference.TryParse(
            Assert.Single(Assert.IsType<ConflictRefusal>(Assert.Single(refused.Refusals)).Conflicts).Joinable, out var reference));
        return reference;
    }

    public async Task<AskToJoin> AskingAsync() =>
        new() { Actor = Self(Guest), Reference = await ReferenceAsync(), Note = "À deux ?", Key = A.Key($"join-{Guest}") };

    public AnswerJoinRequest AnswerJoin(BookingView booking, Decision decision) => new()
    {
        Actor = Lead,
        Booking = booking.Id,
        Advisor = Guest,
        Decision = decision,
        Note = "réponse",
        Key = A.Key($"{decision}"),
    };

    public async Task<BookingView> LookAsync(BookingView booking) =>
        (await LeadGrain.GetBookingAsync(booking.Id, GrainCluster.Admin)).Value!;

    public Task<bool> IsFreeAsync(AdvisorId advisor) => Cluster.Grains.Get(advisor).IsFreeAsync(A.Hours(9, 11));
}
