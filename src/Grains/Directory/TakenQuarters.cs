namespace Scheduling.Grains.Directory;

/// <summary>
/// The quarter-hours of one room that are known to be taken, for the days ahead. Searches read while it is written, and see each
/// day as it was told.
/// </summary>
internal sealed class TakenQuarters
{
    /// <summary>Longer ahead hardly anybody looks, and a room is asked itself.</summary>
    private const int DaysKept = 366;

    private static readonly Comparer<TakenDay> s_byDay = Comparer<TakenDay>.Create((a, b) => a.Day.CompareTo(b.Day));

    private readonly Lock _noting = new();
    // Replaced as a whole, in order of the days.
    private volatile TakenDay[] _days = [];

    /// <summary>Notes what is taken of some days, and forgets those before <paramref name="today"/>.</summary>
    public void Note(ImmutableArray<TakenDay> told, int today)
    {
        // The room may note it itself while the cell hears of what it said before.
        lock (_noting)
        {
            var days = _days.ToList();
            days.RemoveAll(day => day.Day < today);
            foreach (var day in told)
            {
                var index = days.BinarySearch(day, s_byDay);
                if (index >= 0)
                    days.RemoveAt(index);
                // A day with nothing left on it is as good as one that nobody told of.
                if (day.Day >= today && day.Day < today + DaysKept && (day.Low | day.High) != 0)
                    days.Insert(index < 0 ? ~index : index, day);
            }

            _days = [.. days];
        }
    }

    /// <summary>True when something of the period is known to be taken.</summary>
    public bool Meet(Period period)
    {
        var days = _days;
        if (days.Length == 0)
            return false;
        foreach (var day in QuarterHours.DaysOf(period))
        {
            var index = Array.BinarySearch(days, new TakenDay(day, 0, 0), s_byDay);
            if (index >= 0 && QuarterHours.Meets(days[index], period))
                return true;
        }

        return false;
    }
}
