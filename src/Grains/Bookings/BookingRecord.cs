using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <summary>A booking as its lead stores it: the truth. It stays in the page of the week it was first made for.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.booking-record")]
internal sealed record BookingRecord
{
    /// <summary>Which.</summary>
    [Id(0)] public required BookingId Id { get; init; }

    /// <summary>Which room.</summary>
    [Id(1)] public required RoomId Room { get; init; }

    /// <summary>Where, whose, and in which zone, as the room said when it granted.</summary>
    [Id(2)] public required RoomFacts Facts { get; init; }

    /// <summary>The lead's network.</summary>
    [Id(3)] public required OrganizationId Network { get; init; }

    /// <summary>Who else.</summary>
    [Id(4)] public required ImmutableArray<AdvisorId> CoHosts { get; init; }

    /// <summary>When.</summary>
    [Id(5)] public required Period Period { get; init; }

    /// <summary>How many people come.</summary>
    [Id(6)] public required int Seats { get; init; }

    /// <summary>Its title.</summary>
    [Id(7)] public string? Title { get; init; }

    /// <summary>What for.</summary>
    [Id(8)] public required BookingPurpose Purpose { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(9)] public required BookingStatus Status { get; init; }

    /// <summary>Grows by one with each change.</summary>
    [Id(10)] public required long Version { get; init; }

    /// <summary>Its story, oldest first.</summary>
    [Id(11)] public required ImmutableArray<BookingEvent> History { get; init; }

    /// <summary>What it needs on every calendar, the lead's own included.</summary>
    [Id(12)] public required ImmutableArray<ClaimRef> Claims { get; init; }

    /// <summary>What it needs no more and has not surely given back yet: to be delivered until it is.</summary>
    [Id(13)] public ImmutableArray<ClaimRef> Releases { get; init; } = [];

    /// <summary>The key it was made with.</summary>
    [Id(14)] public RequestKey? Key { get; init; }

    /// <summary>The keys of later changes, newest last; at most <see cref="ChangeKeysMax"/>.</summary>
    [Id(15)] public ImmutableArray<RequestKey> ChangeKeys { get; init; } = [];

    /// <summary>What it waits for while it is pending.</summary>
    [Id(16)] public ImmutableArray<BookingStep> Awaiting { get; init; } = [];

    /// <summary>When it expires if it is still pending then.</summary>
    [Id(17)] public Instant? Deadline { get; init; }

    /// <summary>Claims whose calendars have not surely heard yet that it waits for nobody any more.</summary>
    [Id(18)] public ImmutableArray<ClaimRef> Confirmations { get; init; } = [];

    /// <summary>True while it may stand on its owner's list of requests.</summary>
    [Id(19)] public bool IsListedAsRequest { get; init; }

    /// <summary>How many keys of changes are remembered.</summary>
    public const int ChangeKeysMax = 20;

    /// <summary>True while it holds its calendars.</summary>
    public bool Stands => Status is BookingStatus.Pending or BookingStatus.Confirmed or BookingStatus.InProgress;

    /// <summary>True when others have to hear yet of what became of it.</summary>
    public bool HasNews => !Releases.IsEmpty || !Confirmations.IsEmpty || (IsListedAsRequest && Status != BookingStatus.Pending);

    /// <summary>True when it has waited too long.</summary>
    public bool IsOverdue(Instant now) => Status == BookingStatus.Pending && Deadline <= now;

    /// <summary>When it was made.</summary>
    public Instant CreatedAt => History[0].At;

    /// <summary>As parties and owner see it.</summary>
    public BookingView ToView() => new()
    {
        Id = Id,
        Room = Room,
        TimeZone = Facts.TimeZone,
        Period = Period,
        Seats = Seats,
        Lead = Id.Lead,
        CoHosts = CoHosts,
        Title = Title,
        Purpose = Purpose,
        Status = Status,
        CreatedAt = CreatedAt,
        Version = Version,
        History = History,
        Awaiting = Awaiting,
    };
}

/// <summary>A claim on a calendar, as the lead remembers it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.claim-ref")]
internal sealed record ClaimRef
{
    /// <summary>The identity of the room, advisor or venue.</summary>
    [Id(0)] public required string Calendar { get; init; }

    /// <summary>Which claim.</summary>
    [Id(1)] public required ClaimId Id { get; init; }

    /// <summary>The time it was asked for.</summary>
    [Id(2)] public required Period Period { get; init; }

    /// <summary>How its calendar is told of it.</summary>
    public ClaimRelease ToRelease() => new() { Id = Id, Period = Period };
}
