using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Scheduling.Silo.Storage.Grouped;

/// <summary>
/// Reads rows for a whole silo: whatever waits when the database is ready for more is asked for in one statement. A lone
/// read does not wait for others.
/// </summary>
internal sealed class PostgreSqlRowReader : IAsyncDisposable
{
    private const int MaxRows = 64;

    // Reads are short; more of them at once would only make the statements smaller.
    private const int Readers = 3;

    // Each row is looked up by the index, whatever the planner thinks of the table: LIMIT keeps it from joining otherwise.
    private const string Statement = """
        SELECT w.place, s.version, s.payload
        FROM unnest($1, $2) WITH ORDINALITY AS w (grain_key, state_name, place)
        CROSS JOIN LATERAL (SELECT version, payload FROM grain_state
            WHERE grain_key = w.grain_key AND state_name = w.state_name AND service_id = $3 LIMIT 1) AS s
        """;

    private readonly Channel<RowRead> waiting = Channel.CreateUnbounded<RowRead>();
    private readonly NpgsqlDataSource database;
    private readonly string service;
    private readonly Task[] loops;

    /// <summary>Begins to read; asks nothing of the database before somebody wants a row.</summary>
    /// <param name="database">Where connections come from; not disposed here.</param>
    /// <param name="service">Whose rows.</param>
    public PostgreSqlRowReader(NpgsqlDataSource database, string service)
    {
        this.database = database;
        this.service = service;
        loops = [.. Enumerable.Range(0, Readers).Select(_ => Task.Run(RunAsync))];
    }

    /// <summary>Reads a row; null when it is not there.</summary>
    public Task<StoredState?> ReadAsync(RowKey row, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var read = new RowRead(row);
        return waiting.Writer.TryWrite(read)
            ? read.Outcome.Task.WaitAsync(cancellation)
            : throw new SiloUnavailableException("The store is read no more, because this server stops.");
    }

    /// <summary>Takes no more reads, and returns when each of those that wait has its answer.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await Task.WhenAll(loops);
    }

    private async Task RunAsync()
    {
        var batch = new List<RowRead>(MaxRows);
        while (await waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MaxRows && waiting.Reader.TryRead(out var read))
                batch.Add(read);
            if (batch.Count > 0)
                await ReadAsync(batch);
        }
    }

    // Whatever happens to one batch, the next is tried.
    private async Task ReadAsync(List<RowRead> batch)
    {
        try
        {
            var found = await FindAsync(batch);
            for (var index = 0; index < found.Length; index++)
                batch[index].Outcome.TrySetResult(found[index]);
        }
        catch (Exception failure)
        {
            foreach (var read in batch)
                read.Outcome.TrySetException(failure);
        }
    }

    private async Task<StoredState?[]> FindAsync(List<RowRead> batch)
    {
        var found = new StoredState?[batch.Count];
        await using var command = database.CreateCommand(Statement);
        command.Add(Array.ConvertAll([.. batch], read => read.Row.Grain), NpgsqlDbType.Array | NpgsqlDbType.Text);
        command.Add(Array.ConvertAll([.. batch], read => read.Row.State), NpgsqlDbType.Array | NpgsqlDbType.Text);
        command.Add(service, NpgsqlDbType.Text);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            found[rows.GetInt64(0) - 1] = new StoredState(rows.GetInt32(1), rows.IsDBNull(2) ? null : rows.GetFieldValue<byte[]>(2));
        return found;
    }

    private sealed record RowRead(RowKey Row)
    {
        // Whoever waits goes on elsewhere: the loop has the next batch to read.
        public TaskCompletionSource<StoredState?> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
