using GraphQL;
using NodaTime;
using Scheduling.Grains.Calendars;

namespace Scheduling.Api.Common;

/// <summary>
/// Wall-clock hours in the zone of whoever keeps them; a day may have several. Hours that close at or before they open
/// end on the next day: 22:00 to 02:00 crosses midnight, 00:00 to 00:00 is the whole day.
/// </summary>
public sealed record WeeklyHoursInput
{
    /// <summary>The day they begin on.</summary>
    public required IsoDayOfWeek Day { get; init; }

    /// <summary>When they begin.</summary>
    public required LocalTime Opens { get; init; }

    /// <summary>When they end.</summary>
    public required LocalTime Closes { get; init; }

    internal static ImmutableArray<WeeklyHours> All(IEnumerable<WeeklyHoursInput>? hours) =>
        hours is null ? [] : [.. hours.Select(span => new WeeklyHours(span.Day, span.Opens, span.Closes))];
}

/// <summary>
/// Wall-clock hours in the zone of whoever keeps them; a day may have several. Hours that close at or before they open
/// end on the next day: 22:00 to 02:00 crosses midnight, 00:00 to 00:00 is the whole day.
/// </summary>
[Name("WeeklyHours")]
public sealed class WeeklyHoursOutput(WeeklyHours hours)
{
    /// <summary>The day they begin on.</summary>
    public IsoDayOfWeek Day => hours.Day;

    /// <summary>When they begin.</summary>
    public LocalTime Opens => hours.Opens;

    /// <summary>When they end.</summary>
    public LocalTime Closes => hours.Closes;

    internal static IEnumerable<WeeklyHoursOutput> All(ImmutableArray<WeeklyHours> hours) =>
        hours.Select(span => new WeeklyHoursOutput(span));
}
