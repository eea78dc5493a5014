using NodaTime;

namespace Scheduling.Api.Common;

/// <summary>Shows stored instants, which are UTC, in the zone of whoever keeps them.</summary>
internal static class Zones
{
    /// <summary>The zone of a stored id; one that is gone from the zone data shows as UTC.</summary>
    public static DateTimeZone Of(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? DateTimeZone.Utc;

    /// <summary>The instant with the offset in force there and then.</summary>
    public static OffsetDateTime In(this Instant instant, DateTimeZone zone)
    {
        var offset = zone.GetUtcOffset(instant);
        // RFC 3339 offsets are whole minutes; local mean time, used into the 20th century, is not.
        return instant.WithOffset(Offset.FromSeconds(offset.Seconds - offset.Seconds % 60));
    }

    /// <summary>The span with both ends in the zone.</summary>
    public static PeriodOutput In(this Period period, DateTimeZone zone) => new(period, zone);
}
