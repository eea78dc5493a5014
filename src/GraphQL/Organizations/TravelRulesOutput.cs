using GraphQL;
using NodaTime;
using Scheduling.Api.Common;
using Scheduling.Grains.Calendars;

namespace Scheduling.Api.Organizations;

/// <summary>How a network reckons the time its advisors need from one venue to another.</summary>
[Name("TravelRules")]
public sealed class TravelRulesOutput(TravelRules rules)
{
    /// <summary>False: travel is not reckoned, and advisors are taken to be wherever they have to be.</summary>
    public bool Enabled => rules.IsOn;

    /// <summary>How much longer than the straight line a road is.</summary>
    public double DetourFactor => rules.DetourFactor;

    /// <summary>How fast.</summary>
    public double KilometresPerHour => rules.KilometresPerHour;

    /// <summary>What comes on top of the way.</summary>
    public Duration Margin => rules.Margin;
}

/// <summary>How a network is to reckon travel. Whatever is left out stays as it is.</summary>
public sealed record SetTravelRulesInput : MutationInput
{
    /// <summary>Which network.</summary>
    [Id] public required string NetworkId { get; init; }

    /// <summary>Whether travel is reckoned at all.</summary>
    public bool? Enabled { get; init; }

    /// <summary>How much longer than the straight line a road is, 1 to 5.</summary>
    public double? DetourFactor { get; init; }

    /// <summary>How fast, 1 to 300.</summary>
    public double? KilometresPerHour { get; init; }

    /// <summary>What comes on top of the way, PT0S to PT12H.</summary>
    public Duration? Margin { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class SetTravelRulesPayload : MutationPayload
{
    /// <summary>The network as it is now; null when refused.</summary>
    public Network? Network { get; init; }
}
