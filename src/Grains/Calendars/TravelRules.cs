using Scheduling.Grains.Common;

namespace Scheduling.Grains.Calendars;

/// <summary>How a network reckons the time its advisors need from one venue to another.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.travel-rules")]
public sealed record TravelRules
{
    /// <summary>How much longer than the straight line a road can be.</summary>
    public const double DetourFactorMax = 5;

    /// <summary>The slowest and the fastest, in kilometres an hour.</summary>
    public const double SpeedMin = 1, SpeedMax = 300;

    /// <summary>The longest margin.</summary>
    public static readonly Duration MarginMax = Duration.FromHours(12);

    /// <summary>False: advisors are taken to be wherever they have to be.</summary>
    [Id(0)] public bool IsOn { get; init; }

    /// <summary>How much longer than the straight line a road is: 1 to <see cref="DetourFactorMax"/>.</summary>
    [Id(1)] public double DetourFactor { get; init; }

    /// <summary>How fast: <see cref="SpeedMin"/> to <see cref="SpeedMax"/>.</summary>
    [Id(2)] public double KilometresPerHour { get; init; }

    /// <summary>What comes on top of the way: zero to <see cref="MarginMax"/>.</summary>
    [Id(3)] public Duration Margin { get; init; }

    /// <summary>Straight line times 1.3, at 60 km/h, and 10 minutes.</summary>
    public static TravelRules Default { get; } =
        new() { IsOn = true, DetourFactor = 1.3, KilometresPerHour = 60, Margin = Duration.FromMinutes(10) };

    /// <summary>What is wrong with them, by field.</summary>
    internal ImmutableArray<Refusal> Validate() =>
    [
        // So that what is no number is refused as well.
        .. DetourFactor is >= 1 and <= DetourFactorMax
            ? [] : new[] { Refusal.Invalid("detourFactor", $"'detourFactor' takes 1 to {DetourFactorMax}.") },
        .. KilometresPerHour is >= SpeedMin and <= SpeedMax
            ? [] : new[] { Refusal.Invalid("kilometresPerHour", $"'kilometresPerHour' takes {SpeedMin} to {SpeedMax}.") },
        .. Margin >= Duration.Zero && Margin <= MarginMax
            ? [] : new[] { Refusal.Invalid("margin", $"'margin' takes PT0S to {IsoDuration.Format(MarginMax)}.") },
    ];
}
