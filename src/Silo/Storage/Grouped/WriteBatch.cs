using System.Threading.Channels;

namespace Scheduling.Silo.Storage.Grouped;

/// <summary>
/// Picks what is written together. One row is in a batch once: a second write of it (from another activation of the
/// grain, one of which is mistaken) waits for the next.
/// </summary>
internal sealed class WriteBatch
{
    /// <summary>More rows gain nothing, and whoever came first waits for the last of them.</summary>
    public const int MaxRows = 256;

    // PostgreSQL keeps what it unnests in work_mem, 4 MB by default, and beyond that in a file.
    private const int FullBytes = 2 << 20;

    private readonly HashSet<RowKey> rows = [];
    private readonly List<RowWrite> later = [];
    private int bytes;

    /// <summary>The writes of the batch.</summary>
    public List<RowWrite> Writes { get; } = [];

    /// <summary>True when there is something to write without waiting for more.</summary>
    public bool HasLater => later.Count > 0;

    /// <summary>Replaces the batch by what waits now, the longest waiting first.</summary>
    public void Take(ChannelReader<RowWrite> waiting)
    {
        Writes.Clear();
        rows.Clear();
        bytes = 0;
        later.RemoveAll(TryAdd);
        while (Writes.Count < MaxRows && bytes < FullBytes && waiting.TryRead(out var write))
        {
            if (!TryAdd(write))
                later.Add(write);
        }
    }

    private bool TryAdd(RowWrite write)
    {
        if (Writes.Count == MaxRows || !rows.Add(write.Row))
            return false;
        Writes.Add(write);
        bytes += write.Payload?.Length ?? 0;
        return true;
    }
}
