using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Waitlists;

/// <summary>A room's waiting list, as stored.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.waitlist-state")]
internal sealed record WaitlistState
{
    /// <summary>In order of arrival; those that wait no more are kept for a while.</summary>
    [Id(0)] public ImmutableArray<WaitlistEntry> Entries { get; init; } = [];

    /// <summary>Those that wait or have an offer, in order.</summary>
    public IEnumerable<WaitlistEntry> Open => Entries.Where(entry => entry.IsOpen);

    public WaitlistEntry? Find(WaitlistEntryId id) => Entries.FirstOrDefault(entry => entry.Id == id);
}

/// <summary>A place on a waiting list, as stored.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.waitlist-entry")]
internal sealed record WaitlistEntry
{
    /// <summary>Which.</summary>
    [Id(0)] public required WaitlistEntryId Id { get; init; }

    /// <summary>Who would lead the booking.</summary>
    [Id(1)] public required AdvisorId Advisor { get; init; }

    /// <summary>Of which network.</summary>
    [Id(2)] public required OrganizationId Network { get; init; }

    /// <summary>Who asked for it, and in whose name it is booked.</summary>
    [Id(3)] public required Actor Actor { get; init; }

    /// <summary>The period wanted, or the window.</summary>
    [Id(4)] public required Period Window { get; init; }

    /// <summary>How long a slot has to be; null for all of the window.</summary>
    [Id(5)] public Duration? Length { get; init; }

    /// <summary>How many people come.</summary>
    [Id(6)] public required int Seats { get; init; }

    /// <summary>What for.</summary>
    [Id(7)] public required BookingPurpose Purpose { get; init; }

    /// <summary>Its title.</summary>
    [Id(8)] public string? Title { get; init; }

    /// <summary>Book without asking back.</summary>
    [Id(9)] public required bool BookOutright { get; init; }

    /// <summary>How long an offer waits for an answer.</summary>
    [Id(10)] public required Duration OfferHold { get; init; }

    /// <summary>Since when; later than every entry before it.</summary>
    [Id(11)] public required Instant JoinedAt { get; init; }

    /// <summary>The key it was made with.</summary>
    [Id(12)] public RequestKey? Key { get; init; }

    /// <summary>What became of it.</summary>
    [Id(13)] public WaitlistStatus Status { get; init; }

    /// <summary>How often a lead was asked for it.</summary>
    [Id(14)] public int Attempts { get; init; }

    /// <summary>The slot its lead is being asked to take; null when the last answer is known.</summary>
    [Id(15)] public Period? Asking { get; init; }

    /// <summary>The booking of the last attempt: there is none behind it when that was refused.</summary>
    [Id(16)] public BookingId? Booking { get; init; }

    /// <summary>Until when its offer can be accepted.</summary>
    [Id(17)] public Instant? AnswerBy { get; init; }

    /// <summary>Who gives it up; from then on nothing more is offered.</summary>
    [Id(18)] public Actor? LeavingBy { get; init; }

    /// <summary>The key it was given up with.</summary>
    [Id(19)] public RequestKey? LeaveKey { get; init; }

    /// <summary>Since when it waits no more.</summary>
    [Id(20)] public Instant? EndedAt { get; init; }

    /// <summary>Why it was given up, if said.</summary>
    [Id(21)] public string? Reason { get; init; }

    /// <summary>True while it waits or has an offer.</summary>
    public bool IsOpen => Status is WaitlistStatus.Waiting or WaitlistStatus.Offered;

    /// <summary>True when a slot may be looked for.</summary>
    public bool WantsSlot => Status == WaitlistStatus.Waiting && Asking is null && LeavingBy is null;

    /// <summary>How long a slot has to be.</summary>
    public Duration SlotLength => Length ?? Window.Length;
}
