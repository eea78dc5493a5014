namespace Scheduling.Grains.Calendars;

/// <summary>
/// One span of wall-clock opening time that returns every week. <see cref="Closes"/> at or before <see cref="Opens"/>
/// lies on the next day, so 00:00 to 00:00 is the whole day.
/// </summary>
public sealed record WeeklyHours(IsoDayOfWeek Day, LocalTime Opens, LocalTime Closes);
