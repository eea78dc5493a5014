using NodaTime;
using Scheduling.Grains.Calendars;

namespace Scheduling.Silo.Import.Hours;

/// <summary>
/// The week under construction: for each day half-open spans in minutes since that day's midnight. A span that runs
/// past midnight ends above 1440 and belongs to the day it begins on, so a rule for the next day does not cut it.
/// </summary>
internal sealed class WeekPlan
{
    public const int MinutesOfDay = 24 * 60;

    private readonly List<(int Opens, int Closes)>[] days = [[], [], [], [], [], [], []];

    /// <summary>Takes away all spans of a day: 1 (Monday) to 7.</summary>
    public void Clear(int day) => days[day - 1].Clear();

    /// <summary>Adds spans, in minutes since midnight, to a day: 1 (Monday) to 7.</summary>
    public void Add(int day, IEnumerable<(int Opens, int Closes)> spans) => days[day - 1].AddRange(spans);

    /// <summary>The week with overlapping and touching spans joined, or null when one would exceed a day.</summary>
    public ImmutableArray<WeeklyHours>? ToWeek()
    {
        var week = ImmutableArray.CreateBuilder<WeeklyHours>();
        for (var day = 1; day <= 7; day++)
        {
            foreach (var (opens, closes) in Join(days[day - 1]))
            {
                if (closes - opens > MinutesOfDay)
                    return null;
                week.Add(new WeeklyHours((IsoDayOfWeek)day, Time(opens), Time(closes)));
            }
        }

        return week.ToImmutable();
    }

    private static List<(int Opens, int Closes)> Join(List<(int Opens, int Closes)> spans)
    {
        var joined = new List<(int Opens, int Closes)>();
        foreach (var span in spans.Order())
        {
            if (joined.Count > 0 && span.Opens <= joined[^1].Closes)
                joined[^1] = (joined[^1].Opens, Math.Max(joined[^1].Closes, span.Closes));
            else
                joined.Add(span);
        }

        return joined;
    }

    private static LocalTime Time(int minutes) => LocalTime.FromMinutesSinceMidnight(minutes % MinutesOfDay);
}
