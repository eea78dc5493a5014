using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Waitlists;

/// <summary>What became of a place on a waiting list.</summary>
public enum WaitlistStatus
{
    /// <summary>Waits for a slot.</summary>
    Waiting,

    /// <summary>A slot is held for it until an answer comes or the offer ends.</summary>
    Offered,

    /// <summary>The advisor has the slot: by accepting an offer, or outright.</summary>
    Served,

    /// <summary>The offer was not accepted, or the time is past.</summary>
    Lapsed,

    /// <summary>Given up by whoever waited.</summary>
    Left,
}

/// <summary>Waits for a room: for a period, or for any slot of a length within a window.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.join-waitlist")]
public sealed record JoinWaitlist
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Who would lead the booking.</summary>
    [Id(1)] public required AdvisorId Advisor { get; init; }

    /// <summary>The period wanted, or the window in which a slot of <see cref="Length"/> will do; a window is at most 31 days.</summary>
    [Id(2)] public required Period Window { get; init; }

    /// <summary>How long a slot has to be; null for all of the window.</summary>
    [Id(3)] public Duration? Length { get; init; }

    /// <summary>How many people come, the advisor not counted.</summary>
    [Id(4)] public required int Seats { get; init; }

    /// <summary>What for.</summary>
    [Id(5)] public BookingPurpose Purpose { get; init; }

    /// <summary>At most 200 characters.</summary>
    [Id(6)] public string? Title { get; init; }

    /// <summary>Book the first slot that fits, without asking back.</summary>
    [Id(7)] public bool BookOutright { get; init; }

    /// <summary>How long an offer waits for an answer: 5 minutes to 7 days, and never past its start.</summary>
    [Id(8)] public required Duration OfferHold { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(9)] public RequestKey? Key { get; init; }
}

/// <summary>Gives a place on a waiting list up; an offer under way is declined.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.leave-waitlist")]
public sealed record LeaveWaitlist
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which place.</summary>
    [Id(1)] public required WaitlistEntryId Entry { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(2)] public RequestKey? Key { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    [Id(3)] public string? Reason { get; init; }
}

/// <summary>A place on a waiting list, as the caller may see it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.waitlist-entry-view")]
public sealed record WaitlistEntryView
{
    /// <summary>Which.</summary>
    [Id(0)] public required WaitlistEntryId Id { get; init; }

    /// <summary>IANA zone of the venue, in which its instants are shown.</summary>
    [Id(1)] public required string TimeZone { get; init; }

    /// <summary>Of which network.</summary>
    [Id(2)] public required OrganizationId Network { get; init; }

    /// <summary>Who waits; null for callers who may not know.</summary>
    [Id(3)] public AdvisorId? Advisor { get; init; }

    /// <summary>The period wanted, or the window.</summary>
    [Id(4)] public required Period Window { get; init; }

    /// <summary>How long a slot has to be.</summary>
    [Id(5)] public required Duration Length { get; init; }

    /// <summary>How many people come.</summary>
    [Id(6)] public required int Seats { get; init; }

    /// <summary>What for; null for callers who may not know.</summary>
    [Id(7)] public BookingPurpose? Purpose { get; init; }

    /// <summary>Its title; null for callers who may not know.</summary>
    [Id(8)] public string? Title { get; init; }

    /// <summary>Booked without asking back.</summary>
    [Id(9)] public required bool BookOutright { get; init; }

    /// <summary>How long an offer waits for an answer.</summary>
    [Id(10)] public required Duration OfferHold { get; init; }

    /// <summary>Since when.</summary>
    [Id(11)] public required Instant JoinedAt { get; init; }

    /// <summary>What became of it.</summary>
    [Id(12)] public required WaitlistStatus Status { get; init; }

    /// <summary>1 for the first of those who want any of the same time; null when it waits no more.</summary>
    [Id(13)] public int? Position { get; init; }

    /// <summary>The booking it was offered or got; null when there is none, and for callers who may not know.</summary>
    [Id(14)] public BookingId? Booking { get; init; }

    /// <summary>Until when its offer can be accepted.</summary>
    [Id(15)] public Instant? AnswerBy { get; init; }

    /// <summary>Why it was given up, if said; null for callers who may not know.</summary>
    [Id(16)] public string? Reason { get; init; }
}

/// <summary>Where a booking comes from that was made by a waiting list.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.waitlist-offer")]
public sealed record WaitlistOffer
{
    /// <summary>For which place on the list.</summary>
    [Id(0)] public required WaitlistEntryId Entry { get; init; }

    /// <summary>How long it waits for an answer; null when it was booked outright.</summary>
    [Id(1)] public Duration? Hold { get; init; }

    /// <summary>True once it is no mere offer any more.</summary>
    [Id(2)] public bool IsAccepted { get; init; }
}

/// <summary>The room asks a lead to hold a slot for a place on its list, or to book it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.offer-slot")]
public sealed record OfferSlot
{
    /// <summary>What would be booked.</summary>
    [Id(0)] public required BookRoom Booking { get; init; }

    /// <summary>
    /// The booking to make, named by the room: however often it asks, also after a crash, it is this one or none.
    /// </summary>
    [Id(1)] public required BookingId Id { get; init; }

    /// <summary>For which place, and for how long.</summary>
    [Id(2)] public required WaitlistOffer Offer { get; init; }

    /// <summary>True when it was asked before and the answer is not known.</summary>
    [Id(3)] public bool IsRepeat { get; init; }
}

/// <summary>The answer to an offer.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.answer-offer")]
public sealed record AnswerOffer
{
    /// <summary>Who answers.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which booking.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>Yes or no.</summary>
    [Id(2)] public required Decision Decision { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    [Id(3)] public string? Note { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(4)] public RequestKey? Key { get; init; }
}
