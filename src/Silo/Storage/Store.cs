using System.Data.Common;
using System.Globalization;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage.Grouped;

namespace Scheduling.Silo.Storage;

/// <summary>An opened store: its tables are there and up to date, and it may be used until it is disposed.</summary>
internal abstract class Store : IAsyncDisposable
{
    /// <summary>Hands out connections; every provider of the silo shares its pool.</summary>
    public abstract DbDataSource DataSource { get; }

    /// <summary>The name under which Orleans' ADO.NET providers know this kind of database.</summary>
    public abstract string Invariant { get; }

    /// <summary>What it is and where, for people. Holds no password.</summary>
    public abstract string Description { get; }

    /// <summary>True when several silos can share it.</summary>
    public abstract bool IsShared { get; }

    /// <summary>True when the database serves one writer at a time, so that writers had better wait here.</summary>
    public abstract bool HasSingleWriter { get; }

    /// <summary>Opens the store the settings ask for and brings its tables up to date.</summary>
    /// <exception cref="StartupException">It cannot be reached, written to, or is in use.</exception>
    public static async Task<Store> OpenAsync(SchedulingSettings settings, SiloPorts ports) =>
        settings.Provider == StorageProvider.Sqlite
            ? SqliteStore.Open(
                SqliteLocation.Of(settings),
                new RunningServer(Environment.ProcessId, ports.Gateway, settings.Urls[0]))
            : await PostgreSqlStore.OpenAsync(settings.ConnectionString!);

    /// <summary>The rows of grain state, for a writer of many at a time.</summary>
    /// <returns>To be disposed before the store is.</returns>
    public abstract RowDatabase OpenRows();

    /// <summary>Tells other processes where this server really listens.</summary>
    public virtual void Announce(RunningServer server)
    {
    }

    /// <summary>True when no grain ever stored anything here.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellation)
    {
        await using var connection = await DataSource.OpenConnectionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM (SELECT 1 FROM grain_state LIMIT 1) AS stored";
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture) == 0;
    }

    /// <summary>Asks the database for something, to see whether it answers.</summary>
    public async Task PingAsync(CancellationToken cancellation)
    {
        await using var connection = await DataSource.OpenConnectionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM OrleansQuery";
        await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>Why nothing can be written now, for anybody to read; null when it can, or when only a write would tell.</summary>
    public virtual Task<string?> WhyNotWritableAsync(CancellationToken cancellation) => Task.FromResult<string?>(null);

    /// <summary>To be told of every write, and why it failed if it did.</summary>
    public virtual void Wrote(Exception? failure)
    {
    }

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
