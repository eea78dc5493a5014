namespace Scheduling.Grains.Calendars;

/// <summary>Weekly hours in a zone, turned into instants only when asked, so 09:30 stays 09:30 across clock changes.</summary>
/// <param name="weekly">The hours.</param>
/// <param name="zone">Their zone.</param>
/// <param name="department">Whose public holidays are kept, from midnight to midnight; null for none.</param>
public sealed class OpeningHours(ImmutableArray<WeeklyHours> weekly, DateTimeZone zone, string? department = null)
{
    /// <summary>The spans open within <paramref name="during"/>, in order, those that touch joined.</summary>
    public IReadOnlyList<Period> During(Period during)
    {
        var spans = new List<Period>();
        // A span that crosses midnight began the day before.
        var first = during.Start.InZone(zone).Date.PlusDays(-1);
        // Where clocks go back past midnight, the next day has begun before the last minutes of this one.
        var last = during.End.InZone(zone).Date.PlusDays(1);
        for (var date = first; date <= last; date = date.PlusDays(1))
            foreach (var hours in weekly)
                if (hours.Day == date.DayOfWeek && Span(date, hours).Intersect(during) is { } span)
                    spans.Add(span);
        return WithoutDaysOff(Join(spans), during);
    }

    /// <summary>True when every instant of the period is open.</summary>
    public bool Covers(Period period) =>
        // Nearly always one span of the day does, and no list has to be made.
        (period.Start < period.End && HasSpanAround(period) && !DaysOff.During(period, zone, department).Any())
        || (During(period) is [var only] && only.Contains(period));

    /// <summary>As <c>MONDAY 09:00-12:00, MONDAY 14:00-18:00</c>.</summary>
    public static string Describe(ImmutableArray<WeeklyHours> hours) => hours.IsEmpty
        ? "none"
        : string.Join(", ", hours.Select(span =>
            $"{span.Day.ToString().ToUpperInvariant()} {span.Opens:HH':'mm}-{span.Closes:HH':'mm}"));

    private bool HasSpanAround(Period period)
    {
        var date = period.Start.InZone(zone).Date;
        foreach (var hours in weekly)
            if (hours.Day == date.DayOfWeek && Span(date, hours).Contains(period))
                return true;
        return false;
    }

    private Period Span(LocalDate date, WeeklyHours hours)
    {
        var closing = hours.Closes > hours.Opens ? date : date.PlusDays(1);
        var start = zone.InstantOf(date.At(hours.Opens));
        var end = zone.InstantOf(closing.At(hours.Closes));
        // Both ends inside a gap meet at its end: such a span has no time in it.
        return new Period(start, Instant.Max(start, end));
    }

    private List<Period> WithoutDaysOff(List<Period> spans, Period during)
    {
        foreach (var closed in DaysOff.During(during, zone, department).Select(day => DaysOff.Span(day.Date, zone)))
            spans = [.. spans.SelectMany(span => span.Without(closed))];
        return spans;
    }

    private static List<Period> Join(List<Period> spans)
    {
        spans.Sort((a, b) => a.Start.CompareTo(b.Start));
        var joined = new List<Period>(spans.Count);
        foreach (var span in spans)
            if (joined.Count > 0 && span.Start <= joined[^1].End)
                joined[^1] = new Period(joined[^1].Start, Instant.Max(joined[^1].End, span.End));
            else
                joined.Add(span);
        return joined;
    }
}
