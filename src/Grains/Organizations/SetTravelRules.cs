using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Organizations;

/// <summary>Says how a network reckons travel; whatever is null stays as it is.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.set-travel-rules")]
public sealed record SetTravelRules
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Whether travel counts at all.</summary>
    [Id(1)] public bool? IsOn { get; init; }

    /// <summary>How much longer than the straight line a road is.</summary>
    [Id(2)] public double? DetourFactor { get; init; }

    /// <summary>How fast, in kilometres an hour.</summary>
    [Id(3)] public double? KilometresPerHour { get; init; }

    /// <summary>What comes on top of the way.</summary>
    [Id(4)] public Duration? Margin { get; init; }

    /// <summary>The caller's key, if any.</summary>
    [Id(5)] public RequestKey? Key { get; init; }

    internal TravelRules ApplyTo(TravelRules rules) => new()
    {
        IsOn = IsOn ?? rules.IsOn,
        DetourFactor = DetourFactor ?? rules.DetourFactor,
        KilometresPerHour = KilometresPerHour ?? rules.KilometresPerHour,
        Margin = Margin ?? rules.Margin,
    };
}
