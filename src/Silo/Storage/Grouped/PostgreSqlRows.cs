using Npgsql;
using NpgsqlTypes;

namespace Scheduling.Silo.Storage.Grouped;

/// <summary>The table in PostgreSQL.</summary>
internal sealed class PostgreSqlRows : RowDatabase
{
    // In milliseconds. Another silo's batch holds a row for a moment only. Whoever holds one longer (a person with a
    // transaction left open) should not keep the rows of a whole batch waiting.
    private const int MaxLockWait = 2_000;

    private const string Read =
        "SELECT version, payload FROM grain_state WHERE grain_key = $1 AND state_name = $2 AND service_id = $3";

    private readonly NpgsqlDataSource database;
    private readonly NpgsqlDataSource writers;
    private readonly string service;

    /// <summary>Makes connections when they are needed.</summary>
    /// <param name="database">Where connections that read come from; not disposed here.</param>
    /// <param name="settings">What connections that write are made with.</param>
    /// <param name="service">Whose rows.</param>
    public PostgreSqlRows(NpgsqlDataSource database, NpgsqlConnectionStringBuilder settings, string service)
    {
        this.database = database;
        this.service = service;
        writers = WritersOf(settings);
    }

    /// <summary>Two: while one batch is being committed, the next is on its way.</summary>
    public override int Writers => 2;

    /// <inheritdoc />
    public override async Task<StoredState?> ReadAsync(RowKey row, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Read);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = row.Grain, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = row.State, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = service, NpgsqlDbType = NpgsqlDbType.Text });
        await using var found = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        if (!await found.ReadAsync(cancellation).ConfigureAwait(false))
            return null;
        return new StoredState(found.GetInt32(0), found.IsDBNull(1) ? null : found.GetFieldValue<byte[]>(1));
    }

    /// <inheritdoc />
    public override IRowWriter OpenWriter() => new PostgreSqlRowWriter(writers, service);

    /// <inheritdoc />
    public override ValueTask DisposeAsync() => writers.DisposeAsync();

    private NpgsqlDataSource WritersOf(NpgsqlConnectionStringBuilder settings)
    {
        // Nothing is reset between batches, so what a connection is told when it is made holds for its life.
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.ConnectionStringBuilder.MinPoolSize = 0;
        builder.ConnectionStringBuilder.MaxPoolSize = Writers;
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        var settle = $"SET lock_timeout = {MaxLockWait}";
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand(settle, connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand(settle, connection);
                await command.ExecuteNonQueryAsync();
            });
        return builder.Build();
    }
}
