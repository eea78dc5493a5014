using NodaTime;
using NodaTime.Text;

namespace Scheduling.Api.Scalars;

/// <summary>ISO 8601 calendar date, as <see cref="LocalDate"/>.</summary>
public sealed class LocalDateScalar : TextScalar
{
    private static readonly LocalDatePattern Pattern = LocalDatePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd");

    /// <summary>Names the scalar.</summary>
    public LocalDateScalar()
    {
        Name = "LocalDate";
        Description = "A calendar date: 2027-03-02.";
    }

    /// <inheritdoc/>
    protected override object Read(string text) =>
        Pattern.Parse(text).TryGetValue(default, out var date) && date.Year > 0
            ? date
            : throw new FormatException("A date is written as 2027-03-02.");

    /// <inheritdoc/>
    protected override string Write(object value) => Pattern.Format((LocalDate)value);
}
