using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Scheduling.Grains.Bookings;

namespace Scheduling.Grains.Common;

/// <summary>The product's own instruments, under the meter <see cref="MeterName"/>. No ids in labels.</summary>
public static class Telemetry
{
    /// <summary>The meter to subscribe to.</summary>
    public const string MeterName = "Scheduling";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Bookings =
        Meter.CreateCounter<long>("scheduling.bookings", "{booking}", "Bookings made and cancelled, by resulting status.");

    private static readonly Counter<long> Refusals =
        Meter.CreateCounter<long>("scheduling.refusals", "{refusal}", "Booking attempts refused, by code.");

    private static readonly Counter<long> Conflicts =
        Meter.CreateCounter<long>("scheduling.conflicts", "{conflict}", "Claims that met another claim, by how it ended.");

    private static readonly UpDownCounter<long> Subscribers = Meter.CreateUpDownCounter<long>(
        "scheduling.occupancy.subscribers", "{subscriber}", "Who follows the occupancy of rooms on this silo.");

    private static readonly UpDownCounter<long> FollowedRooms = Meter.CreateUpDownCounter<long>(
        "scheduling.occupancy.rooms", "{room}", "Rooms that somebody on this silo follows.");

    private static readonly Counter<long> OccupancyChanges = Meter.CreateCounter<long>(
        "scheduling.occupancy.changes", "{change}", "Changes of rooms that somebody on this silo follows, once each however many follow.");

    // From half a millisecond, a quiet embedded store, to the response timeout.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private static readonly Histogram<double> WriteDuration =
        Meter.CreateHistogram("scheduling.write.duration", "s", "Time of one durable write of a record.", tags: null, Seconds);

    private static readonly FrozenDictionary<RefusalCode, string> CodeNames = Enum.GetValues<RefusalCode>()
        .ToFrozenDictionary(code => code, code => JsonNamingPolicy.SnakeCaseUpper.ConvertName(code.ToString()));

    internal static void Booked(BookingStatus status) =>
        Bookings.Add(1, new KeyValuePair<string, object?>("status", status.ToString().ToLowerInvariant()));

    internal static void Refused(RefusalCode code) =>
        Refusals.Add(1, new KeyValuePair<string, object?>("code", CodeNames[code]));

    internal static void Met(string ending) => Conflicts.Add(1, new KeyValuePair<string, object?>("ending", ending));

    internal static void Subscribed(int difference) => Subscribers.Add(difference);

    internal static void Followed(int difference) => FollowedRooms.Add(difference);

    internal static void OccupancyChanged() => OccupancyChanges.Add(1);

    internal static void Wrote(long startedAt) => WriteDuration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
}
