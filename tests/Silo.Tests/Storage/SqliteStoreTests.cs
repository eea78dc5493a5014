using System.Globalization;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Storage;

/// <summary>The embedded store's file.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private static readonly RunningServer Server = new(Environment.ProcessId, GatewayPort: 30001, Url: "http://127.0.0.1:5080");

    private readonly TempFolder folder = new();

    private SqliteLocation Location => SqliteLocation.Of(TestSettings.Sqlite(folder.File("store.db")));

    [Fact]
    public async Task Open_AnyConnection_CommitsReachTheDisk()
    {
        await using var store = SqliteStore.Open(Location, Server);

        Assert.Equal("wal", await ScalarAsync(store, "PRAGMA journal_mode"));
        Assert.Equal("2", await ScalarAsync(store, "PRAGMA synchronous")); // FULL
    }

    [Fact]
    public async Task Open_AnyConnection_OverwritesWhatItDeletes()
    {
        await using var store = SqliteStore.Open(Location, Server);

        Assert.Equal("1", await ScalarAsync(store, "PRAGMA secure_delete"));
    }

    [Fact]
    public async Task Open_Twice_RunsEachMigrationOnce()
    {
        await using (var first = SqliteStore.Open(Location, Server))
            Assert.Equal("2", await ScalarAsync(first, "SELECT count(*) FROM schema_migrations"));

        await using var second = SqliteStore.Open(Location, Server);

        Assert.Equal("2", await ScalarAsync(second, "SELECT count(*) FROM schema_migrations"));
    }

    [Fact]
    public async Task Open_InUse_IsRefusedAndNamesTheOwner()
    {
        await using var owner = SqliteStore.Open(Location, Server);

        var refusal = Assert.Throws<StartupException>(() => SqliteStore.Open(Location, Server));

        Assert.Contains($"process {Server.Pid} on {Server.Url}", refusal.Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadRunning_WhileOpenAndAfter_TellsTheOwnerThenNobody()
    {
        Assert.Null(StoreLock.ReadRunning(Location.Path));
        await using (var store = SqliteStore.Open(Location, Server))
        {
            Assert.Equal(Server, StoreLock.ReadRunning(Location.Path));
            store.Announce(Server with { Url = "http://127.0.0.1:5081" });
            Assert.Equal("http://127.0.0.1:5081", StoreLock.ReadRunning(Location.Path)?.Url);
        }

        Assert.Null(StoreLock.ReadRunning(Location.Path));
    }

    [Fact]
    public async Task TryAcquire_WhileOthersAsk_IsNotRefused()
    {
        var path = folder.File("asked.db");
        using var done = new CancellationTokenSource();
        var asking = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
                StoreLock.ReadRunning(path);
        });

        for (var round = 0; round < 200; round++)
        {
            using var held = StoreLock.TryAcquire(path, Server);
            Assert.NotNull(held);
        }

        await done.CancelAsync();
        await asking;
    }

    [Fact]
    public void Open_FileThatIsNoDatabase_IsRefused()
    {
        File.WriteAllText(Location.Path, new string('x', 5000));

        var refusal = Assert.Throws<StartupException>(() => SqliteStore.Open(Location, Server));

        Assert.Contains("ConnectionStrings:Scheduling", refusal.Line, StringComparison.Ordinal);
        Assert.Null(StoreLock.ReadRunning(Location.Path));
    }

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();

    private static async Task<string?> ScalarAsync(Store store, string sql)
    {
        await using var command = store.DataSource.CreateCommand(sql);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
