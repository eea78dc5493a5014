using NodaTime.Text;
using NodaTime.TimeZones;

namespace Scheduling.Grains.Calendars;

/// <summary>Zones, the injected clock, and periods as people read them.</summary>
public static class WallClock
{
    private static readonly OffsetDateTimePattern Minute =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>");

    private static readonly ZoneLocalMappingResolver Mapping =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The zone of an IANA name that has been checked.</summary>
    public static DateTimeZone Zone(string name) => DateTimeZoneProviders.Tzdb[name];

    /// <summary>A wall-clock time that does not exist moves to the next valid instant; one that exists twice means the first.</summary>
    public static Instant InstantOf(this DateTimeZone zone, LocalDateTime local) => zone.ResolveLocal(local, Mapping).ToInstant();

    /// <summary>Now, by the injected clock.</summary>
    public static Instant Now(this TimeProvider clock) => Instant.FromDateTimeOffset(clock.GetUtcNow());

    /// <summary>As <c>2027-03-02T09:30+01:00/2027-03-02T11:30+01:00</c>.</summary>
    public static string Describe(Period period, DateTimeZone zone) => $"{Describe(period.Start, zone)}/{Describe(period.End, zone)}";

    /// <summary>As <c>2027-03-02T09:30+01:00</c>.</summary>
    public static string Describe(Instant instant, DateTimeZone zone) =>
        Minute.Format(instant.InZone(zone).ToOffsetDateTime());
}
