using NodaTime;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Scalars;

/// <summary>ISO 8601 duration of weeks, days, hours, minutes and seconds, as <see cref="Duration"/>.</summary>
public sealed class DurationScalar : TextScalar
{
    /// <summary>Names the scalar.</summary>
    public DurationScalar()
    {
        Name = "Duration";
        Description =
            "An ISO 8601 duration of weeks, days, hours, minutes and seconds: PT1H30M, P2W. A day is 24 hours. "
            + "Answers show days only where more than 48 hours are a whole number of days: PT48H, P30D, PT73H.";
    }

    /// <inheritdoc/>
    protected override object Read(string text) => IsoDuration.TryParse(text, out var duration)
        ? duration
        : throw new FormatException(
            "A duration is written as PT1H30M, of weeks, days, hours, minutes and seconds, at most 100 years of 366 days; "
            + "months and years have no fixed length.");

    /// <inheritdoc/>
    protected override string Write(object value) => IsoDuration.Format((Duration)value);
}
