using System.Globalization;
using System.Net;
using Npgsql;
using Scheduling.Cluster.Tests.Clients;
using Scheduling.Cluster.Tests.Staging;

namespace Scheduling.Cluster.Tests.Faults;

/// <summary>
/// Three silos over PostgreSQL behind nginx, with a proxy before the database and, where that is possible, two networks: silos
/// 1 and 2 are in the one, silo 3 in the other.
/// </summary>
internal sealed class ClusterStage : IAsyncDisposable
{
    /// <summary>How many silos there are.</summary>
    public const int Silos = 3;

    /// <summary>How long a silo that is silent may remain unnoticed, as the silos are told.</summary>
    public static readonly TimeSpan Detection = TimeSpan.FromSeconds(10);

    /// <summary>For how many seconds calls may fail after a <c>kill -9</c>: the detection, and two for the grains to come back.</summary>
    public static readonly double OutageMax = Detection.TotalSeconds + 2;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    private readonly TempFolder _folder = new();

    private ClusterStage()
    {
        Cluster = new LocalCluster(_folder.Path);
    }

    /// <summary>The processes.</summary>
    public LocalCluster Cluster { get; }

    /// <summary>What time it is for each silo.</summary>
    public WrongClocks Clocks { get; } = new();

    /// <summary>Between silos and the database.</summary>
    public DatabaseProxy Proxy { get; private set; } = null!;

    /// <summary>Null where there can be none.</summary>
    public Networks? Networks { get; private set; }

    /// <summary>Why there are none.</summary>
    public string? NoNetworks { get; private set; }

    /// <summary>Who is alive, in the silos' own opinion.</summary>
    public Membership Membership { get; private set; } = null!;

    /// <summary>Where clients go: to each silo, and to nginx.</summary>
    public Stage Stage { get; private set; } = null!;

    /// <summary>Who and where.</summary>
    public World World { get; private set; } = null!;

    /// <summary>Starts all of it.</summary>
    public static async Task<ClusterStage> StartAsync()
    {
        var stage = new ClusterStage();
        try
        {
            await stage.UpAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a round, and keeps the silos' logs when something is wrong.</summary>
    public async Task<RoundReport> RunAsync(Fault fault, int number, TimeSpan load, TimeSpan after = default)
    {
        var report = await Round.RunAsync(Stage, World, fault, number, Seed.Value, load, after, AuditAsync);
        if (!report.IsClean)
            KeepLogs($"{Seed.Value}-{number}");
        return report;
    }

    /// <summary>Starts whatever has ended, and waits until all are one cluster again.</summary>
    public async Task MendAsync()
    {
        for (var silo = 1; silo <= Silos; silo++)
        {
            // One that was declared dead learns of it, and ends.
            if (Cluster.Runs(silo) && await Membership.IsDeadAsync(Cluster.SiloPort(silo)))
                await UntilEndedAsync(silo);
            if (!Cluster.Runs(silo))
                await Cluster.RunAsync("silo-start", silo);
        }

        for (var silo = 1; silo <= Silos; silo++)
        {
            await Membership.UntilActiveAsync(Cluster.SiloPort(silo), s_patience);
            await UntilReadyAsync(silo);
        }
    }

    /// <summary>Waits until a silo's answers are dated so far off: what sets its clock works.</summary>
    public async Task UntilItTellsAsync(int silo, TimeSpan off)
    {
        var few = TimeSpan.FromMinutes(1);
        using var late = new CancellationTokenSource(s_patience);
        using var http = new HttpClient { BaseAddress = UrlOf(silo) };
        while (true)
        {
            using var answer = await http.GetAsync("health/live", late.Token);
            if (answer.Headers.Date is { } date && (date - DateTimeOffset.UtcNow - off).Duration() < few)
                return;
            await Task.Delay(100, late.Token);
        }
    }

    /// <summary>Waits until a silo's process has ended.</summary>
    public async Task UntilEndedAsync(int silo)
    {
        using var late = new CancellationTokenSource(s_patience);
        while (Cluster.Runs(silo))
        {
            if (late.IsCancellationRequested)
                throw new TimeoutException($"Silo {silo} has not ended within {s_patience}, though it was declared dead.");
            await Task.Delay(100, CancellationToken.None);
        }
    }

    /// <summary>What the auditor says of the database; empty when all is true.</summary>
    public async Task<string> AuditAsync()
    {
        var result = await ProcessResult.RunAsync(
            new SiloOptions { Folder = _folder.Path }.ToStart(["audit", "--Storage:Provider=PostgreSql", $"--ConnectionStrings:Scheduling={Cluster.Database}"]), s_patience);
        return result.ExitCode == 0 ? "" : $"The auditor ended with {result.ExitCode}: {result.Output}{result.Errors}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Stage?.Dispose();
        if (Networks is not null)
            await Networks.RouteAsync(isOn: true);
        if (Membership is not null)
            await Membership.DisposeAsync();
        if (File.Exists(Path.Combine(Cluster.Folder, "settings")))
            await Cluster.RunAsync("down");
        if (Proxy is not null)
            await Proxy.DisposeAsync();
        if (Networks is not null)
            await Networks.DisposeAsync();
        Clocks.Dispose();
        _folder.Dispose();
    }

    // For whoever looks into it.
    private void KeepLogs(string name)
    {
        var place = Directory.CreateDirectory(Path.Combine(BuiltProgram.Root, "artifacts", "faults", name)).FullName;
        foreach (var log in Directory.EnumerateFiles(Cluster.Folder, "silo-*.log"))
            File.Copy(log, Path.Combine(place, Path.GetFileName(log)), overwrite: true);
    }

    private static int Side(int silo) => silo < Silos ? 1 : 2;

    private async Task UpAsync()
    {
        (Networks, NoNetworks) = await Networks.MakeAsync();
        var database = FreePorts.Take(1)[0];
        Proxy = new DatabaseProxy(Networks?.Ours ?? [IPAddress.Loopback], database);
        var environment = new Dictionary<string, string>
        {
            ["SCHEDULING_SILOS"] = Silos.ToString(CultureInfo.InvariantCulture),
            ["SCHEDULING_PROGRAM"] = $"{SiloOptions.Program}.dll",
            ["SCHEDULING_POSTGRES_PORT"] = database.ToString(CultureInfo.InvariantCulture),
            ["SCHEDULING_SILO_ARGS"] = $"--Cluster:FailureDetection=PT{Detection.TotalSeconds}S {Environment.GetEnvironmentVariable("SCHEDULING_FAULTS_SILO_ARGS")}",
            // No test cuts the power.
            ["SCHEDULING_POSTGRES_ARGS"] = "-c fsync=off",
        };
        for (var silo = 1; silo <= Silos; silo++)
        {
            var door = Proxy.EndPoints[Networks is null ? 0 : Side(silo) - 1];
            environment[$"SCHEDULING_SILO_DATABASE_{silo}"] = new NpgsqlConnectionStringBuilder
            {
                Host = door.Address.ToString(),
                Port = door.Port,
                Username = "scheduling",
                Database = "scheduling",
                Timeout = 60,
            }.ConnectionString.Replace(" ", "", StringComparison.Ordinal);
            environment[$"SCHEDULING_SILO_PREFIX_{silo}"] = $"{Networks?.Prefix(Side(silo))} {Clocks.Prefix(silo)}";
            if (Networks is null)
                continue;
            environment[$"SCHEDULING_SILO_ADDRESS_{silo}"] = Networks.Theirs(Side(silo)).ToString();
        }

        await Cluster.RunAsync("up", environment);
        Membership = new Membership(Cluster.Database);
        Stage = new Stage([.. Cluster.Silos.Select(silo => silo.Url), Cluster.Url], () => DevelopmentTokens.Of(Cluster.Folder));
        World = await World.FoundAsync(Stage);
    }

    private Uri UrlOf(int silo) => Cluster.Silos.Single(one => one.Number == silo).Url;

    private async Task UntilReadyAsync(int silo)
    {
        using var late = new CancellationTokenSource(s_patience);
        using var http = new HttpClient { BaseAddress = UrlOf(silo) };
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync("health/ready", late.Token);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(100, late.Token);
        }
    }
}
