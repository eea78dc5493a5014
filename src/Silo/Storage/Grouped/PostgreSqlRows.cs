using Npgsql;

namespace Scheduling.Silo.Storage.Grouped;

/// <summary>The table in PostgreSQL.</summary>
internal sealed class PostgreSqlRows : RowDatabase
{
    // In milliseconds. Another silo's batch holds a row for a moment only. Whoever holds one longer (a person with a
    // transaction left open) should not keep the rows of a whole batch waiting.
    private const int MaxLockWait = 2_000;

    private readonly PostgreSqlRowReader reader;
    private readonly NpgsqlDataSource writers;
    private readonly string service;

    /// <summary>Makes connections when they are needed.</summary>
    /// <param name="database">Where connections that read come from; not disposed here.</param>
    /// <param name="settings">What connections that write are made with.</param>
    /// <param name="service">Whose rows.</param>
    public PostgreSqlRows(NpgsqlDataSource database, NpgsqlConnectionStringBuilder settings, string service)
    {
        this.service = service;
        reader = new PostgreSqlRowReader(database, service);
        writers = WritersOf(settings);
    }

    /// <summary>Two: while one batch is being committed, the next is on its way.</summary>
    public override int Writers => 2;

    /// <inheritdoc />
    public override Task<StoredState?> ReadAsync(RowKey row, CancellationToken cancellation) => reader.ReadAsync(row, cancellation);

    /// <inheritdoc />
    public override IRowWriter OpenWriter() => new PostgreSqlRowWriter(writers, service);

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await reader.DisposeAsync();
        await writers.DisposeAsync();
    }

    private NpgsqlDataSource WritersOf(NpgsqlConnectionStringBuilder settings)
    {
        // What a connection is told when it is made holds for its life.
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
