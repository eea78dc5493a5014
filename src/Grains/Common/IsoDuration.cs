using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Scheduling.Grains.Common;

/// <summary>
/// ISO 8601 durations of a fixed length: weeks, days of 24 hours, hours, minutes, seconds. Years and months have no fixed
/// length and are refused.
/// </summary>
public static partial class IsoDuration
{
    private static readonly Duration HoursUpTo = Duration.FromHours(48);

    /// <summary>Reads <c>PT1H30M</c>, <c>P30D</c>, <c>P2W</c>; false for anything else and for more than 100 years.</summary>
    public static bool TryParse(string text, out Duration duration)
    {
        duration = Duration.Zero;
        var match = Form().Match(text);
        if (!match.Success)
            return false;
        var seconds = Number("w") * 604_800 + Number("d") * 86_400 + Number("h") * 3_600 + Number("m") * 60 + Number("s");
        if (seconds > 100L * 366 * 86_400)
            return false;
        duration = Duration.FromSeconds(seconds);
        return true;

        long Number(string group) =>
            match.Groups[group] is { Success: true } digits ? long.Parse(digits.Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Writes hours up to 48 of them (<c>PT48H</c>), whole days beyond (<c>P30D</c>).</summary>
    public static string Format(Duration duration)
    {
        var sign = duration < Duration.Zero ? "-" : "";
        var seconds = (long)Math.Abs(duration.TotalSeconds);
        if (seconds == 0)
            return "PT0S";
        if (seconds > HoursUpTo.TotalSeconds && seconds % 86_400 == 0)
            return string.Create(CultureInfo.InvariantCulture, $"{sign}P{seconds / 86_400}D");
        var text = new StringBuilder(sign).Append("PT");
        Append(seconds / 3_600, 'H');
        Append(seconds / 60 % 60, 'M');
        Append(seconds % 60, 'S');
        return text.ToString();

        void Append(long number, char unit)
        {
            if (number != 0)
                text.Append(CultureInfo.InvariantCulture, $"{number}{unit}");
        }
    }

    [GeneratedRegex(
        @"^P(?=.)((?<w>[0-9]{1,9})W)?((?<d>[0-9]{1,9})D)?(T(?=.)((?<h>[0-9]{1,9})H)?((?<m>[0-9]{1,9})M)?((?<s>[0-9]{1,9})S)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
