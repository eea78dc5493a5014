namespace Scheduling.Grains.Calendars;

/// <summary>
/// A span of wall-clock time that repeats each week. One that closes at or before it opens ends on the next day:
/// 22:00–02:00 crosses midnight, 00:00–00:00 is the whole day.
/// </summary>
[GenerateSerializer, Immutable, Alias("scheduling.weekly-hours")]
public sealed record WeeklyHours(
    [property: Id(0)] IsoDayOfWeek Day, [property: Id(1)] LocalTime Opens, [property: Id(2)] LocalTime Closes);
