using System.Data.Common;
using DbUp;
using Microsoft.Data.Sqlite;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage.Grouped;

namespace Scheduling.Silo.Storage;

/// <summary>
/// The embedded store: one file that one server owns. It runs in WAL mode with <c>synchronous=FULL</c>, SQLite's own
/// default for every connection: each commit reaches the disk before it is acknowledged, so neither a killed process
/// nor a power cut takes it back. (NORMAL would survive the kill, but in WAL mode it may lose the last commits when
/// power goes.)
/// </summary>
internal sealed class SqliteStore : Store
{
    private const string Writable = "a SQLite file that can be written to";

    private readonly StoreLock ownership;
    private readonly SqliteLocation location;
    private readonly SqliteWrites writes;

    private SqliteStore(SqliteLocation location, StoreLock ownership)
    {
        this.location = location;
        this.ownership = ownership;
        DataSource = new SqliteDataSource(location.ConnectionString);
        writes = new SqliteWrites(DataSource, location.Path, TimeProvider.System);
    }

    /// <inheritdoc />
    public override DbDataSource DataSource { get; }

    /// <inheritdoc />
    public override string Invariant => "System.Data.SQLite";

    /// <inheritdoc />
    public override string Description => $"Sqlite {location.Path}";

    /// <inheritdoc />
    public override bool IsShared => false;

    /// <inheritdoc />
    public override bool HasSingleWriter => true;

    /// <summary>Takes the file for this process and brings its tables up to date.</summary>
    /// <exception cref="StartupException">It cannot be written to, is no database, or another server has
    /// it.</exception>
    public static SqliteStore Open(SqliteLocation location, RunningServer server)
    {
        CreateFolder(location.Path);
        var held = StoreLock.TryAcquire(location.Path, server) ?? throw InUse(location.Path);
        try
        {
            UseWriteAheadLog(location.ConnectionString);
            var target = DeployChanges.To.SqliteDatabase(location.ConnectionString);
            Migrations.Run(target.JournalToSqliteTable(Migrations.Journal), "Sqlite");
            return new SqliteStore(location, held);
        }
        catch (Exception failure)
        {
            held.Dispose();
            if (failure is SqliteException)
                throw Refuse(location.Path, $"which cannot be used ({failure.Message})", Writable);
            throw;
        }
    }

    /// <inheritdoc />
    public override RowDatabase OpenRows() => new SqliteRows(location.ConnectionString, Clustering.ServiceId);

    /// <inheritdoc />
    public override void Announce(RunningServer server) => ownership.Publish(server);

    /// <inheritdoc />
    public override Task<string?> WhyNotWritableAsync(CancellationToken cancellation) => writes.WhyNotAsync(cancellation);

    /// <inheritdoc />
    public override void Wrote(Exception? failure) => writes.Tried(failure);

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        writes.Dispose();
        using (var connection = new SqliteConnection(location.ConnectionString))
            SqliteConnection.ClearPool(connection);
        ownership.Dispose();
    }

    private static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refuse(path, $"whose folder cannot be made ({failure.Message})", Writable);
        }
    }

    // The mode is kept in the file. It lets readers go on while one writer commits.
    private static void UseWriteAheadLog(string connectionString)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        if (command.ExecuteScalar() is not "wal")
            throw new SqliteException("its file system does not support write-ahead logging", 1);
    }

    private static StartupException InUse(string path)
    {
        var server = StoreLock.ReadRunning(path);
        var owner = server is null ? "another process" : $"process {server.Pid} on {server.Url}";
        return Refuse(path, $"which {owner} is using", "a file that no other server has");
    }

    private static StartupException Refuse(string path, string problem, string accepted) =>
        StartupException.Setting("ConnectionStrings:Scheduling", $"names {path}, {problem}", accepted);
}
