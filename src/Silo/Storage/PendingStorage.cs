using System.Diagnostics.Metrics;
using Scheduling.Api.Overload;
using Scheduling.Grains.Common;

namespace Scheduling.Silo.Storage;

/// <summary>
/// Counts what waits for the database. While it is too much, the API begins nothing new: a database that is slow then costs
/// callers a refusal at once, not this process its memory.
/// </summary>
internal sealed class PendingStorage(LimitOptions limits) : IBacklog
{
    private static readonly Meter Meter = new(Telemetry.MeterName);

    private static readonly UpDownCounter<long> Pending = Meter.CreateUpDownCounter<long>(
        "scheduling.storage.pending", "{operation}", "Reads and writes that wait for the database.");

    private int count;

    /// <inheritdoc />
    public bool IsFull => Volatile.Read(ref count) >= limits.PendingStorage;

    /// <summary>Runs one read or write, and counts it until it has ended.</summary>
    public async Task TrackAsync(Task operation)
    {
        if (operation.IsCompleted)
        {
            await operation.ConfigureAwait(false);
            return;
        }

        Interlocked.Increment(ref count);
        Pending.Add(1);
        try
        {
            await operation.ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref count);
            Pending.Add(-1);
        }
    }
}
