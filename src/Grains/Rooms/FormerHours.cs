using Scheduling.Grains.Calendars;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Rooms;

/// <summary>Hours that a room kept until its venue changed them: what was open then is reckoned by them.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.former-hours")]
internal sealed record FormerHours
{
    /// <summary>How many a room keeps; hours older than these count as the oldest of them.</summary>
    public const int Max = 200;

    /// <summary>Until when they held, from the end of those before.</summary>
    [Id(0)] public required Instant Until { get; init; }

    /// <summary>The hours.</summary>
    [Id(1)] public required ImmutableArray<WeeklyHours> OpeningHours { get; init; }

    /// <summary>The IANA zone in which they were meant.</summary>
    [Id(2)] public required string TimeZone { get; init; }

    /// <summary>The département or collectivity whose public holidays were kept; null for none.</summary>
    [Id(3)] public string? DaysOffOf { get; init; }

    /// <summary>The hours of these terms, which hold no longer.</summary>
    public static FormerHours Of(VenueTerms terms, Instant until) => new()
    {
        Until = until,
        OpeningHours = terms.OpeningHours,
        TimeZone = terms.TimeZone,
        DaysOffOf = terms.DaysOffOf,
    };

    /// <summary>True when these terms open at the same times.</summary>
    public bool AreThoseOf(VenueTerms terms) =>
        OpeningHours.SequenceEqual(terms.OpeningHours) && TimeZone == terms.TimeZone && DaysOffOf == terms.DaysOffOf;

    /// <summary>When the room was open by them, closures not looked at.</summary>
    public OpeningHours ToHours() => new(OpeningHours, WallClock.Zone(TimeZone), DaysOffOf);
}
