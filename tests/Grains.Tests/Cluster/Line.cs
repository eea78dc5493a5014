using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A room that somebody holds from 9 to 11, and advisors of other networks who wait for it.</summary>
internal sealed record Line(GrainCluster Cluster, OrganizationId Owner, RoomId Room, BookingView Held, AdvisorId First, AdvisorId Second)
{
    public IWaitlistGrain List => Cluster.Grains.WaitlistOf(Room);

    public IRoomGrain RoomGrain => Cluster.Grains.Get(Room);

    public static async Task<Line> FormAsync(GrainCluster cluster, RoomDetails? details = null)
    {
        var owner = await cluster.NewNetworkAsync("Owner");
        var room = await cluster.NewRoomAsync(await cluster.NewVenueAsync(owner), details);
        var held = await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room));
        return new Line(cluster, owner, room, held, await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
    }

    /// <summary>The same at another cluster over the same store.</summary>
    public Line At(GrainCluster cluster) => this with { Cluster = cluster };

    public JoinWaitlist Wish(AdvisorId advisor, Period? period = null) => new()
    {
        Actor = ActorOf(advisor),
        Advisor = advisor,
        Window = period ?? A.Hours(9, 11),
        Seats = 8,
        Title = "Atelier",
        OfferHold = Duration.FromHours(2),
    };

    public static Actor ActorOf(AdvisorId advisor) => new() { Subject = advisor.Value, Roles = [Role.Advisor], Advisor = advisor };

    public Task<WaitlistEntryView> JoinAsync(AdvisorId advisor, Period? period = null) => JoinAsync(Wish(advisor, period));

    public async Task<WaitlistEntryView> JoinAsync(JoinWaitlist command)
    {
        var joined = await List.JoinAsync(command);
        Assert.Empty(joined.Refusals);
        return joined.Value!;
    }

    /// <summary>Gives up what is held, and returns when those who wait have been asked.</summary>
    public async Task FreeAsync()
    {
        Assert.NotNull((await Cluster.CancelAsync(Held.Id)).Value);
        await SettledAsync();
    }

    /// <summary>Returns when the room has looked at everybody.</summary>
    public Task SettledAsync() => Cluster.RemindAsync(Room.Value);

    public async Task<WaitlistEntryView> FindAsync(WaitlistEntryView entry) =>
        (await List.FindAsync(entry.Id, GrainCluster.Admin)).Value!;

    public async Task<WaitlistStatus> StatusAsync(WaitlistEntryView entry) => (await FindAsync(entry)).Status;

    /// <summary>The booking that an entry was offered or got.</summary>
    public async Task<BookingView> BookingAsync(WaitlistEntryView entry)
    {
        var booking = (await FindAsync(entry)).Booking!.Value;
        return (await Cluster.Grains.Get(booking.Lead).GetBookingAsync(booking, GrainCluster.Admin)).Value!;
    }

    public async Task<Outcome<BookingView>> AnswerAsync(WaitlistEntryView entry, Decision decision, RequestKey? key = null)
    {
        var booking = (await FindAsync(entry)).Booking!.Value;
        return await Cluster.Grains.Get(booking.Lead).AnswerOfferAsync(
            new AnswerOffer { Actor = ActorOf(booking.Lead), Booking = booking, Decision = decision, Key = key });
    }

    /// <summary>The list as the store holds it.</summary>
    public async Task<WaitlistState> StoredAsync()
    {
        var state = new GrainState<WaitlistState>(new WaitlistState());
        await Cluster.Storage.ReadStateAsync("waitlist", GrainId.Create("room", Room.Value), state);
        return state.State ?? new WaitlistState();
    }
}
