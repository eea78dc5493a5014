using Microsoft.Data.Sqlite;

namespace Scheduling.Silo.Storage.Grouped;

/// <summary>A connection that reads one row at a time.</summary>
internal sealed class SqliteRowReader : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand read;

    /// <summary>Takes over the connection.</summary>
    public SqliteRowReader(SqliteConnection connection, string service)
    {
        this.connection = connection;
        read = connection.CreateCommand();
        read.CommandText =
            "SELECT version, payload FROM grain_state WHERE grain_key = $grain AND state_name = $state AND service_id = $service";
        read.Parameters.Add("$grain", SqliteType.Text);
        read.Parameters.Add("$state", SqliteType.Text);
        read.Parameters.AddWithValue("$service", service);
    }

    /// <summary>Reads a row; null when it is not there.</summary>
    public StoredState? Read(RowKey row)
    {
        (read.Parameters[0].Value, read.Parameters[1].Value) = (row.Grain, row.State);
        using var found = read.ExecuteReader();
        if (!found.Read())
            return null;
        return new StoredState(found.GetInt32(0), found.IsDBNull(1) ? null : found.GetFieldValue<byte[]>(1));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        read.Dispose();
        connection.Dispose();
    }
}
