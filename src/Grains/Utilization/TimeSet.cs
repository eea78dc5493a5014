namespace Scheduling.Grains.Utilization;

/// <summary>Time as a set: periods in order, none empty, none touching another. Each operation is linear in them, once they are in order.</summary>
internal static class TimeSet
{
    /// <summary>All the time that is in one of the periods at least.</summary>
    public static IReadOnlyList<Period> Union(IEnumerable<Period> periods)
    {
        var set = new List<Period>();
        foreach (var period in periods.Where(period => period.Start < period.End).OrderBy(period => period.Start))
            if (set.Count > 0 && period.Start <= set[^1].End)
                set[^1] = set[^1] with { End = Instant.Max(set[^1].End, period.End) };
            else
                set.Add(period);
        return set;
    }

    /// <summary>The time that is in both.</summary>
    public static IReadOnlyList<Period> Intersect(IReadOnlyList<Period> one, IReadOnlyList<Period> other)
    {
        var set = new List<Period>();
        for (int i = 0, j = 0; i < one.Count && j < other.Count;)
        {
            if (one[i].Intersect(other[j]) is { } both)
                set.Add(both);
            // Whichever ends first shares nothing with what follows in the other.
            if (one[i].End < other[j].End)
                i++;
            else
                j++;
        }

        return set;
    }

    /// <summary>The time that is in the first and not in the second.</summary>
    public static IReadOnlyList<Period> Without(IReadOnlyList<Period> one, IReadOnlyList<Period> other)
    {
        if (one.Count == 0)
            return one;
        var gaps = new List<Period>();
        var from = Instant.MinValue;
        foreach (var period in other)
        {
            gaps.Add(new Period(from, period.Start));
            from = period.End;
        }

        gaps.Add(new Period(from, Instant.MaxValue));
        return Intersect(one, gaps);
    }

    /// <summary>How much of the set lies in each of some days, which follow each other without gaps.</summary>
    public static ImmutableArray<Duration> LengthsWithin(ImmutableArray<Period> days, IReadOnlyList<Period> set)
    {
        var lengths = new Duration[days.Length];
        var day = 0;
        foreach (var period in set)
            for (; day < days.Length; day++)
            {
                if (days[day].Intersect(period) is { } part)
                    lengths[day] += part.Length;
                // What follows may begin on the same day.
                if (period.End <= days[day].End)
                    break;
            }

        return [.. lengths];
    }
}
