using Scheduling.Grains.Calendars;

namespace Scheduling.Grains.Tests;

/// <summary>
/// The naive model of a wall clock: what it shows at every minute of a few weeks, from the zone's offsets alone. A
/// wall-clock time means the first minute at which the clock shows it or a later one: that is the next valid instant for
/// a time that is missing, and the first of two for one that comes twice.
/// </summary>
internal sealed class MinuteClock
{
    private readonly long[] _latestShown;

    public MinuteClock(DateTimeZone zone, Instant first, int minutes)
    {
        First = first;
        _latestShown = new long[minutes];
        var before = 0;
        var unixMinutes = first.ToUnixTimeSeconds() / 60;
        for (var i = 0; i < minutes; i++)
        {
            var offset = zone.GetUtcOffset(At(i)).Seconds / 60;
            if (FirstChange is null && i > 0 && offset != before)
                FirstChange = i;
            before = offset;
            var shown = unixMinutes + i + offset;
            _latestShown[i] = i == 0 ? shown : Math.Max(shown, _latestShown[i - 1]);
        }
    }

    public Instant First { get; }

    /// <summary>The minute at which the offset changes, if it does.</summary>
    public int? FirstChange { get; }

    public int Minutes => _latestShown.Length;

    public Instant At(int minute) => First + Duration.FromMinutes(minute);

    /// <summary>Open or not, minute by minute; hours that begin before the first minute or end after the last are cut off.</summary>
    public bool[] Open(IReadOnlyList<WeeklyHours> weekly)
    {
        var open = new bool[Minutes];
        var date = First.InUtc().Date.PlusDays(-2);
        for (var i = 0; i < (Minutes / 1440) + 4; i++, date = date.PlusDays(1))
        {
            foreach (var hours in weekly.Where(hours => hours.Day == date.DayOfWeek))
            {
                var crosses = hours.Closes <= hours.Opens;
                var to = MinuteOf((crosses ? date.PlusDays(1) : date) + hours.Closes);
                for (var minute = MinuteOf(date + hours.Opens); minute < to; minute++)
                    open[minute] = true;
            }
        }

        return open;
    }

    // Looks for the first; what was shown at the latest never falls, so halving finds it.
    private int MinuteOf(LocalDateTime wall)
    {
        var wanted = wall.InUtc().ToInstant().ToUnixTimeSeconds() / 60;
        var found = Array.BinarySearch(_latestShown, wanted);
        if (found < 0)
            return ~found;
        while (found > 0 && _latestShown[found - 1] == wanted)
            found--;
        return found;
    }
}
