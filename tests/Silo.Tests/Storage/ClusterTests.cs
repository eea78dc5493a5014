using System.Net;
using Npgsql;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Storage;

/// <summary>Several silos on one PostgreSQL database.</summary>
public sealed class ClusterTests(PostgresServer postgres) : IDisposable
{
    private const int Active = 3;

    private readonly TempFolder folder = new();

    [Fact]
    public async Task Start_ThreeAtOnceOnAnEmptyDatabase_MigrateOnceAndFormOneCluster()
    {
        var database = await postgres.CreateDatabaseAsync();
        var options = new SiloOptions { Folder = folder.Path, PostgreSql = database };

        var silos = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SiloProcess.StartAsync(options)));
        try
        {
            foreach (var silo in silos)
                Assert.Equal(HttpStatusCode.OK, (await silo.Http.GetAsync("health/ready")).StatusCode);
            Assert.Equal(4L, await ScalarAsync(database, "SELECT count(*) FROM schema_migrations"));
            Assert.Equal(4L, await ScalarAsync(database, "SELECT count(DISTINCT scriptname) FROM schema_migrations"));
            Assert.Equal(1L, await ScalarAsync(database, "SELECT count(*) FROM pg_attribute WHERE attrelid = 'grain_state'::regclass AND attcompression = 'l'"));
            Assert.Equal(3L, await ScalarAsync(database, $"SELECT count(*) FROM cluster_silo WHERE status = {Active}"));
        }
        finally
        {
            foreach (var silo in silos)
                await silo.DisposeAsync();
        }
    }

    [Fact]
    public async Task Start_OnThePortsOfAKilledSilo_TakesItsPlaceAtOnce()
    {
        var database = await postgres.CreateDatabaseAsync();
        var ports = FreePorts.Take(2);
        var options = new SiloOptions
        {
            Folder = folder.Path,
            PostgreSql = database,
            Settings = new Dictionary<string, string>
            {
                ["Cluster:SiloPort"] = $"{ports[0]}",
                ["Cluster:GatewayPort"] = $"{ports[1]}",
            },
        };
        await using (var killed = await SiloProcess.StartAsync(options))
            await killed.KillAsync();

        await using var silo = await SiloProcess.StartAsync(options);

        Assert.Equal(HttpStatusCode.OK, (await silo.Http.GetAsync("health/ready")).StatusCode);
        Assert.Equal(1L, await ScalarAsync(database, $"SELECT count(*) FROM cluster_silo WHERE status = {Active}"));
    }

    [Fact]
    public async Task Ready_DatabaseGone_Is503AndLiveStays200()
    {
        await using var own = new PostgresServer();
        await own.InitializeAsync();
        var options = new SiloOptions { Folder = folder.Path, PostgreSql = await own.CreateDatabaseAsync() };
        await using var silo = await SiloProcess.StartAsync(options);
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.GetAsync("health/ready")).StatusCode);

        await own.StopAsync();

        var ready = await silo.Http.GetAsync("health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("store", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.GetAsync("health/live")).StatusCode);

        await own.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await silo.Http.GetAsync("health/ready")).StatusCode);
    }

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();

    private static async Task<object?> ScalarAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
