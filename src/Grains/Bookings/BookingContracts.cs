using Scheduling.Grains.Common;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Bookings;

/// <summary>What a booking is for.</summary>
public enum BookingPurpose
{
    /// <summary>A collective workshop.</summary>
    Workshop,

    /// <summary>Appointments with one person at a time.</summary>
    Appointments,

    /// <summary>Open door.</summary>
    DropIn,

    /// <summary>A meeting.</summary>
    Meeting,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Where a booking stands.</summary>
public enum BookingStatus
{
    /// <summary>Holds its slot and waits for somebody's answer.</summary>
    Pending,

    /// <summary>Agreed.</summary>
    Confirmed,

    /// <summary>Somebody has checked in.</summary>
    InProgress,

    /// <summary>Over.</summary>
    Completed,

    /// <summary>Given up.</summary>
    Cancelled,

    /// <summary>Somebody said no.</summary>
    Declined,

    /// <summary>Nobody answered in time.</summary>
    Expired,

    /// <summary>Nobody came.</summary>
    NoShow,
}

/// <summary>What a pending booking waits for.</summary>
public enum BookingStep
{
    /// <summary>The room's owner.</summary>
    OwnerDecision,

    /// <summary>A co-host of another network.</summary>
    CoHostConsent,

    /// <summary>The lead, to whom a waiting list offers it.</summary>
    WaitlistOffer,
}

/// <summary>An answer to a request.</summary>
public enum Decision
{
    /// <summary>Yes.</summary>
    Accept,

    /// <summary>No.</summary>
    Decline,
}

/// <summary>The owner's answer to a pending booking.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.decide-booking")]
public sealed record DecideBooking
{
    /// <summary>Who answers.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which booking.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>The answer.</summary>
    [Id(2)] public required Decision Decision { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    [Id(3)] public string? Note { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(4)] public RequestKey? Key { get; init; }
}

/// <summary>Takes a room for a period, with everyone named, or takes nothing.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.book-room")]
public sealed record BookRoom
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which room.</summary>
    [Id(1)] public required RoomId Room { get; init; }

    /// <summary>When.</summary>
    [Id(2)] public required Period Period { get; init; }

    /// <summary>How many people come, the advisors not counted.</summary>
    [Id(3)] public required int Seats { get; init; }

    /// <summary>Other advisors who have to be free; at most 10.</summary>
    [Id(4)] public ImmutableArray<AdvisorId> CoHosts { get; init; } = [];

    /// <summary>What for.</summary>
    [Id(5)] public BookingPurpose Purpose { get; init; }

    /// <summary>At most 200 characters.</summary>
    [Id(6)] public string? Title { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(7)] public RequestKey? Key { get; init; }

    /// <summary>How many attendees a workshop takes, 1 to 1,000; as many as it has seats unless said.</summary>
    [Id(18)] public int? Places { get; init; }

    /// <summary>Those of the co-hosts without whom it goes on when they decline or do not answer.</summary>
    [Id(20)] public ImmutableArray<AdvisorId> OptionalCoHosts { get; init; } = [];

    /// <summary>May other advisors ask to join? Null for what is usual: yes for workshops and open doors.</summary>
    [Id(22)] public bool? OpenToJoin { get; init; }
}

/// <summary>Gives a booking up.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.cancel-booking")]
public sealed record CancelBooking
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    [Id(2)] public string? Reason { get; init; }

    /// <summary>Refuses with STALE_VERSION when the booking has another version by now.</summary>
    [Id(3)] public long? ExpectedVersion { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(4)] public RequestKey? Key { get; init; }
}

/// <summary>Makes something else of a booking that stands: another time or room, more or fewer people, other co-hosts.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.change-booking")]
public sealed record ChangeBooking
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>Another time; null leaves it.</summary>
    [Id(2)] public Period? Period { get; init; }

    /// <summary>Another room; null leaves it.</summary>
    [Id(3)] public RoomId? Room { get; init; }

    /// <summary>How many people come; null leaves it.</summary>
    [Id(4)] public int? Seats { get; init; }

    /// <summary>Who else takes part, all of them; null leaves them.</summary>
    [Id(5)] public ImmutableArray<AdvisorId>? CoHosts { get; init; }

    /// <summary>Another title, at most 200 characters; empty takes it away, null leaves it.</summary>
    [Id(6)] public string? Title { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    [Id(7)] public string? Reason { get; init; }

    /// <summary>Refuses with STALE_VERSION when the booking has another version by now.</summary>
    [Id(8)] public long? ExpectedVersion { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(9)] public RequestKey? Key { get; init; }

    /// <summary>Those of the co-hosts without whom it goes on; null leaves them.</summary>
    [Id(20)] public ImmutableArray<AdvisorId>? OptionalCoHosts { get; init; }
}

/// <summary>One step of a booking's story.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.booking-event")]
public sealed record BookingEvent
{
    /// <summary>When.</summary>
    [Id(0)] public required Instant At { get; init; }

    /// <summary>What it became.</summary>
    [Id(1)] public required BookingStatus Status { get; init; }

    /// <summary>The caller who did it.</summary>
    [Id(2)] public required string By { get; init; }

    /// <summary>Why, if said.</summary>
    [Id(3)] public string? Note { get; init; }
}

/// <summary>A booking as its parties and the room's owner see it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.booking-view")]
public sealed record BookingView
{
    /// <summary>Which.</summary>
    [Id(0)] public required BookingId Id { get; init; }

    /// <summary>Which room.</summary>
    [Id(1)] public required RoomId Room { get; init; }

    /// <summary>IANA zone of the venue, in which its instants are shown.</summary>
    [Id(2)] public required string TimeZone { get; init; }

    /// <summary>When.</summary>
    [Id(3)] public required Period Period { get; init; }

    /// <summary>How many people come.</summary>
    [Id(4)] public required int Seats { get; init; }

    /// <summary>Who leads it.</summary>
    [Id(5)] public required AdvisorId Lead { get; init; }

    /// <summary>Who else.</summary>
    [Id(6)] public required ImmutableArray<AdvisorId> CoHosts { get; init; }

    /// <summary>Its title.</summary>
    [Id(7)] public string? Title { get; init; }

    /// <summary>What for.</summary>
    [Id(8)] public required BookingPurpose Purpose { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(9)] public required BookingStatus Status { get; init; }

    /// <summary>When it was made.</summary>
    [Id(10)] public required Instant CreatedAt { get; init; }

    /// <summary>Grows by one with each change.</summary>
    [Id(11)] public required long Version { get; init; }

    /// <summary>Its story, oldest first.</summary>
    [Id(12)] public required ImmutableArray<BookingEvent> History { get; init; }

    /// <summary>What it waits for while it is pending.</summary>
    [Id(13)] public required ImmutableArray<BookingStep> Awaiting { get; init; }

    /// <summary>The co-hosts' parts: asked or not, and what was answered.</summary>
    [Id(15)] public ImmutableArray<Invitation> Invitations { get; init; } = [];

    /// <summary>Who asked to join, oldest first.</summary>
    [Id(16)] public ImmutableArray<JoinRequestView> JoinRequests { get; init; } = [];

    /// <summary>Who came; null until somebody comes, or should have.</summary>
    [Id(17)] public Presence? Presence { get; init; }

    /// <summary>The series it is a date of, if any.</summary>
    [Id(14)] public SeriesId? SeriesId { get; init; }

    /// <summary>Until when an answer counts while it is pending; past that it expires.</summary>
    [Id(19)] public Instant? AnswerBy { get; init; }

    /// <summary>True when other advisors may ask to join.</summary>
    [Id(20)] public bool OpenToJoin { get; init; }

    /// <summary>How many attendees a workshop was booked for, if said; its own record says how many it takes by now.</summary>
    [Id(18)] public int? Places { get; init; }

    /// <summary>The waiting list it comes from; null when it was booked directly.</summary>
    [Id(21)] public WaitlistOffer? Offer { get; init; }
}
