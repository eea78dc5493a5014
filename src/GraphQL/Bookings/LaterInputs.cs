using Scheduling.Api.Common;
using Scheduling.Grains.Bookings;

namespace Scheduling.Api.Bookings;

/// <summary>Takes the new slot and gives up the old one as one step: on a refusal the old one still stands.</summary>
public sealed record RescheduleBookingInput : MutationInput
{
    /// <summary>Which booking.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>When instead.</summary>
    public required PeriodInput Period { get; init; }

    /// <summary>Which room instead; the same one unless said.</summary>
    [Id] public string? RoomId { get; init; }

    /// <summary>Refused with STALE_VERSION when the booking has another version by now.</summary>
    public long? ExpectedVersion { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class RescheduleBookingPayload : MutationPayload
{
    /// <summary>The booking as it is now; null when refused.</summary>
    public Booking? Booking { get; init; }
}

/// <summary>A co-host's answer.</summary>
public sealed record AnswerInvitationInput : MutationInput
{
    /// <summary>Which booking.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>The co-host who answers.</summary>
    [Id] public required string AdvisorId { get; init; }

    /// <summary>Yes or no.</summary>
    public required Decision Decision { get; init; }

    /// <summary>Why.</summary>
    public string? Note { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class AnswerInvitationPayload : MutationPayload
{
    /// <summary>The booking as it is now; null when refused.</summary>
    public Booking? Booking { get; init; }
}

/// <summary>The people have come.</summary>
public sealed record CheckInInput : MutationInput
{
    /// <summary>Which booking.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>How many; as booked unless said.</summary>
    public int? People { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class CheckInPayload : MutationPayload
{
    /// <summary>The booking as it is now; null when refused.</summary>
    public Booking? Booking { get; init; }
}

/// <summary>The people have gone.</summary>
public sealed record CheckOutInput : MutationInput
{
    /// <summary>Which booking.</summary>
    [Id] public required string BookingId { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class CheckOutPayload : MutationPayload
{
    /// <summary>The booking as it is now; null when refused.</summary>
    public Booking? Booking { get; init; }
}
