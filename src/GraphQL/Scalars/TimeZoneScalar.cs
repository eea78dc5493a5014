using NodaTime.TimeZones;

namespace Scheduling.Api.Scalars;

/// <summary>An IANA zone id, as the text itself: an alias stays as it was written.</summary>
public sealed class TimeZoneScalar : TextScalar
{
    /// <summary>Names the scalar.</summary>
    public TimeZoneScalar()
    {
        Name = "TimeZone";
        Description = "An IANA zone: Europe/Paris, Indian/Reunion.";
    }

    /// <inheritdoc/>
    protected override object Read(string text) =>
        TzdbDateTimeZoneSource.Default.CanonicalIdMap.ContainsKey(text)
            ? text
            : throw new FormatException("A zone is an IANA name: Europe/Paris, Indian/Reunion.");

    /// <inheritdoc/>
    protected override string Write(object value) => (string)value;
}
