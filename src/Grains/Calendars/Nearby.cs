namespace Scheduling.Grains.Calendars;

/// <summary>Where to look for another time when the one wanted is taken.</summary>
public static class Nearby
{
    private const int StepMinutes = 15;
    private const int SameDayHours = 12;
    private const int DaysAround = 7;

    /// <summary>Everything that a candidate can touch.</summary>
    public static Period Window(Period wanted) =>
        wanted.Widen(Duration.FromDays(DaysAround + 1), Duration.FromDays(DaysAround + 1));

    /// <summary>
    /// Periods of the same length, nearest first: every quarter of an hour within half a day, then the same wall-clock time
    /// on the days around.
    /// </summary>
    public static IEnumerable<Period> Candidates(Period wanted, DateTimeZone zone)
    {
        for (var minutes = StepMinutes; minutes <= SameDayHours * 60; minutes += StepMinutes)
        {
            yield return Shift(wanted, Duration.FromMinutes(minutes));
            yield return Shift(wanted, Duration.FromMinutes(-minutes));
        }

        var local = wanted.Start.InZone(zone).LocalDateTime;
        for (var days = 1; days <= DaysAround; days++)
        {
            yield return StartingAt(wanted, local.PlusDays(days), zone);
            yield return StartingAt(wanted, local.PlusDays(-days), zone);
        }
    }

    private static Period Shift(Period wanted, Duration by) => new(wanted.Start + by, wanted.End + by);

    private static Period StartingAt(Period wanted, LocalDateTime local, DateTimeZone zone)
    {
        var start = zone.InstantOf(local);
        return new Period(start, start + wanted.Length);
    }
}
