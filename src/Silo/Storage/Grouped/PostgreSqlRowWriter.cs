using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace Scheduling.Silo.Storage.Grouped;

/// <summary>Writes a batch as one statement, which is one transaction.</summary>
internal sealed class PostgreSqlRowWriter(NpgsqlDataSource database, string service) : IRowWriter
{
    // A row is inserted with its next version, or updated if it has the one before; a version that no row has touches
    // nothing. Rows are locked in the order of the arrays. What comes back is what was written, in the same order. (The
    // question whether a row is there is put one row at a time, by the index, whatever the planner thinks of the table.)
    private const string Statement = """
        INSERT INTO grain_state (service_id, grain_key, state_name, version, modified_at, payload)
        SELECT $5, w.grain_key, w.state_name, w.version + 1, now(), w.payload
        FROM unnest($1, $2, $3, $4) AS w (grain_key, state_name, version, payload)
        WHERE w.version = 0 OR (SELECT true FROM grain_state AS s
            WHERE s.grain_key = w.grain_key AND s.state_name = w.state_name AND s.service_id = $5)
        ON CONFLICT (grain_key, state_name, service_id) DO UPDATE
        SET version = excluded.version, modified_at = excluded.modified_at, payload = excluded.payload
        WHERE grain_state.version = excluded.version - 1
        RETURNING grain_key, state_name
        """;

    // How long it goes on row by row; callers behind wait meanwhile.
    private static readonly TimeSpan PatienceOneByOne = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public async Task WriteAsync(List<RowWrite> batch)
    {
        // Batches of all silos lock rows in one order, so that none waits for one that waits for it.
        batch.Sort((one, other) => RowKey.Order(one.Row, other.Row));
        try
        {
            await ExecuteAsync(batch).ConfigureAwait(false);
        }
        catch (PostgresException refusal) when (batch.Count > 1 && MayConcernOneRow(refusal))
        {
            await OneByOneAsync(batch).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    // The statement is undone, and another set of rows may fare better: something in the data (22, 23, 54), a trigger
    // (P0001), a deadlock (40), a row that is locked (55P03) or took too long (57014).
    private static bool MayConcernOneRow(PostgresException refusal) =>
        refusal.SqlState is "55P03" or "57014" or "P0001" || refusal.SqlState[..2] is "22" or "23" or "40" or "54";

    private async Task OneByOneAsync(List<RowWrite> batch)
    {
        var startedAt = Stopwatch.GetTimestamp();
        foreach (var write in batch)
        {
            try
            {
                if (Stopwatch.GetElapsedTime(startedAt) > PatienceOneByOne)
                    throw new TimeoutException("The store is busy with rows that it does not take; this one was not tried.");
                await ExecuteAsync([write]).ConfigureAwait(false);
            }
            catch (Exception refusal) when (refusal is TimeoutException || (refusal is PostgresException of && MayConcernOneRow(of)))
            {
                write.Fail(refusal);
            }
        }
    }

    private async Task ExecuteAsync(List<RowWrite> batch)
    {
        await using var command = CommandOf(batch);
        var written = new bool[batch.Count];
        await using (var rows = await command.ExecuteReaderAsync().ConfigureAwait(false))
        {
            for (var next = 0; await rows.ReadAsync().ConfigureAwait(false); next++)
            {
                var row = new RowKey(rows.GetString(0), rows.GetString(1));
                while (batch[next].Row != row)
                    next++;
                written[next] = true;
            }

            // The commit comes after the rows, and can fail; until the reader is at its end nothing is certain.
            while (await rows.NextResultAsync().ConfigureAwait(false))
            {
            }
        }

        for (var index = 0; index < written.Length; index++)
            batch[index].Tell(written[index]);
    }

    private NpgsqlCommand CommandOf(List<RowWrite> batch)
    {
        var (grains, states, versions) = (new string[batch.Count], new string[batch.Count], new int[batch.Count]);
        var payloads = new ReadOnlyMemory<byte>?[batch.Count];
        for (var index = 0; index < batch.Count; index++)
        {
            var write = batch[index];
            (grains[index], states[index], versions[index]) = (write.Row.Grain, write.Row.State, write.Version);
            payloads[index] = write.Payload;
        }

        var command = database.CreateCommand(Statement);
        command.Add(grains, NpgsqlDbType.Array | NpgsqlDbType.Text);
        command.Add(states, NpgsqlDbType.Array | NpgsqlDbType.Text);
        command.Add(versions, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        command.Add(payloads, NpgsqlDbType.Array | NpgsqlDbType.Bytea);
        command.Add(service, NpgsqlDbType.Text);
        return command;
    }
}
