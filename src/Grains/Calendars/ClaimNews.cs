using Scheduling.Grains.Common;

namespace Scheduling.Grains.Calendars;

/// <summary>How the booking of a claim stands, as its lead tells the calendar that holds the claim.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.claim-news")]
public sealed record ClaimNews
{
    /// <summary>Which claim.</summary>
    [Id(0)] public required ClaimId Id { get; init; }

    /// <summary>The time it was asked for, which tells the pages it can lie in.</summary>
    [Id(1)] public required Period Period { get; init; }

    /// <summary>The booking's version: the newest word counts.</summary>
    [Id(2)] public required long Version { get; init; }

    /// <summary>True while it waits for somebody's answer.</summary>
    [Id(3)] public bool IsPending { get; init; }

    /// <summary>When it ends, if earlier than it was asked for: the rest is free.</summary>
    [Id(4)] public Instant? Until { get; init; }

    /// <summary>When people came; null when nobody has.</summary>
    [Id(5)] public Instant? CheckedInAt { get; init; }

    /// <summary>When they left; null when nobody said so.</summary>
    [Id(6)] public Instant? CheckedOutAt { get; init; }

    /// <summary>How many there are.</summary>
    [Id(7)] public int? People { get; init; }
}

/// <summary>What a claim has heard of the people who came.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.claim-presence")]
public sealed record ClaimPresence
{
    /// <summary>The version of the booking that told it.</summary>
    [Id(0)] public required long Version { get; init; }

    /// <summary>When people came; null when nobody has.</summary>
    [Id(1)] public Instant? CheckedInAt { get; init; }

    /// <summary>When they left; null when nobody said so.</summary>
    [Id(2)] public Instant? CheckedOutAt { get; init; }

    /// <summary>How many there are.</summary>
    [Id(3)] public int? People { get; init; }
}
