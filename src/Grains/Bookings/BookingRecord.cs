using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Waitlists;

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

    /// <summary>
    /// Claims whose calendars have not surely heard yet how the booking stands: that it waits for nobody, who is there, until
    /// when it needs them.
    /// </summary>
    [Id(18)] public ImmutableArray<ClaimRef> Confirmations { get; init; } = [];

    /// <summary>True while it may stand on its owner's list of requests.</summary>
    [Id(19)] public bool IsListedAsRequest { get; init; }

    /// <summary>The co-hosts' parts; also of some who take part no more. Co-hosts without one are of the lead's network.</summary>
    [Id(20)] public ImmutableArray<Invitation> Invitations { get; init; } = [];

    /// <summary>Who asked to join, oldest first; at most <see cref="JoinRequestsMax"/>.</summary>
    [Id(21)] public ImmutableArray<JoinRequest> JoinRequests { get; init; } = [];

    /// <summary>True when other advisors may ask to join.</summary>
    [Id(22)] public bool OpenToJoin { get; init; }

    /// <summary>Who came, and until when it took its calendars; null until somebody comes, or should have.</summary>
    [Id(25)] public Presence? Presence { get; init; }

    /// <summary>The series it is a date of, if any.</summary>
    [Id(23)] public SeriesId? Series { get; init; }

    /// <summary>Changes that feeds have not surely heard of yet, oldest first.</summary>
    [Id(27)] public ImmutableArray<NewsItem> News { get; init; } = [];

    /// <summary>How many attendees a workshop was booked for; null for as many as it has seats.</summary>
    [Id(28)] public int? Places { get; init; }

    /// <summary>The waiting list it comes from; null when it was booked directly.</summary>
    [Id(29)] public WaitlistOffer? Offer { get; init; }

    /// <summary>Who asked for it as it is now, beside the caller who made it: none of them decides on it.</summary>
    [Id(30)] public ImmutableArray<string> AskedBy { get; init; } = [];

    /// <summary>Owners of rooms it left while it stood on their lists of requests, and who have not surely heard so yet.</summary>
    [Id(31)] public ImmutableArray<OrganizationId> FormerOwners { get; init; } = [];

    /// <summary>How many keys of changes are remembered.</summary>
    public const int ChangeKeysMax = 20;

    /// <summary>How many requests to join are kept.</summary>
    public const int JoinRequestsMax = 20;

    /// <summary>True while it holds its calendars.</summary>
    public bool Stands => Status is BookingStatus.Pending or BookingStatus.Confirmed or BookingStatus.InProgress;

    /// <summary>True when others have to hear yet of what became of it.</summary>
    public bool HasNews => !Releases.IsEmpty || !Confirmations.IsEmpty || !FormerOwners.IsEmpty || IsToBeUnlisted || !News.IsEmpty;

    /// <summary>True when it is on its owner's list of requests for nothing.</summary>
    public bool IsToBeUnlisted => IsListedAsRequest && !Awaiting.Contains(BookingStep.OwnerDecision);

    /// <summary>When the clock makes something else of it; null when it does not.</summary>
    public Instant? NextDue => Status switch
    {
        BookingStatus.Pending => Deadline,
        BookingStatus.Confirmed when Facts.NoShowRelease is { } patience => Instant.Min(Period.Start + patience, Period.End),
        BookingStatus.Confirmed or BookingStatus.InProgress => Period.End,
        _ => null,
    };

    /// <summary>When it was made.</summary>
    public Instant CreatedAt => History[0].At;

    /// <summary>What a calendar hears of its claim.</summary>
    public ClaimNews NewsFor(ClaimRef claim) => new()
    {
        Id = claim.Id,
        Period = claim.Period,
        Version = Version,
        IsPending = Status == BookingStatus.Pending,
        Until = Presence?.HeldUntil,
        CheckedInAt = Presence?.CheckedInAt,
        CheckedOutAt = Presence?.CheckedOutAt,
        People = Presence?.People,
    };

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
        AnswerBy = Deadline,
        Invitations = Invitations,
        JoinRequests = [.. JoinRequests.Select(request => request.ToView(this))],
        OpenToJoin = OpenToJoin,
        Presence = Presence,
        SeriesId = Series,
        Places = Places,
        Offer = Offer,
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
