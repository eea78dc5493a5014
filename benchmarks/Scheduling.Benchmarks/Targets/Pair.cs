using Scheduling.Benchmarks.Worlds;
using Scheduling.Testing;

namespace Scheduling.Benchmarks.Targets;

/// <summary>Two servers that hold the same, each with a store of its own, and take turns.</summary>
internal sealed class Pair : IAsyncDisposable
{
    /// <summary>What the first server is called, and the second.</summary>
    public const string Product = "scheduling", Baseline = "baseline";

    private readonly List<IAsyncDisposable> _owned = [];
    private readonly TempFolder _folder = new();
    private readonly Tokens _tokens = new();

    private Pair(WorldPlan plan) => Plan = plan;

    /// <summary>What both hold.</summary>
    public WorldPlan Plan { get; }

    /// <summary>What is measured.</summary>
    public Target First { get; private set; } = null!;

    /// <summary>What it is compared with.</summary>
    public Target Second { get; private set; } = null!;

    /// <summary>Both.</summary>
    public Target[] Both => [First, Second];

    /// <summary>No server yet; see <see cref="RestartAsync"/>.</summary>
    public static Pair Empty(WorldPlan plan) => new(plan);

    /// <summary>The product and the baseline, each on a database of its own in the same PostgreSQL.</summary>
    public static Task<Pair> OnPostgresAsync(PostgresServer postgres, WorldPlan plan) => StartAsync(plan, async pair =>
    {
        var database = await postgres.CreateDatabaseAsync();
        pair.Second = await pair.StartBaselineAsync("PostgreSql", database, database);
        pair.First = await pair.StartProductAsync(Product, await postgres.CreateDatabaseAsync());
    });

    /// <summary>The product and the baseline's logic, each on a SQLite file.</summary>
    public static Task<Pair> OnSqliteAsync(WorldPlan plan) => StartAsync(plan, async pair =>
    {
        pair.Second = await pair.StartBaselineAsync("Sqlite", $"Data Source={pair._folder.File("baseline.db")}", database: null);
        pair.First = await pair.StartProductAsync(Product, postgres: null);
    });

    /// <summary>The product with so many years of history in every room, and without any.</summary>
    public static Task<Pair> WithHistoryAsync(PostgresServer postgres, WorldPlan plan, int years) => StartAsync(plan, async pair =>
    {
        pair.Second = await pair.StartProductAsync("no history", await postgres.CreateDatabaseAsync());
        var database = await postgres.CreateDatabaseAsync();
        var world = await pair.MakeAsync(database);
        await History.WriteAsync(world, database, years);
        pair.First = await pair.RestartAsync($"{years} years", world, database);
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var owned in Enumerable.Reverse(_owned))
            await owned.DisposeAsync();
        _tokens.Dispose();
        _folder.Dispose();
    }

    /// <summary>Starts the product once more on a store that it has made: with history behind it, with its metrics, or as several silos.</summary>
    public async Task<Target> RestartAsync(string name, ProductWorld world, string postgres, int silos = 1, bool metrics = false)
    {
        var started = new List<SiloProcess>();
        for (var i = 0; i < silos; i++)
        {
            var home = Directory.CreateDirectory(_folder.File($"{name}-{_owned.Count}")).FullName;
            started.Add(await SiloProcess.StartAsync(ProductOptions.In(home, await KeyFileAsync(), postgres, metrics)));
            _owned.Add(started[^1]);
        }

        return new ProductTarget(world) { Name = name, Url = started[0].Url, Urls = [.. started.Select(silo => silo.Url)], Process = started[0].Id, Database = postgres };
    }

    /// <summary>Stops every silo as an operator would, so that none is looked for by those started after.</summary>
    public async Task StopAsync()
    {
        var silos = _owned.OfType<SiloProcess>().ToList();
        foreach (var silo in silos)
            silo.SendTerminate();
        foreach (var silo in silos)
        {
            await silo.WaitForExitAsync(SiloProcess.PatienceToStart);
            await silo.DisposeAsync();
            _owned.Remove(silo);
        }
    }

    /// <summary>Makes the world of the plan in a database, with no server left running.</summary>
    public async Task<ProductWorld> MakeAsync(string postgres)
    {
        var home = Directory.CreateDirectory(_folder.File($"making-{_owned.Count}")).FullName;
        await using var silo = await SiloProcess.StartAsync(ProductOptions.In(home, await KeyFileAsync(), postgres));
        var world = await ProductWorld.MakeAsync(silo.Http, _tokens, Plan);
        silo.SendTerminate();
        await silo.WaitForExitAsync(SiloProcess.PatienceToStart);
        return world;
    }

    // What has been started does not outlive what could not be.
    private static async Task<Pair> StartAsync(WorldPlan plan, Func<Pair, Task> start)
    {
        var pair = new Pair(plan);
        try
        {
            await start(pair);
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    private async Task<Target> StartProductAsync(string name, string? postgres)
    {
        var home = Directory.CreateDirectory(_folder.File(name)).FullName;
        var silo = await SiloProcess.StartAsync(ProductOptions.In(home, await KeyFileAsync(), postgres));
        _owned.Add(silo);
        var world = await ProductWorld.MakeAsync(silo.Http, _tokens, Plan);
        return new ProductTarget(world) { Name = name, Url = silo.Url, Process = silo.Id, Database = postgres };
    }

    private async Task<Target> StartBaselineAsync(string storage, string connection, string? database)
    {
        var process = await BaselineProcess.StartAsync(await KeyFileAsync(), storage, connection);
        _owned.Add(process);
        var target = new BaselineTarget(_tokens) { Name = Baseline, Url = process.Url, Process = process.Id, Database = database };
        await target.LoadAsync(Plan);
        return target;
    }

    private async Task<string> KeyFileAsync()
    {
        var file = _folder.File("issuer.pem");
        if (!File.Exists(file))
            await File.WriteAllTextAsync(file, _tokens.PublicKey);
        return file;
    }
}
