using System.Globalization;
using NodaTime.Calendars;

namespace Scheduling.Grains.Calendars;

/// <summary>An ISO 8601 week in UTC: Monday 00:00Z to the next. A calendar stores one page for each.</summary>
/// <param name="Number">Weeks since that of Monday 1969-12-29, which is number 0.</param>
[GenerateSerializer, Immutable, Alias("scheduling.iso-week")]
public readonly record struct IsoWeek([property: Id(0)] int Number)
{
    private const double SecondsAWeek = 7 * 24 * 60 * 60;

    private static readonly Instant s_start0 = Instant.FromUtc(1969, 12, 29, 0, 0);

    /// <summary>Its first instant.</summary>
    public Instant Start => s_start0 + Duration.FromDays(7 * Number);

    /// <summary>All of it.</summary>
    public Period Span => new(Start, Start + Duration.FromDays(7));

    /// <summary>The week that holds the instant.</summary>
    public static IsoWeek Of(Instant instant) =>
        new((int)Math.Floor((instant.ToUnixTimeSeconds() - s_start0.ToUnixTimeSeconds()) / SecondsAWeek));

    /// <summary>Every week from that of <paramref name="first"/> to that of <paramref name="last"/>, both included.</summary>
    public static IEnumerable<IsoWeek> Between(Instant first, Instant last)
    {
        var end = Of(last).Number;
        for (var number = Of(first).Number; number <= end; number++)
            yield return new IsoWeek(number);
    }

    /// <summary>Reads <c>2027W12</c>; throws <see cref="FormatException"/> on anything else.</summary>
    public static IsoWeek Parse(string text) =>
        TryParse(text, out var week) ? week : throw new FormatException($"'{text}' is not an ISO week like 2027W12.");

    /// <summary>Reads <c>2027W12</c>.</summary>
    public static bool TryParse(string text, out IsoWeek week)
    {
        week = default;
        // Digits only: the framework reads a number with NULs behind it as well.
        if (text.Length != 7 || text[4] != 'W' || text.Contains('\0')
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text.AsSpan(5, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year is < 1970 or > 9000 || number < 1 || number > WeekYearRules.Iso.GetWeeksInWeekYear(year))
            return false;
        week = Of(WeekYearRules.Iso.GetLocalDate(year, number, IsoDayOfWeek.Monday).AtMidnight().InUtc().ToInstant());
        return true;
    }

    /// <summary>As <c>2027W12</c>.</summary>
    public override string ToString()
    {
        var day = Start.InUtc().Date;
        return string.Create(CultureInfo.InvariantCulture,
            $"{WeekYearRules.Iso.GetWeekYear(day):0000}W{WeekYearRules.Iso.GetWeekOfWeekYear(day):00}");
    }
}
