using System.Diagnostics;
using System.Diagnostics.Metrics;

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

    private static readonly Histogram<double> WriteDuration =
        Meter.CreateHistogram<double>("scheduling.write.duration", "s", "Time of one durable write of a calendar record.");

    internal static void Booked(string status) => Bookings.Add(1, new KeyValuePair<string, object?>("status", status));

    internal static void Refused(RefusalCode code) =>
        Refusals.Add(1, new KeyValuePair<string, object?>("code", code.ToString()));

    internal static void Met(string ending) => Conflicts.Add(1, new KeyValuePair<string, object?>("ending", ending));

    internal static void Wrote(long startedAt) => WriteDuration.Record(Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
}
