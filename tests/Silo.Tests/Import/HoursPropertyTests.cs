using System.Text;
using CsCheck;
using NodaTime;
using Scheduling.Grains.Calendars;
using Scheduling.Silo.Import.Hours;

namespace Scheduling.Silo.Tests.Import;

/// <summary>A week reads as it was printed, in whatever style; no text at all makes the reader fail.</summary>
public class HoursPropertyTests
{
    private const int MinutesOfDay = 24 * 60;

    private static readonly string[] Names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

    /// <summary>Spans of one day in minutes, apart from each other; the last may run past midnight.</summary>
    private static readonly Gen<(int Opens, int Closes)[]> GenDay =
        from cuts in Gen.Int[0, MinutesOfDay - 1].Array[0, 8]
        from overnight in Gen.Bool
        from extra in Gen.Int[1, MinutesOfDay]
        select Spans([.. cuts.Distinct().Order()], overnight, extra);

    /// <summary>Few different days, so that many weeks have equal days to be put together.</summary>
    private static readonly Gen<(int Opens, int Closes)[][]> GenWeek =
        from pool in GenDay.Array[1, 4]
        from picks in Gen.Int[0, 3].Array[7]
        select picks.Select(pick => pool[pick % pool.Length]).ToArray();

    private static readonly Gen<Style> GenStyle =
        from blank in Gen.OneOf("", " ", "  ", "\u00A0")
        from lower in Gen.Bool
        from grouped in Gen.Bool
        from additional in Gen.Bool
        from extended in Gen.Bool
        from publicHolidays in Gen.Bool
        select new Style(blank, lower, grouped, additional, extended, publicHolidays);

    [Fact]
    public void Read_PrintedWeek_GivesTheSameWeek() =>
        Gen.Select(GenWeek, GenStyle).Sample(
            (week, style) =>
            {
                var text = Print(week, style);
                return HoursParser.Read(text) is HoursReading.Readable readable
                    && readable.Week.SequenceEqual(Expected(week))
                    && readable.ClosedOnPublicHolidays == style.PublicHolidaysOff;
            },
            iter: 20_000,
            print: sample => Print(sample.Item1, sample.Item2));

    [Fact]
    public void Read_AnyText_NeverThrows()
    {
        var pieces = Gen.OneOf(
            "Mo", "Tu", "su", "PH", "SH", "off", "closed", "open", "24/7", "09:00", "9:5", "24:00", "26:00", "48:00", "-",
            "–", ",", ";", " ", "+", "\"", "[1]", "||", "Jan", "week", "2027", "é", "\0", "\uD800", ":", "/",
            "99999999999999");
        var made = pieces.Array[0, 30].Select(string.Concat);

        Gen.Frequency((3, made), (1, Gen.String)).Sample(
            text => HoursParser.Read(text) switch
            {
                HoursReading.Readable readable => readable.Week.All(span => (int)span.Day is >= 1 and <= 7),
                HoursReading.Unreadable unreadable => unreadable.Reason.Length is > 0 and < 200,
                _ => false,
            },
            iter: 200_000);
    }

    private static (int Opens, int Closes)[] Spans(int[] cuts, bool overnight, int extra)
    {
        var spans = new List<(int Opens, int Closes)>();
        for (var index = 0; index + 1 < cuts.Length; index += 2)
            spans.Add((cuts[index], cuts[index + 1]));
        if (overnight && cuts.Length % 2 == 1)
            spans.Add((cuts[^1], cuts[^1] + extra));
        return [.. spans];
    }

    private static IEnumerable<WeeklyHours> Expected((int Opens, int Closes)[][] week) =>
        from day in Enumerable.Range(1, 7)
        from span in week[day - 1]
        select new WeeklyHours((IsoDayOfWeek)day, Time(span.Opens), Time(span.Closes));

    private static LocalTime Time(int minutes) => LocalTime.FromMinutesSinceMidnight(minutes % MinutesOfDay);

    private static string Print((int Opens, int Closes)[][] week, Style style)
    {
        var rules = new List<string>();
        var printed = new HashSet<int>();
        foreach (var day in Enumerable.Range(0, 7).Where(day => !printed.Contains(day)))
        {
            var same = Enumerable.Range(0, 7)
                .Where(other => style.Grouped ? week[other].SequenceEqual(week[day]) : other == day)
                .ToList();
            printed.UnionWith(same);
            var times = week[day].Length == 0
                ? "off"
                : string.Join(
                    ',' + style.Blank, week[day].Select(span => $"{Clock(span.Opens)}-{Clock(Closing(span, style))}"));
            rules.Add($"{Days(same)} {times}");
        }

        if (style.PublicHolidaysOff)
            rules.Add("PH off");
        var separator = (style.Additional ? "," : ";") + style.Blank;
        var text = string.Join(separator, rules);
        return style.Lower ? text.ToLowerInvariant() : text;
    }

    /// <summary>An end after midnight is printed as 26:00 or 02:00, an end a whole day later as 34:00 only.</summary>
    private static int Closing((int Opens, int Closes) span, Style style) =>
        span.Closes > MinutesOfDay && !style.Extended && span.Closes - span.Opens < MinutesOfDay
            ? span.Closes - MinutesOfDay
            : span.Closes;

    private static string Days(List<int> days)
    {
        var text = new StringBuilder();
        for (var index = 0; index < days.Count; index++)
        {
            var first = index;
            while (index + 1 < days.Count && days[index + 1] == days[index] + 1)
                index++;
            text.Append(text.Length > 0 ? "," : "").Append(Names[days[first]]);
            if (index > first)
                text.Append('-').Append(Names[days[index]]);
        }

        return text.ToString();
    }

    private static string Clock(int minutes) => $"{minutes / 60:00}:{minutes % 60:00}";

    private sealed record Style(
        string Blank, bool Lower, bool Grouped, bool Additional, bool Extended, bool PublicHolidaysOff);
}
