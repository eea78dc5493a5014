using Scheduling.Grains.Common;

namespace Scheduling.Grains.Calendars;

/// <summary>An exceptional closure: nothing may be booked in it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.closure")]
public sealed record Closure
{
    /// <summary>Its identity.</summary>
    [Id(0)] public required ClosureId Id { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public required Period Period { get; init; }

    /// <summary>Why, in the owner's words.</summary>
    [Id(2)] public string? Reason { get; init; }
}
