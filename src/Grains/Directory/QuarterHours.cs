namespace Scheduling.Grains.Directory;

/// <summary>A UTC day as 96 quarter-hours, one bit each.</summary>
internal static class QuarterHours
{
    private const int PerDay = 96;

    /// <summary>The UTC day of an instant, numbered from 1970-01-01.</summary>
    public static int DayOf(Instant instant) => (int)Math.Floor(instant.ToUnixTimeSeconds() / 86_400.0);

    /// <summary>The UTC days that a period touches, numbered from 1970-01-01.</summary>
    public static IEnumerable<int> DaysOf(Period period)
    {
        var last = DayOf(period.End - Duration.Epsilon);
        for (var day = DayOf(period.Start); day <= last; day++)
            yield return day;
    }

    /// <summary>All of a day.</summary>
    public static Period Span(int day)
    {
        var start = Instant.FromUnixTimeSeconds(day * 86_400L);
        return new Period(start, start + Duration.FromDays(1));
    }

    /// <summary>The quarter-hours of a day in which something of <paramref name="taken"/> lies.</summary>
    public static TakenDay Mark(int day, IEnumerable<Period> taken)
    {
        UInt128 bits = 0;
        var span = Span(day);
        foreach (var period in taken)
            if (period.Intersect(span) is { } part)
                bits |= Bits(part, span);
        // Masked, because conversions are checked here: the evening's bits do not fit the lower half.
        return new TakenDay(day, (ulong)(bits & ulong.MaxValue), (ulong)(bits >> 64));
    }

    /// <summary>The quarter-hours that a period touches, day by day.</summary>
    public static ImmutableArray<TakenDay> Of(Period period) => [.. DaysOf(period).Select(day => Mark(day, [period]))];

    private static UInt128 Bits(Period part, Period day)
    {
        var first = (int)((part.Start - day.Start).TotalMinutes / 15);
        var last = (int)Math.Ceiling((part.End - day.Start).TotalMinutes / 15);
        var upTo = last >= PerDay ? ((UInt128)1 << PerDay) - 1 : ((UInt128)1 << last) - 1;
        return upTo & ~(((UInt128)1 << first) - 1);
    }
}
