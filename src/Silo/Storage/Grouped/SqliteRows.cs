using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Scheduling.Silo.Storage.Grouped;

/// <summary>The table in the embedded store. Its connections are kept open, with their statements prepared.</summary>
internal sealed class SqliteRows(string connectionString, string service) : RowDatabase
{
    // Reading blocks a thread for microseconds, so few happen at a time.
    private const int MaxIdleReaders = 8;

    private readonly ConcurrentBag<SqliteRowReader> idle = [];

    // Not from the pool: what a connection was doing when it failed must end with it.
    private readonly SqliteDataSource database =
        new(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ToString());

    private volatile bool disposed;

    /// <summary>One: the file takes one writer at a time.</summary>
    public override int Writers => 1;

    /// <inheritdoc />
    public override Task<StoredState?> ReadAsync(RowKey row, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var reader = idle.TryTake(out var kept) ? kept : new SqliteRowReader(Open(), service);
        StoredState? stored;
        try
        {
            stored = reader.Read(row);
        }
        catch
        {
            reader.Dispose();
            throw;
        }

        if (idle.Count < MaxIdleReaders)
            idle.Add(reader);
        else
            reader.Dispose();
        if (disposed)
            DisposeIdle();
        return Task.FromResult(stored);
    }

    /// <inheritdoc />
    public override IRowWriter OpenWriter() => new SqliteRowWriter(Open, service);

    /// <summary>A connection as those that read and write are.</summary>
    public SqliteConnection Open() => (SqliteConnection)database.OpenConnection();

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        disposed = true;
        DisposeIdle();
        await database.DisposeAsync();
    }

    private void DisposeIdle()
    {
        while (idle.TryTake(out var reader))
            reader.Dispose();
    }
}
