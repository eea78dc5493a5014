using Scheduling.Api.Common;

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

    /// <summary>Why; at most 500 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Refused with STALE_VERSION when the booking has another version by now.</summary>
    public long? ExpectedVersion { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class RescheduleBookingPayload : BookingPayload;

/// <summary>Something else of a booking than its time; whatever is left out stays as it is.</summary>
public sealed record ChangeBookingInput : MutationInput
{
    /// <summary>Which booking.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>How many people come, the advisors not counted.</summary>
    public int? Seats { get; init; }

    /// <summary>Who else takes part: all of them, at most 10.</summary>
    [Id] public IReadOnlyList<string>? CoHostIds { get; init; }

    /// <summary>Those of the co-hosts without whom it goes on when they decline or do not answer: all of them.</summary>
    [Id] public IReadOnlyList<string>? OptionalCoHostIds { get; init; }

    /// <summary>Another title, at most 200 characters; an empty one takes it away.</summary>
    public string? Title { get; init; }

    /// <summary>Why; at most 500 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Refused with STALE_VERSION when the booking has another version by now.</summary>
    public long? ExpectedVersion { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class ChangeBookingPayload : BookingPayload;
