namespace Scheduling.Cluster.Tests.Faults;

/// <summary>One cluster for all faults: what one leaves behind, the next one meets.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private int _rounds;

    internal ClusterStage Stage { get; private set; } = null!;

    internal ClusterFaults Faults { get; private set; } = null!;

    internal int NextRound() => Interlocked.Increment(ref _rounds);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Stage = await ClusterStage.StartAsync();
        Faults = new ClusterFaults(Stage);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Stage is not null)
            await Stage.DisposeAsync();
    }
}

/// <summary>What no other fault can follow on the same cluster: <c>faults.sh --once</c> runs it.</summary>
[Collection("faults")]
public sealed class LastFaultTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_load = TimeSpan.FromSeconds(5);

    [Fact(Explicit = true)]
    public async Task SiloStartsAnHourAhead_LosesNothing()
    {
        await using var stage = await ClusterStage.StartAsync();

        var report = await stage.RunAsync(new ClusterFaults(stage).StartAhead, 1, s_load);

        output.WriteLine($"SCHEDULING_SEED={Seed.Value} {report}");
        Assert.True(report.IsClean, $"SCHEDULING_SEED={Seed.Value} {report}");
    }
}

/// <summary>
/// Each fault once, while thirty-two clients book, move, cancel, consent and look: there is an order that explains every
/// answer, the auditor finds the store true, and whoever repeated with a key has one booking.
/// </summary>
[Collection("faults")]
public sealed class FaultTests(SharedCluster cluster, ITestOutputHelper output) : IClassFixture<SharedCluster>
{
    private static readonly TimeSpan s_load = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Kill_OfASilo_LosesNothing_AndServesAgainWithinItsDetectionAndTwoSeconds()
    {
        var report = await RunAsync(cluster.Faults.Kill);

        Assert.InRange(report.OutageSeconds, 0, ClusterStage.OutageMax);
    }

    [Fact]
    public Task RollingRestart_OfAll_LosesNothing() => RunAsync(cluster.Faults.RollingRestart);

    [Fact]
    public async Task Pause_LongerThanItsDeathIsNoticed_TheZombiesWritesAreRefused()
    {
        // Where nothing was on its way to the store when it was stopped, there is nothing to refuse.
        var report = await RunAsync(cluster.Faults.Pause);
        for (var again = 0; again < 2 && report.RefusedWrites == 0; again++)
            report = await RunAsync(cluster.Faults.Pause);

        Assert.True(report.RefusedWrites > 0, $"{report}");
    }

    [Fact]
    public Task DatabaseRestart_LosesNothing() => RunAsync(cluster.Faults.DatabaseRestart);

    [Fact]
    public Task DatabaseCrash_LosesNothing() => RunAsync(cluster.Faults.DatabaseCrash);

    [Fact]
    public Task LostAnswers_AfterTheCommit_LoseNothing() => RunAsync(cluster.Faults.LostAnswers);

    [Fact]
    public Task SlowAndCutDatabase_LosesNothing() => RunAsync(cluster.Faults.SlowAndCut);

    [Fact]
    public Task WrongClock_OfASilo_LosesNothing() => RunAsync(cluster.Faults.WrongClock);

    [Fact]
    public Task Split_BetweenSilos_LosesNothing()
    {
        Assert.SkipWhen(cluster.Stage.Networks is null, cluster.Stage.NoNetworks ?? "");
        return RunAsync(cluster.Faults.Split);
    }

    private async Task<RoundReport> RunAsync(Fault fault)
    {
        var report = await cluster.Stage.RunAsync(fault, cluster.NextRound(), s_load);
        output.WriteLine($"SCHEDULING_SEED={Seed.Value} {report}");
        Assert.True(report.IsClean, $"SCHEDULING_SEED={Seed.Value} {report}");
        return report;
    }
}
