using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage;

namespace Scheduling.Silo.Audit;

/// <summary>
/// Every record of a store as it was at one moment, whether a server is writing there or not. Takes no lock that a server
/// would wait for, and changes nothing, not even the tables of an older version.
/// </summary>
internal static class StoredRows
{
    private const string All = "SELECT grain_key, state_name, modified_at, payload FROM grain_state "
        + "WHERE service_id = @service AND payload IS NOT NULL";

    /// <summary>Where they are, for people; no password in it.</summary>
    /// <exception cref="StartupException">The connection string is wrong.</exception>
    public static string Describe(SchedulingSettings settings)
    {
        if (settings.Provider == StorageProvider.Sqlite)
            return $"Sqlite {SqliteLocation.Of(settings).Path}";
        var place = PostgreSqlStore.Parse(settings.ConnectionString!);
        return $"PostgreSql {place.Host}:{place.Port}/{place.Database}";
    }

    /// <summary>Reads all of them, in no particular order, in one transaction.</summary>
    /// <exception cref="StartupException">The connection string is wrong.</exception>
    /// <exception cref="DbException">There is no store, or it does not answer.</exception>
    public static async Task ReadAsync(SchedulingSettings settings, Action<StoredRow> take)
    {
        await using var connection = Connect(settings);
        await connection.OpenAsync();
        // In both databases a snapshot: SQLite's of its log, PostgreSQL's of the first statement.
        await using var transaction = await connection.BeginTransactionAsync(
            settings.Provider == StorageProvider.Sqlite ? IsolationLevel.Serializable : IsolationLevel.RepeatableRead);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = All;
        var service = command.CreateParameter();
        (service.ParameterName, service.Value) = ("service", Clustering.ServiceId);
        command.Parameters.Add(service);
        command.CommandTimeout = 0;
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            take(StoredRow.Of(rows));
    }

    /// <summary>A connection that can only read, which a server that writes does not notice.</summary>
    /// <exception cref="StartupException">The connection string is wrong.</exception>
    public static DbConnection Connect(SchedulingSettings settings)
    {
        if (settings.Provider == StorageProvider.PostgreSql)
            return new NpgsqlConnection(PostgreSqlStore.Parse(settings.ConnectionString!).ConnectionString);
        var location = new SqliteConnectionStringBuilder(SqliteLocation.Of(settings).ConnectionString)
        {
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        };
        return new SqliteConnection(location.ToString());
    }
}
