using System.Diagnostics;
using System.Threading.Channels;

namespace Scheduling.Silo.Storage.Grouped;

/// <summary>
/// The writes of a whole silo: whatever waits when the database is ready for more goes to it together. A lone write does
/// not wait for others.
/// </summary>
internal sealed partial class GroupWriter
{
    /// <summary>
    /// How many writes may wait. About a second's work; further ones are refused, since memory would be what holds them.
    /// </summary>
    public const int MaxWaiting = 10_000;

    private readonly Channel<RowWrite> waiting =
        Channel.CreateBounded<RowWrite>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.Wait });

    private readonly ILogger log;
    private readonly Action<Exception?> wrote;
    private readonly WriteLease? lease;
    private readonly Task[] loops;
    private volatile bool stopped;

    /// <summary>Begins to take writes.</summary>
    /// <param name="rows">Where they go.</param>
    /// <param name="log">Told of batches that fail.</param>
    /// <param name="wrote">Told of every batch, and why it failed if it did.</param>
    /// <param name="lease">The right to write; null where nobody else can.</param>
    public GroupWriter(RowDatabase rows, ILogger log, Action<Exception?> wrote, WriteLease? lease = null)
    {
        this.lease = lease;
        this.log = log;
        this.wrote = wrote;
        loops = [.. Enumerable.Range(0, rows.Writers).Select(_ => Task.Run(() => RunAsync(rows.OpenWriter())))];
    }

    /// <summary>Writes a row; see <see cref="RowWrite.Outcome"/>.</summary>
    /// <exception cref="LimitExceededException">Too many wait already; nothing was written.</exception>
    /// <exception cref="SiloUnavailableException">It has stopped; nothing was written.</exception>
    public Task<bool> WriteAsync(RowWrite write)
    {
        if (!waiting.Writer.TryWrite(write))
        {
            throw stopped
                ? new SiloUnavailableException("The store takes no more writes, because this server stops.")
                : new LimitExceededException($"{MaxWaiting} writes wait for the store already.");
        }

        StorageTelemetry.Waits(1);
        return write.Outcome;
    }

    /// <summary>Takes no more writes, and returns when each of those that wait has been told.</summary>
    public Task StopAsync()
    {
        stopped = true;
        waiting.Writer.TryComplete();
        return Task.WhenAll(loops);
    }

    private async Task RunAsync(IRowWriter writer)
    {
        using var owned = writer;
        var batch = new WriteBatch();
        while (batch.HasLater || await waiting.Reader.WaitToReadAsync())
        {
            batch.Take(waiting.Reader);
            if (batch.Writes.Count > 0)
                await WriteAsync(writer, batch.Writes);
        }
    }

    // Whatever happens to one batch, the next is tried: what is wrong may have passed, and callers who wait for a loop that
    // has ended would wait for ever.
    private async Task WriteAsync(IRowWriter writer, List<RowWrite> writes)
    {
        var startedAt = Stopwatch.GetTimestamp();
        Exception? failure = null;
        try
        {
            // At the last moment: who knows how long they have waited here.
            if (lease is not null)
                await lease.HeldAsync();
            await writer.WriteAsync(writes);
        }
        catch (Exception thrown)
        {
            failure = thrown;
            LogFailure(thrown, writes.Count);
        }

        wrote(failure);
        StorageTelemetry.Wrote(writes.Count, startedAt, failure is not null);
        StorageTelemetry.Waits(-writes.Count);
        foreach (var write in writes.Where(write => !write.Outcome.IsCompleted))
            write.Fail(failure ?? new OrleansException("The store did not say what came of a write."));
    }

    [LoggerMessage(LogLevel.Error, "A batch of {Count} writes failed; those who wait for it are told so.")]
    private partial void LogFailure(Exception failure, int count);
}
