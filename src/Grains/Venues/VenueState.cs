using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Venues;

/// <summary>A venue's settings, as stored.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.venue-state")]
internal sealed record VenueState
{
    /// <summary>The most rooms of one venue.</summary>
    public const int RoomsMax = 500;

    /// <summary>The most closures it keeps; past ones make place when they have to.</summary>
    public const int ClosuresMax = 1_000;

    // As long as the key of a closure is remembered at least.
    private static readonly Duration PastKept = Duration.FromDays(1);

    /// <summary>What its owner says of it; null until published.</summary>
    [Id(0)] public VenueDetails? Details { get; init; }

    /// <summary>Whose it is.</summary>
    [Id(1)] public OrganizationId Owner { get; init; }

    /// <summary>The key it was published with.</summary>
    [Id(2)] public RequestKey? Key { get; init; }

    /// <summary>Its rooms, oldest first; at most <see cref="RoomsMax"/>.</summary>
    [Id(3)] public ImmutableArray<RoomId> Rooms { get; init; } = [];

    /// <summary>Closures that are in force, by start.</summary>
    [Id(4)] public ImmutableArray<ClosureRecord> Closures { get; init; } = [];

    /// <summary>Closures that rooms are being told of; each is finished or withdrawn, also after a crash.</summary>
    [Id(5)] public ImmutableArray<PendingClosure> Pending { get; init; } = [];

    /// <summary>Grows with every change of the terms.</summary>
    [Id(6)] public long Revision { get; init; }

    /// <summary>The highest revision that every room holds.</summary>
    [Id(7)] public long ToldRevision { get; init; }

    /// <summary>New settings on their way, one change at a time.</summary>
    [Id(8)] public PendingVenueUpdate? Update { get; init; }

    /// <summary>Changes that were made with a key lately.</summary>
    [Id(9)] public ImmutableArray<MadeChange> Made { get; init; } = [];

    /// <summary>The most people that may be let in now: a smaller limit on its way counts already.</summary>
    public int? PeopleMax => (Details?.MaxOccupancy, Update?.Next.MaxOccupancy) switch
    {
        ({ } present, { } next) => Math.Min(present, next),
        var (present, next) => present ?? next,
    };

    /// <summary>Without past closures if there are too many to take another.</summary>
    public VenueState MakingPlace(Instant now) => Closures.Length + Pending.Length < ClosuresMax
        ? this
        : this with { Closures = Closures.RemoveAll(made => made.Closure.Period.End + PastKept < now) };

    /// <summary>What rooms keep; pending closures count already.</summary>
    public VenueTerms Terms(VenueId id) => new()
    {
        Venue = id,
        Owner = Owner,
        Revision = Revision,
        TimeZone = Details!.TimeZone,
        OpeningHours = Details.OpeningHours,
        Closures = [.. Closures.Select(made => made.Closure).Concat(Pending.Select(pending => pending.Closure))],
        Location = Details.Location,
        InseeCode = Details.Address.InseeCode,
        CountsPeople = PeopleMax is not null,
        PostalCode = Details.Address.PostalCode,
        OpensOnDaysOff = Details.OpensOnDaysOff,
        Ahead = Update?.Next.Ahead,
    };
}

/// <summary>A closure in force, and how to answer when it is asked for again.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.closure-record")]
internal sealed record ClosureRecord
{
    /// <summary>The closure.</summary>
    [Id(0)] public required Closure Closure { get; init; }

    /// <summary>The key it was made with.</summary>
    [Id(1)] public RequestKey? Key { get; init; }

    /// <summary>Bookings that it cancelled.</summary>
    [Id(2)] public ImmutableArray<BookingId> Cancelled { get; init; } = [];
}

/// <summary>A closure on its way.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.pending-closure")]
internal sealed record PendingClosure : IPendingChange<PendingClosure>
{
    /// <summary>The closure.</summary>
    [Id(0)] public required Closure Closure { get; init; }

    /// <summary>Cancel what stands in it; otherwise what stands in it refuses it.</summary>
    [Id(1)] public required bool CancelBookings { get; init; }

    /// <summary>In whose name bookings are cancelled.</summary>
    [Id(2)] public required Actor Actor { get; init; }

    /// <summary>The key it is made with.</summary>
    [Id(3)] public RequestKey? Key { get; init; }

    /// <summary>Bookings that it set out to cancel so far.</summary>
    [Id(4)] public ImmutableArray<BookingId> Bookings { get; init; } = [];

    public static string Operation => nameof(CloseVenue);

    public string ChangeId => Closure.Id.Value;

    public string? Reason => Closure.Reason;

    public PendingClosure WithBookings(ImmutableArray<BookingId> bookings) => this with { Bookings = bookings };
}

/// <summary>New settings on their way.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.pending-venue-update")]
internal sealed record PendingVenueUpdate : IPendingChange<PendingVenueUpdate>
{
    /// <inheritdoc/>
    [Id(0)] public required string ChangeId { get; init; }

    /// <summary>The settings as they will be.</summary>
    [Id(1)] public required VenueDetails Next { get; init; }

    /// <inheritdoc/>
    [Id(2)] public required bool CancelBookings { get; init; }

    /// <inheritdoc/>
    [Id(3)] public required Actor Actor { get; init; }

    /// <inheritdoc/>
    [Id(4)] public RequestKey? Key { get; init; }

    /// <inheritdoc/>
    [Id(5)] public string? Reason { get; init; }

    /// <inheritdoc/>
    [Id(6)] public ImmutableArray<BookingId> Bookings { get; init; } = [];

    public static string Operation => nameof(UpdateVenue);

    public PendingVenueUpdate WithBookings(ImmutableArray<BookingId> bookings) => this with { Bookings = bookings };
}
