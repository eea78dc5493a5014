using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Scheduling.Silo.Storage.Grouped;

/// <summary>A connection that writes rows, one transaction after the other.</summary>
internal sealed class SqliteRowTransaction : IDisposable
{
    private const string Insert = """
        INSERT INTO grain_state (service_id, grain_key, state_name, version, modified_at, payload)
        VALUES ($service, $grain, $state, $version + 1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), $payload)
        ON CONFLICT (grain_key, state_name, service_id) DO NOTHING
        """;

    private const string Update = """
        UPDATE grain_state
        SET version = version + 1, modified_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), payload = $payload
        WHERE grain_key = $grain AND state_name = $state AND service_id = $service AND version = $version
        """;

    // In KiB. With SQLite's own 2 MB, a busy server read a hundred pages from the file again for each commit.
    private const string Cache = "PRAGMA cache_size = -32768";

    private readonly SqliteConnection connection;
    private readonly SqliteCommand begin;
    private readonly SqliteCommand commit;
    private readonly SqliteCommand insert;
    private readonly SqliteCommand update;

    /// <summary>Takes over the connection.</summary>
    public SqliteRowTransaction(SqliteConnection connection, string service)
    {
        this.connection = connection;
        using (var cache = CommandOf(Cache))
            cache.ExecuteNonQuery();
        begin = CommandOf("BEGIN IMMEDIATE");
        commit = CommandOf("COMMIT");
        insert = RowCommandOf(Insert, service);
        update = RowCommandOf(Update, service);
    }

    /// <summary>Takes the lock.</summary>
    public void Begin() => begin.ExecuteNonQuery();

    /// <summary>Writes a row, to be stored by <see cref="Commit"/>; false when it does not have the version it
    /// should.</summary>
    public bool Write(RowWrite write)
    {
        var command = write.Version == RowWrite.NoRow ? insert : update;
        command.Parameters[0].Value = write.Row.Grain;
        command.Parameters[1].Value = write.Row.State;
        command.Parameters[2].Value = write.Version;
        command.Parameters[3].Value = write.Payload is { } payload ? BytesOf(payload) : DBNull.Value;
        return command.ExecuteNonQuery() == 1;
    }

    /// <summary>Returns when all of it is on disk.</summary>
    public void Commit() => commit.ExecuteNonQuery();

    /// <summary>Closes the connection; a transaction under way is undone.</summary>
    public void Dispose()
    {
        foreach (var command in (SqliteCommand[])[begin, commit, insert, update])
            command.Dispose();
        connection.Dispose();
    }

    private static byte[] BytesOf(ReadOnlyMemory<byte> payload) =>
        MemoryMarshal.TryGetArray(payload, out var whole) && whole.Array!.Length == payload.Length
            ? whole.Array
            : payload.ToArray();

    private SqliteCommand CommandOf(string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    private SqliteCommand RowCommandOf(string text, string service)
    {
        var command = CommandOf(text);
        command.Parameters.Add("$grain", SqliteType.Text);
        command.Parameters.Add("$state", SqliteType.Text);
        command.Parameters.Add("$version", SqliteType.Integer);
        command.Parameters.Add("$payload", SqliteType.Blob);
        command.Parameters.AddWithValue("$service", service);
        return command;
    }
}
