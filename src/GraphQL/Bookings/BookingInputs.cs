using System.Diagnostics.CodeAnalysis;
using GraphQL;
using Scheduling.Api.Common;
using Scheduling.Grains.Bookings;

namespace Scheduling.Api.Bookings;

/// <summary>A booking to make.</summary>
public sealed record BookRoomInput : MutationInput
{
    /// <summary>Which room.</summary>
    [Id] public required string RoomId { get; init; }

    /// <summary>When; at most 7 days.</summary>
    public required PeriodInput Period { get; init; }

    /// <summary>How many people come, the advisors not counted.</summary>
    public required int Seats { get; init; }

    /// <summary>The lead; an advisor books for themself, a manager for their own network's advisors.</summary>
    [Id] public required string AdvisorId { get; init; }

    /// <summary>
    /// Each must be free, and consents unless of the caller's own network. All of them and the room, or nothing. At most 10.
    /// </summary>
    [Id, AllowNull, DefaultAstValue("[]")]
    public IReadOnlyList<string> CoHostIds { get; init => field = value ?? []; } = [];

    /// <summary>Those of the co-hosts without whom the booking goes on when they decline or do not answer.</summary>
    [Id] public IReadOnlyList<string>? OptionalCoHostIds { get; init; }

    /// <summary>May other advisors ask to join? Unless said, they may where the purpose is WORKSHOP or DROP_IN.</summary>
    public bool? OpenToJoin { get; init; }

    /// <summary>What it is for.</summary>
    [DefaultAstValue("WORKSHOP")]
    public BookingPurpose? Purpose { get; init => field = value ?? BookingPurpose.Workshop; } = BookingPurpose.Workshop;

    /// <summary>At most 200 characters.</summary>
    public string? Title { get; init; }

    /// <summary>How many attendees a WORKSHOP takes, 1 to 1,000; as many as it has seats unless said.</summary>
    public int? Places { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class BookRoomPayload : MutationPayload
{
    /// <summary>The booking; null when refused.</summary>
    public Booking? Booking { get; init; }
}

/// <summary>A booking to give up.</summary>
public sealed record CancelBookingInput : MutationInput
{
    /// <summary>Which booking.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Refused with STALE_VERSION when the booking has another version by now.</summary>
    public long? ExpectedVersion { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class CancelBookingPayload : BookingPayload;

/// <summary>The owner's answer.</summary>
public sealed record DecideBookingInput : MutationInput
{
    /// <summary>Which booking.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>Yes or no.</summary>
    public required Decision Decision { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class DecideBookingPayload : BookingPayload;
