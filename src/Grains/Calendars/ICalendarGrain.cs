using Scheduling.Grains.Common;

namespace Scheduling.Grains.Calendars;

/// <summary>
/// Whatever has a calendar that a booking can take a part of: a room, an advisor, a venue with a limit. Keyed by the
/// text of its identity. Its claims, durable and together, never take more than its capacity at any instant.
/// </summary>
[Alias("scheduling.calendar")]
public interface ICalendarGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes a part of the calendar for one attempt, and answers only when that is durable, or with every refusal.
    /// The same claim id again gets the same answer.
    /// </summary>
    [Alias("claim"), ResponseTimeout("00:00:10")]
    Task<ClaimAnswer> ClaimAsync(ClaimRequest request);

    /// <summary>Gives a claim back; one that is not there is none of its business, so it can be repeated.</summary>
    [Alias("release"), ResponseTimeout("00:00:10")]
    Task ReleaseAsync(ClaimRelease release);

    /// <summary>
    /// How the booking of a claim stands. Noted durably if it is newer than what the claim has heard; about a claim that is
    /// not there it is none of the calendar's business. So it can be repeated, and come late.
    /// </summary>
    [Alias("tell"), ResponseTimeout("00:00:10")]
    Task TellAsync(ClaimNews news);
}

/// <summary>What a booking asks of one calendar.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.claim-request")]
public sealed record ClaimRequest
{
    /// <summary>Fresh for every attempt.</summary>
    [Id(0)] public required ClaimId Id { get; init; }

    /// <summary>For which booking; names the lead.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>The lead's network.</summary>
    [Id(2)] public required OrganizationId Network { get; init; }

    /// <summary>The booking's time, without buffers.</summary>
    [Id(3)] public required Period Period { get; init; }

    /// <summary>How many people come.</summary>
    [Id(4)] public required int Seats { get; init; }

    /// <summary>When the attempt began, by the lead's clock.</summary>
    [Id(5)] public required Instant MadeAt { get; init; }

    /// <summary>True when advisors beside the lead take part: their answers may be needed before it is agreed.</summary>
    [Id(6)] public bool HasCoHosts { get; init; }

    /// <summary>True when other advisors may ask to join the booking.</summary>
    [Id(7)] public bool OpenToJoin { get; init; }

    /// <summary>Where the booking takes place; null where that is not known, or when a room is asked.</summary>
    [Id(8)] public GeoPoint? Place { get; init; }

    /// <summary>In which venue; null when a room is asked.</summary>
    [Id(9)] public VenueId? Venue { get; init; }

    /// <summary>True for an offer of a waiting list, which is pending until it is answered.</summary>
    [Id(10)] public bool IsOffer { get; init; }

    /// <summary>For which place on the room's waiting list; null when nobody's.</summary>
    [Id(11)] public WaitlistEntryId? Entry { get; init; }

    /// <summary>The claim this request becomes on a calendar that keeps the buffers given.</summary>
    public Claim ToClaim(Duration setup, Duration teardown) => new()
    {
        Id = Id,
        Booking = Booking,
        Network = Network,
        Period = Period,
        Held = Period.Widen(setup, teardown),
        Seats = Seats,
        MadeAt = MadeAt,
        OpenToJoin = OpenToJoin,
        Place = Place,
        Venue = Venue,
    };
}

/// <summary>Names the claim, never the booking: a late release cannot take a later attempt's claim away.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.claim-release")]
public sealed record ClaimRelease
{
    /// <summary>Which claim.</summary>
    [Id(0)] public required ClaimId Id { get; init; }

    /// <summary>The time it was asked for, which tells the pages it can lie in.</summary>
    [Id(1)] public required Period Period { get; init; }
}

/// <summary>Granted when nothing refused.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.claim-answer")]
public sealed record ClaimAnswer
{
    /// <summary>Every reason against; empty when granted.</summary>
    [Id(0)] public ImmutableArray<Refusal> Refusals { get; init; } = [];

    /// <summary>What a room tells of itself when it grants.</summary>
    [Id(1)] public RoomFacts? Room { get; init; }

    /// <summary>What an advisor tells when granting.</summary>
    [Id(2)] public AdvisorFacts? Advisor { get; init; }

    /// <summary>True when the claim is durable.</summary>
    public bool IsGranted => Refusals.IsEmpty;
}

/// <summary>What a booking keeps of its room.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.room-facts")]
public sealed record RoomFacts
{
    /// <summary>Where it is.</summary>
    [Id(0)] public required VenueId Venue { get; init; }

    /// <summary>Whose it is.</summary>
    [Id(1)] public required OrganizationId Owner { get; init; }

    /// <summary>IANA zone of the venue.</summary>
    [Id(2)] public required string TimeZone { get; init; }

    /// <summary>True when the building counts people, so that a booking claims there too.</summary>
    [Id(3)] public required bool VenueCountsPeople { get; init; }

    /// <summary>How long the owner may take to answer; null when the room is booked without asking.</summary>
    [Id(4)] public Duration? DecisionDeadline { get; init; }

    /// <summary>How long anybody asked may take to answer; null on bookings made before this was kept.</summary>
    [Id(5)] public Duration? AnswerDeadline { get; init; }

    /// <summary>How long nobody may have checked in before the slot is others' to take; null for no such rule.</summary>
    [Id(6)] public Duration? NoShowRelease { get; init; }

    /// <summary>Where its venue is, when that is known.</summary>
    [Id(7)] public GeoPoint? Location { get; init; }

    /// <summary>By which revision of the venue's terms it is whose it is; 0 on bookings made before this was kept.</summary>
    [Id(8)] public long TermsRevision { get; init; }
}

/// <summary>What a booking keeps of a co-host.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.advisor-facts")]
public sealed record AdvisorFacts
{
    /// <summary>Who.</summary>
    [Id(0)] public required AdvisorId Advisor { get; init; }

    /// <summary>Of which network.</summary>
    [Id(1)] public required OrganizationId Network { get; init; }

    /// <summary>True when nobody has to ask: of the lead's network, or one whose invitations the advisor accepts anyway.</summary>
    [Id(2)] public bool Consents { get; init; }
}

/// <summary>What a lead says of a claim made in its name.</summary>
public enum ClaimStanding
{
    /// <summary>Its booking stands and needs it.</summary>
    Stands,

    /// <summary>Its booking is being decided.</summary>
    Undecided,

    /// <summary>No booking needs it, nor ever will: whoever holds it may drop it.</summary>
    Gone,
}
