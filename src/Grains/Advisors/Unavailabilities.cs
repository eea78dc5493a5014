using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

/// <summary>A time in which an advisor is away: nothing can be booked with them.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.unavailability")]
public sealed record Unavailability
{
    /// <summary>Its identity.</summary>
    [Id(0)] public required UnavailabilityId Id { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public required Period Period { get; init; }

    /// <summary>Why: for the advisor and the network's managers.</summary>
    [Id(2)] public string? Reason { get; init; }
}

/// <summary>Notes that an advisor is away.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.add-unavailability")]
public sealed record AddUnavailability
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>When, at most 366 days.</summary>
    [Id(1)] public required Period Period { get; init; }

    /// <summary>Why, at most 500 characters; also the reason that cancelled bookings show.</summary>
    [Id(2)] public string? Reason { get; init; }

    /// <summary>Cancel the bookings that stand in it, led or co-hosted; otherwise they refuse it.</summary>
    [Id(3)] public bool CancelBookings { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(4)] public RequestKey? Key { get; init; }
}

/// <summary>An absence that was noted, and what it cancelled.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.unavailability-added")]
public sealed record UnavailabilityAdded
{
    /// <summary>The absence.</summary>
    [Id(0)] public required Unavailability Unavailability { get; init; }

    /// <summary>Bookings that it cancelled.</summary>
    [Id(1)] public required ImmutableArray<BookingView> Cancelled { get; init; }
}

/// <summary>Takes an absence back.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.remove-unavailability")]
public sealed record RemoveUnavailability
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Which absence.</summary>
    [Id(1)] public required UnavailabilityId Unavailability { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(2)] public RequestKey? Key { get; init; }
}

/// <summary>Absences of an advisor, by start.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.unavailability-list")]
public sealed record UnavailabilityList
{
    /// <summary>The absences.</summary>
    [Id(0)] public required ImmutableArray<Unavailability> Items { get; init; }
}

/// <summary>Changes settings of an advisor; what is null stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.update-advisor")]
public sealed record UpdateAdvisor
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>The advisor's name, 1 to 200 characters.</summary>
    [Id(1)] public string? Name { get; init; }

    /// <summary>When the advisor works; empty for no such rule.</summary>
    [Id(2)] public ImmutableArray<WeeklyHours>? WorkingHours { get; init; }

    /// <summary>Cancel the bookings that the change would break; otherwise they refuse it.</summary>
    [Id(3)] public bool CancelBookings { get; init; }

    /// <summary>The reason that cancelled bookings show.</summary>
    [Id(4)] public string? Reason { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(5)] public RequestKey? Key { get; init; }
}

/// <summary>An advisor who was changed, and what that cancelled.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.advisor-updated")]
public sealed record AdvisorUpdated
{
    /// <summary>The advisor as they are now.</summary>
    [Id(0)] public required AdvisorView Advisor { get; init; }

    /// <summary>Bookings that the change cancelled.</summary>
    [Id(1)] public required ImmutableArray<BookingView> Cancelled { get; init; }
}
