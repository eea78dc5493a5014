namespace Scheduling.Silo.Storage.Grouped;

/// <summary>The table of grain state, by row.</summary>
internal abstract class RowDatabase : IAsyncDisposable
{
    /// <summary>How many batches it is worth writing at a time.</summary>
    public abstract int Writers { get; }

    /// <summary>Reads a row; null when it is not there.</summary>
    public abstract Task<StoredState?> ReadAsync(RowKey row, CancellationToken cancellation);

    /// <summary>Something that writes one batch after the other. Making it asks nothing of the database.</summary>
    public abstract IRowWriter OpenWriter();

    /// <inheritdoc />
    public abstract ValueTask DisposeAsync();
}

/// <summary>Writes batches, one at a time.</summary>
internal interface IRowWriter : IDisposable
{
    /// <summary>
    /// Writes rows, none twice, and tells each write what came of it. When it throws, those it has not told may or may
    /// not be stored; it can go on with the next batch.
    /// </summary>
    /// <param name="batch">The writes. May be put in another order.</param>
    Task WriteAsync(List<RowWrite> batch);
}

/// <summary>What a row holds.</summary>
/// <param name="Version">How often it was written.</param>
/// <param name="Payload">The state's bytes; null when it was cleared.</param>
internal sealed record StoredState(int Version, byte[]? Payload);
