using System.Data.Common;
using System.Net.Sockets;
using DbUp;
using Npgsql;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage.Grouped;

namespace Scheduling.Silo.Storage;

/// <summary>The store of a cluster: state, reminders and membership in one PostgreSQL database.</summary>
internal sealed class PostgreSqlStore : Store
{
    // Any number will do, as long as every version of this program uses the same one.
    private const long MigrationLock = 7_203_112_201_809_315_001;

    private readonly NpgsqlDataSource dataSource;

    private readonly NpgsqlConnectionStringBuilder settings;

    private PostgreSqlStore(NpgsqlDataSource dataSource, NpgsqlConnectionStringBuilder settings, string description)
    {
        this.dataSource = dataSource;
        this.settings = settings;
        Description = description;
    }

    /// <inheritdoc />
    public override DbDataSource DataSource => dataSource;

    /// <inheritdoc />
    public override string Invariant => "Npgsql";

    /// <inheritdoc />
    public override string Description { get; }

    /// <inheritdoc />
    public override bool IsShared => true;

    /// <inheritdoc />
    public override bool HasSingleWriter => false;

    /// <inheritdoc />
    public override RowDatabase OpenRows() => new PostgreSqlRows(dataSource, settings, Clustering.ServiceId);

    /// <summary>Connects, and brings the tables up to date while silos that start at the same time wait.</summary>
    /// <exception cref="StartupException">The connection string is wrong, or the database does not answer or forbids
    /// it.</exception>
    public static async Task<PostgreSqlStore> OpenAsync(string connectionString)
    {
        var builder = Parse(connectionString);
        var place = $"PostgreSql {builder.Host}:{builder.Port}/{builder.Database}";
        var opened = NpgsqlDataSource.Create(builder);
        try
        {
            await MigrateAsync(opened, builder.ConnectionString);
            return new PostgreSqlStore(opened, builder, place);
        }
        catch (Exception failure)
        {
            await opened.DisposeAsync();
            if (failure is NpgsqlException or SocketException or TimeoutException)
            {
                throw StartupException.Setting(
                    "ConnectionStrings:Scheduling",
                    $"names {place}, which does not answer as it should ({failure.Message})",
                    "a PostgreSQL database that this server may create tables in");
            }

            throw;
        }
    }

    /// <summary>Reads a connection string and adds our defaults.</summary>
    /// <exception cref="StartupException">It is not a connection string of PostgreSQL.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception failure)
            when (failure is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw Refuse(failure.Message);
        }

        if (string.IsNullOrWhiteSpace(builder.Host))
            throw Refuse("it has no Host");

        // A few statements make up the whole traffic, so each connection keeps them prepared. The pool is small, because
        // three silos, each with its writers' connections besides, should fit into PostgreSQL's default of 100.
        if (!builder.ShouldSerialize("Max Auto Prepare"))
            (builder.MaxAutoPrepare, builder.AutoPrepareMinUsages) = (32, 2);
        if (!builder.ShouldSerialize("Maximum Pool Size"))
            builder.MaxPoolSize = Math.Max(28, builder.MinPoolSize);
        // Nothing here leaves anything behind on a connection; without this every use of one begins with seven statements that
        // put it back to what it is.
        if (!builder.ShouldSerialize("No Reset On Close"))
            builder.NoResetOnClose = true;
        builder.ApplicationName ??= "scheduling";

        // Npgsql looks for Kerberos before each new connection, unless told otherwise, and blocks a thread while it waits for the
        // name server: ten seconds for each when none answers. Whoever encrypts with Kerberos says so; TLS needs none of it.
        if (!builder.ShouldSerialize("GSS Encryption Mode") && Environment.GetEnvironmentVariable("PGGSSENCMODE") is null)
            builder.GssEncryptionMode = GssEncryptionMode.Disable;
        return builder;
    }

    private static async Task MigrateAsync(NpgsqlDataSource database, string connectionString)
    {
        await using var guard = await database.OpenConnectionAsync();
        await using var command = guard.CreateCommand();
        command.CommandText = "SELECT pg_advisory_lock($1)";
        command.CommandTimeout = 120;
        command.Parameters.Add(new NpgsqlParameter { Value = MigrationLock });
        await command.ExecuteNonQueryAsync();
        try
        {
            var target = DeployChanges.To.PostgresqlDatabase(connectionString);
            Migrations.Run(target.JournalToPostgresqlTable(null, Migrations.Journal), "PostgreSql");
        }
        finally
        {
            command.CommandText = "SELECT pg_advisory_unlock($1)";
            await command.ExecuteNonQueryAsync();
        }
    }

    private static StartupException Refuse(string reason) => StartupException.Setting(
        "ConnectionStrings:Scheduling",
        $"is not a PostgreSQL connection string ({reason})",
        "Host=…;Database=…;Username=…;Password=…");
}
