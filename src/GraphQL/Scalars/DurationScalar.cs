using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Scheduling.Api.Scalars;

/// <summary>ISO 8601 duration of weeks, days, hours, minutes and seconds, as <see cref="Duration"/>.</summary>
public sealed class DurationScalar : TextScalar
{
    private const string Expected =
        "A duration is written as PT1H30M, of weeks, days, hours, minutes and seconds; months and years have no fixed length.";

    private const string TooLong = "A duration is at most 100 years of 366 days.";

    private const int TextLengthMax = 64;

    // Longer than any rule asks for, and small enough to be added to any instant that can be written.
    private static readonly Duration Longest = Duration.FromDays(100 * 366);

    private static readonly NodaTime.PeriodBuilder Zero = new();

    /// <summary>Names the scalar.</summary>
    public DurationScalar()
    {
        Name = "Duration";
        Description =
            "An ISO 8601 duration of weeks, days, hours, minutes and seconds: PT1H30M, P2W. A day is 24 hours. "
            + "Answers show days only where more than 48 hours are a whole number of days: PT48H, P30D, PT73H.";
    }

    /// <inheritdoc/>
    protected override object Read(string text)
    {
        if (text.Length > TextLengthMax || text.Contains('-', StringComparison.Ordinal) || text.EndsWith('T') || text.Length < 3)
            throw new FormatException(Expected);
        if (!PeriodPattern.NormalizingIso.Parse(text).TryGetValue(Zero.Build(), out var parts)
            || parts.Years != 0 || parts.Months != 0)
            throw new FormatException(Expected);
        try
        {
            var duration = parts.ToDuration();
            return duration <= Longest ? duration : throw new FormatException(TooLong);
        }
        catch (OverflowException failure)
        {
            throw new FormatException(TooLong, failure);
        }
    }

    /// <inheritdoc/>
    protected override string Write(object value) => Write((Duration)value);

    /// <summary>Up to 48 hours, and where hours are left over, as hours; otherwise as days.</summary>
    public static string Write(Duration value)
    {
        if (value == Duration.Zero)
            return "PT0S";
        if (value > Duration.FromHours(48) && value.NanosecondOfDay == 0)
            return string.Create(CultureInfo.InvariantCulture, $"P{value.Days}D");
        var text = new StringBuilder("PT");
        if ((long)value.TotalHours is > 0 and var hours)
            text.Append(CultureInfo.InvariantCulture, $"{hours}H");
        if (value.Minutes > 0)
            text.Append(CultureInfo.InvariantCulture, $"{value.Minutes}M");
        if (value.Seconds > 0 || value.SubsecondNanoseconds > 0)
            text.Append(CultureInfo.InvariantCulture, $"{value.Seconds + value.SubsecondNanoseconds / 1e9m:0.#########}S");
        return text.ToString();
    }
}
