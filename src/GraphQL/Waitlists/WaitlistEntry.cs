using GraphQL;
using NodaTime;
using Scheduling.Api.Advisors;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Organizations;
using Scheduling.Api.Rooms;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Api.Waitlists;

/// <summary>
/// A place on a room's waiting list. Who waits, and for what, is for the advisor and managers of the network: others who see
/// the place see the network. Instants are in the venue's zone.
/// </summary>
[Implements(typeof(INode))]
public sealed class WaitlistEntry(WaitlistEntryView view, ApiRequest api) : INode
{
    /// <summary>Its identity.</summary>
    [Id] public string Id => view.Id.Value;

    /// <summary>The room that is waited for.</summary>
    public Task<Room> RoomAsync() => api.FindAsync(view.Id.Room).There(view.Id.Room);

    /// <summary>The network whose advisor waits.</summary>
    public async Task<Network> NetworkAsync() => (Network)await api.FindAsync(view.Network).There(view.Network);

    /// <summary>Who waits; null for callers who may not know.</summary>
    public async Task<Advisor?> AdvisorAsync() => view.Advisor is { } advisor ? await api.FindAsync(advisor) : null;

    /// <summary>The period wanted, or the window in which any slot of the length will do.</summary>
    public PeriodOutput Window => view.Window.In(Zone);

    /// <summary>How long a slot has to be.</summary>
    public Duration Length => view.Length;

    /// <summary>How many people come, the advisor not counted.</summary>
    public int Seats => view.Seats;

    /// <summary>What it is for; null for callers who may not know.</summary>
    public BookingPurpose? Purpose => view.Purpose;

    /// <summary>The title the booking gets, if any; null for callers who may not know.</summary>
    public string? Title => view.Title;

    /// <summary>True when the first slot that fits is booked without asking back.</summary>
    public bool BookOutright => view.BookOutright;

    /// <summary>How long an offer waits for an answer.</summary>
    public Duration OfferHold => view.OfferHold;

    /// <summary>Since when.</summary>
    public OffsetDateTime JoinedAt => view.JoinedAt.In(Zone);

    /// <summary>What became of it.</summary>
    public WaitlistStatus Status => view.Status;

    /// <summary>1 for the first of those who want any of the same time; null when it waits no more.</summary>
    public int? Position => view.Position;

    /// <summary>The booking it was offered, or got; null when there is none, and for callers who may not know.</summary>
    public async Task<Booking?> BookingAsync() => view.Booking is { } booking ? await api.FindVisibleAsync(booking) : null;

    /// <summary>Until when its offer can be accepted; null when it has none.</summary>
    public OffsetDateTime? AnswerBy => view.AnswerBy?.In(Zone);

    /// <summary>Why it was given up, if said; null for callers who may not know.</summary>
    public string? Reason => view.Reason;

    private DateTimeZone Zone => Zones.Of(view.TimeZone);
}
