using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage;
using Scheduling.Silo.Storage.Grouped;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Storage;

/// <summary>A silo on a new empty store, shared by the tests of one class.</summary>
public abstract class StoreFixture : IAsyncLifetime
{
    /// <summary>The silo.</summary>
    internal TestSilo Silo { get; private set; } = null!;

    /// <summary>What its grains are stored by.</summary>
    public virtual Type StorageType => typeof(GroupGrainStorage);

    /// <inheritdoc />
    public async ValueTask InitializeAsync() =>
        Silo = await TestSilo.StartAsync(await SettingsAsync() with { GroupCommit = StorageType == typeof(GroupGrainStorage) });

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The store it is on.</summary>
    private protected abstract Task<SchedulingSettings> SettingsAsync();
}

/// <summary>On SQLite.</summary>
public class SqliteFixture : StoreFixture
{
    private readonly TempFolder folder = new();

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected override Task<SchedulingSettings> SettingsAsync() => Task.FromResult(TestSettings.Sqlite(folder.File("store.db")));
}

/// <summary>On SQLite, one commit a write.</summary>
public sealed class PlainSqliteFixture : SqliteFixture
{
    /// <inheritdoc />
    public override Type StorageType => typeof(SchedulingGrainStorage);
}

/// <summary>On PostgreSQL.</summary>
public class PostgreSqlFixture(PostgresServer postgres) : StoreFixture
{
    private protected override async Task<SchedulingSettings> SettingsAsync() =>
        TestSettings.PostgreSql(await postgres.CreateDatabaseAsync());
}

/// <summary>On PostgreSQL, one commit a write.</summary>
public sealed class PlainPostgreSqlFixture(PostgresServer postgres) : PostgreSqlFixture(postgres)
{
    /// <inheritdoc />
    public override Type StorageType => typeof(SchedulingGrainStorage);
}
