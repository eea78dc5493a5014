using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Utilization;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Rooms;

/// <summary>
/// A room, keyed by its identity. Owns seats, equipment, sharing and policy; single writer of its calendar. It enforces
/// its venue's hours and closures from a durable copy of the venue's terms.
/// </summary>
[Alias("scheduling.room")]
public interface IRoomGrain : ICalendarGrain
{
    /// <summary>Makes the room, for a manager of its venue's owner.</summary>
    [Alias("publish")]
    Task<Outcome<RoomView>> PublishAsync(PublishRoom command);

    /// <summary>Makes or updates the room from a rooms file; the answer says which.</summary>
    [Alias("import")]
    Task<Outcome<ImportedEntity>> ImportAsync(ImportRoom command);

    /// <summary>What it is, or null when it was never published.</summary>
    [Alias("get")]
    Task<RoomView?> GetAsync();

    /// <summary>Every reason for which a claim would be refused now. Takes nothing.</summary>
    /// <param name="period">When.</param>
    /// <param name="seats">For how many.</param>
    /// <param name="insteadOf">The booking that would move there, and so not be in its own way; null for a new one.</param>
    [Alias("refusals")]
    Task<ImmutableArray<Refusal>> RefusalsAsync(Period period, int seats, BookingId? insteadOf);

    /// <summary>
    /// What it is if a booking of so many seats would be granted now, the building's limit included; else null. Takes nothing.
    /// </summary>
    [Alias("find-bookable")]
    Task<RoomView?> FindBookableAsync(Period period, int seats);

    /// <summary>Bookable periods of the same length near the one wanted, nearest first; none overlaps another.</summary>
    [Alias("bookable-near")]
    Task<ImmutableArray<Period>> BookableNearAsync(Period wanted, int seats, int count);

    /// <summary>Every stretch of the period, from what is durable.</summary>
    [Alias("free-busy")]
    Task<ImmutableArray<FreeBusy>> FreeBusyAsync(Period during);

    /// <summary>
    /// What the room is from now on, from what is durable; null when it was never published. The follower is told of each change
    /// after this; it is forgotten when it has not asked for <see cref="FollowedFor"/>.
    /// </summary>
    /// <param name="follower">Who wants to know.</param>
    /// <param name="seen">The highest version it has heard of, 0 for none: what it is told is never lower.</param>
    [Alias("follow-occupancy"), ResponseTimeout("00:00:10")]
    Task<RoomTimeline?> FollowOccupancyAsync(IOccupancyFollower follower, long seen);

    /// <summary>How long a follower is told of changes without asking again.</summary>
    static TimeSpan FollowedFor => TimeSpan.FromMinutes(3);

    /// <summary>Who is in the room now, from what is durable; null when it was never published.</summary>
    [Alias("occupancy")]
    Task<RoomOccupancyView?> OccupancyAsync();

    /// <summary>The bookings that hold the room in the period, by start; for managers of the owner.</summary>
    [Alias("bookings")]
    Task<Outcome<Slice<BookingId>>> BookingsAsync(Period during, PageRequest page, Actor actor);

    /// <summary>The booking that a conflict's reference names; null when its claim is not here any more.</summary>
    [Alias("find-joinable")]
    Task<BookingId?> FindJoinableAsync(JoinReference reference);

    /// <summary>
    /// Takes the venue's terms when they are newer than its own. Durable when it answers; from then on no claim that
    /// they forbid is granted.
    /// </summary>
    [Alias("apply-terms")]
    Task ApplyTermsAsync(VenueTerms terms);

    /// <summary>The claims that hold the room in the period and whose leads say, or may yet say, that they stand.</summary>
    [Alias("standing")]
    Task<ImmutableArray<Claim>> StandingAsync(Period during);

    /// <summary>The claims ahead that keep some of the venue's terms and not others, and whose leads do not give them up.</summary>
    [Alias("broken-by")]
    Task<ImmutableArray<Claim>> BrokenByAsync(TermsAhead present, TermsAhead next);

    /// <summary>
    /// How much it was used, day by day, from what is durable; null when it was never published.
    /// </summary>
    /// <param name="first">The first day, in the venue's zone.</param>
    /// <param name="last">The last day, itself included; at most 366 days.</param>
    /// <param name="network">Whose bookings count; null for everybody's.</param>
    [Alias("utilization")]
    Task<RoomUse?> UtilizationAsync(LocalDate first, LocalDate last, OrganizationId? network);

    /// <summary>Every claim whose booking is not over.</summary>
    [Alias("ahead")]
    Task<ImmutableArray<Claim>> AheadAsync();

    /// <summary>
    /// Changes settings. Bookings that stand and that the change would break refuse it (SLOT_TAKEN), or are cancelled when
    /// asked to. Notice, advance, approval, deadline and buffers hold for bookings made from then on.
    /// </summary>
    [Alias("update"), ResponseTimeout("00:01:00")]
    Task<Outcome<RoomUpdated>> UpdateAsync(UpdateRoom command);
}

/// <summary>Who may be in a room at the same time.</summary>
public enum RoomSharing
{
    /// <summary>One booking at a time takes the whole room.</summary>
    Exclusive,

    /// <summary>Bookings overlap as long as their seats fit in the room.</summary>
    BySeats,
}

/// <summary>Who says yes.</summary>
public enum ApprovalMode
{
    /// <summary>Free means booked.</summary>
    Instant,

    /// <summary>The owner decides; the request holds the slot until then.</summary>
    OnRequest,
}

/// <summary>An owner's rules for a room; null means no such rule.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.booking-policy")]
public sealed record BookingPolicy
{
    /// <summary>Who says yes.</summary>
    [Id(0)] public ApprovalMode Approval { get; init; }

    /// <summary>How long before its start a booking has to be made, at least.</summary>
    [Id(1)] public Duration? MinimumNotice { get; init; }

    /// <summary>How long before its start a booking can be made, at most.</summary>
    [Id(2)] public Duration? MaximumAdvance { get; init; }

    /// <summary>The shortest booking.</summary>
    [Id(3)] public Duration? MinimumDuration { get; init; }

    /// <summary>The longest booking.</summary>
    [Id(4)] public Duration? MaximumDuration { get; init; }

    /// <summary>Time kept free before each booking.</summary>
    [Id(5)] public Duration? SetupBuffer { get; init; }

    /// <summary>Time kept free after each booking.</summary>
    [Id(6)] public Duration? TeardownBuffer { get; init; }

    /// <summary>How long a request may stay unanswered.</summary>
    [Id(7)] public Duration DecisionDeadline { get; init; }

    /// <summary>How long nobody may have checked in before the slot is others' to take; null for never.</summary>
    [Id(8)] public Duration? NoShowRelease { get; init; }

    /// <summary>Instant, with no rule, and 48 hours to decide.</summary>
    public static BookingPolicy Default { get; } = new() { DecisionDeadline = Duration.FromHours(48) };
}

/// <summary>What an owner says of a room.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.room-details")]
public sealed record RoomDetails
{
    /// <summary>Its name, 1 to 200 characters.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>How many people it seats, 1 to 1,000.</summary>
    [Id(1)] public required int Seats { get; init; }

    /// <summary>What is in it; at most 50 words.</summary>
    [Id(2)] public ImmutableArray<string> Equipment { get; init; } = [];

    /// <summary>Who may be in it at the same time.</summary>
    [Id(3)] public RoomSharing Sharing { get; init; }

    /// <summary>The owner's rules.</summary>
    [Id(4)] public required BookingPolicy Policy { get; init; }

    /// <summary>What its calendar holds.</summary>
    public Capacity Capacity => Sharing == RoomSharing.BySeats ? Capacity.Seats(Seats) : Capacity.One;

    /// <summary>True when both say the same; equality of records looks at arrays by reference.</summary>
    public bool IsSameAs(RoomDetails other) =>
        Equipment.SequenceEqual(other.Equipment) && this with { Equipment = [] } == other with { Equipment = [] };
}

/// <summary>Makes a room.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.publish-room")]
public sealed record PublishRoom
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Where.</summary>
    [Id(1)] public required VenueId Venue { get; init; }

    /// <summary>What it is.</summary>
    [Id(2)] public required RoomDetails Details { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(3)] public RequestKey? Key { get; init; }
}

/// <summary>Makes or updates a room from a rooms file.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.import-room")]
public sealed record ImportRoom
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Where.</summary>
    [Id(1)] public required VenueId Venue { get; init; }

    /// <summary>What the file says it is.</summary>
    [Id(2)] public required RoomDetails Details { get; init; }

    /// <summary>Says what would happen and changes nothing.</summary>
    [Id(3)] public bool DryRun { get; init; }
}

/// <summary>A room as others see it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.room-view")]
public sealed record RoomView
{
    /// <summary>Which.</summary>
    [Id(0)] public required RoomId Id { get; init; }

    /// <summary>Where.</summary>
    [Id(1)] public required VenueId Venue { get; init; }

    /// <summary>IANA zone of the venue.</summary>
    [Id(2)] public required string TimeZone { get; init; }

    /// <summary>What its owner says of it.</summary>
    [Id(3)] public required RoomDetails Details { get; init; }
}
