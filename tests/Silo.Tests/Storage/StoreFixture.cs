using Scheduling.Silo.Hosting;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Storage;

/// <summary>A silo on a new empty store, shared by the tests of one class.</summary>
public abstract class StoreFixture : IAsyncLifetime
{
    /// <summary>The silo.</summary>
    internal TestSilo Silo { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => Silo = await TestSilo.StartAsync(await SettingsAsync());

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
public sealed class SqliteFixture : StoreFixture
{
    private readonly TempFolder folder = new();

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }

    private protected override Task<SchedulingSettings> SettingsAsync() => Task.FromResult(TestSettings.Sqlite(folder.File("store.db")));
}

/// <summary>On PostgreSQL.</summary>
public sealed class PostgreSqlFixture(PostgresServer postgres) : StoreFixture
{
    private protected override async Task<SchedulingSettings> SettingsAsync() =>
        TestSettings.PostgreSql(await postgres.CreateDatabaseAsync());
}
