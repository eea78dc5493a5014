namespace Scheduling.Grains.Directory;

/// <summary>
/// The quarter-hours of one room that are known to be taken, for the days ahead. Searches read while it is written, and see each
/// day as it was told.
/// </summary>
internal sealed class TakenQuarters
{
    /// <summary>Longer ahead hardly anybody looks, and a room is asked itself.</summary>
    private const int DaysKept = 366;

    private readonly Lock _noting = new();
    // In order of the days. Replaced as a whole when a day comes or goes; one that changes is replaced in its place, by reference,
    // so that nobody reads half of it.
    private volatile Told[] _days = [];

    /// <summary>Notes what is taken of some days, and forgets those before <paramref name="today"/>.</summary>
    public void Note(ImmutableArray<TakenDay> told, int today)
    {
        // The room may note it itself while the cell hears of what it said before.
        lock (_noting)
        {
            if (_days is [var first, ..] && first.Day.Day < today)
                _days = [.. _days.Where(known => known.Day.Day >= today)];
            foreach (var day in told)
                Note(day, today);
        }
    }

    /// <summary>True when one of these quarter-hours is known to be taken.</summary>
    public bool Meet(ImmutableArray<TakenDay> asked)
    {
        var days = _days;
        foreach (var day in asked)
        {
            var index = IndexOf(days, day.Day);
            if (index >= 0 && days[index].Day.Meets(day))
                return true;
        }

        return false;
    }

    // A day with nothing left on it is as good as one that nobody told of.
    private void Note(TakenDay day, int today)
    {
        var days = _days;
        var index = IndexOf(days, day.Day);
        if (day.Day < today || day.Day >= today + DaysKept || (day.Low | day.High) == 0)
        {
            if (index >= 0)
                _days = [.. days.AsSpan(0, index), .. days.AsSpan(index + 1)];
        }
        else if (index >= 0)
        {
            days[index] = new Told(day);
        }
        else
        {
            _days = [.. days.AsSpan(0, ~index), new Told(day), .. days.AsSpan(~index)];
        }
    }

    private static int IndexOf(Told[] days, int day) => days.AsSpan().BinarySearch(new Sought(day));

    private sealed record Told(TakenDay Day);

    private readonly struct Sought(int day) : IComparable<Told>
    {
        public int CompareTo(Told? other) => day.CompareTo(other!.Day.Day);
    }
}
