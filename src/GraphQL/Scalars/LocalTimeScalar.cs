using NodaTime;
using NodaTime.Text;

namespace Scheduling.Api.Scalars;

/// <summary>Wall-clock time to the minute or the second, as <see cref="LocalTime"/>.</summary>
public sealed class LocalTimeScalar : TextScalar
{
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");
    private static readonly LocalTimePattern Seconds = LocalTimePattern.CreateWithInvariantCulture("HH':'mm':'ss");

    /// <summary>Names the scalar.</summary>
    public LocalTimeScalar()
    {
        Name = "LocalTime";
        Description = "A wall-clock time: 09:30. Seconds may be given and are shown where they are not zero.";
    }

    /// <inheritdoc/>
    protected override object Read(string text)
    {
        var pattern = text.Length > "09:30".Length ? Seconds : Minutes;
        return pattern.Parse(text).TryGetValue(default, out var time)
            ? time
            : throw new FormatException("A wall-clock time is written as 09:30, from 00:00 to 23:59.");
    }

    /// <inheritdoc/>
    protected override string Write(object value)
    {
        var time = (LocalTime)value;
        return (time.Second == 0 ? Minutes : Seconds).Format(time);
    }
}
