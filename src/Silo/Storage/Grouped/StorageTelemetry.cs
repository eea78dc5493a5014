using System.Diagnostics;
using System.Diagnostics.Metrics;
using Scheduling.Grains.Common;

namespace Scheduling.Silo.Storage.Grouped;

/// <summary>How writes are grouped; beside the product's other instruments.</summary>
internal static class StorageTelemetry
{
    private static readonly Meter Meter = new(Telemetry.MeterName);

    private static readonly UpDownCounter<long> Waiting = Meter.CreateUpDownCounter<long>(
        "scheduling.storage.waiting", "{write}", "Writes that wait for the store, those in the batches under way included.");

    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram(
        "scheduling.storage.batch.size", "{write}", "Writes that went to the store together.", tags: null,
        new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, WriteBatch.MaxRows] });

    private static readonly Histogram<double> BatchDuration = Meter.CreateHistogram(
        "scheduling.storage.batch.duration", "s", "Time of one batch until it is on disk, by how it ended.", tags: null,
        new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        });

    /// <summary>Writes have come, or (negative) have gone.</summary>
    public static void Waits(int difference) => Waiting.Add(difference);

    /// <summary>A batch has ended.</summary>
    public static void Wrote(int writes, long startedAt, bool failed)
    {
        BatchSize.Record(writes);
        BatchDuration.Record(
            Stopwatch.GetElapsedTime(startedAt).TotalSeconds,
            new KeyValuePair<string, object?>("ending", failed ? "failed" : "committed"));
    }
}
