using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <summary>The people of a booking have come.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.check-in")]
public sealed record CheckIn
{
    /// <summary>Who says so.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which booking.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>How many are there, the advisors not counted; null for as many as were expected.</summary>
    [Id(2)] public int? People { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(3)] public RequestKey? Key { get; init; }

    /// <summary>Anything worth knowing; at most 500 characters.</summary>
    [Id(4)] public string? Note { get; init; }
}

/// <summary>The people of a booking have gone.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.check-out")]
public sealed record CheckOut
{
    /// <summary>Who says so.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which booking.</summary>
    [Id(1)] public required BookingId Booking { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(2)] public RequestKey? Key { get; init; }

    /// <summary>Anything worth knowing; at most 500 characters.</summary>
    [Id(3)] public string? Note { get; init; }
}

/// <summary>Who came to a booking, and until when it took its calendars.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.presence")]
public sealed record Presence
{
    /// <summary>When somebody first checked in; null when nobody did.</summary>
    [Id(0)] public Instant? CheckedInAt { get; init; }

    /// <summary>How many were there, the advisors not counted, as last said; null when nobody checked in.</summary>
    [Id(1)] public int? People { get; init; }

    /// <summary>When they checked out; null when they did not.</summary>
    [Id(2)] public Instant? CheckedOutAt { get; init; }

    /// <summary>Since when the rest of its period is others' to take, always later than its start; null when it keeps all.</summary>
    [Id(3)] public Instant? HeldUntil { get; init; }
}
