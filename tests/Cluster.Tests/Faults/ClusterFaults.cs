using System.Globalization;
using System.Text.RegularExpressions;
using Scheduling.Cluster.Tests.Staging;

namespace Scheduling.Cluster.Tests.Faults;

/// <summary>What can happen to a cluster.</summary>
/// <param name="stage">The cluster.</param>
internal sealed partial class ClusterFaults(ClusterStage stage)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <summary>Clients go to silo N at address N - 1, and to nginx at this one.</summary>
    private const int Balancer = ClusterStage.Silos;

    /// <summary>kill -9 of a silo.</summary>
    public Fault Kill => new("kill -9 of a silo", async strike =>
    {
        var silo = AnySilo(strike);
        await stage.Cluster.RunAsync("silo-kill", silo);
        await UntilDeadAsync(strike, silo);
        await stage.MendAsync();
    });

    /// <summary>All silos, one after the other.</summary>
    public Fault RollingRestart => new("rolling restart", async _ =>
    {
        await stage.Cluster.RunAsync("rolling-restart");
        await stage.MendAsync();
    });

    /// <summary>A silo stands still until it has been declared dead, and then goes on as if nothing had been.</summary>
    public Fault Pause => new("SIGSTOP of a silo", async strike =>
    {
        var (silo, logged) = (AnySilo(strike), 0);
        await stage.Cluster.RunAsync("silo-pause", silo);
        try
        {
            await UntilDeadAsync(strike, silo);
        }
        finally
        {
            logged = stage.Cluster.LogOf(silo).Length;
            await stage.Cluster.RunAsync("silo-resume", silo);
        }

        await stage.UntilEndedAsync(silo);
        strike.NoteRefusedWrites(RefusedWrites(stage.Cluster.LogOf(silo)[logged..]));
        NoteCutOff(strike, silo);
        await stage.MendAsync();
    });

    /// <summary>PostgreSQL stops in an orderly way, and comes back.</summary>
    public Fault DatabaseRestart => new("PostgreSQL restarted", _ => RestartDatabaseAsync("fast"));

    /// <summary>PostgreSQL crashes, and comes back.</summary>
    public Fault DatabaseCrash => new("PostgreSQL crashed", _ => RestartDatabaseAsync("immediate"));

    /// <summary>The database does what it is asked for, and its answers are lost.</summary>
    public Fault LostAnswers => new("answers of PostgreSQL lost", async strike =>
    {
        const int Answers = 30;
        stage.Proxy.LostOfThousand = 20;
        try
        {
            var lost = stage.Proxy.Lost;
            while (stage.Proxy.Lost < lost + Answers)
                await strike.Recorder.UntilAnswersAsync(10, s_patience);
        }
        finally
        {
            stage.Proxy.LostOfThousand = 0;
        }

        await stage.MendAsync();
    });

    /// <summary>The database is slow, then out of reach, and back.</summary>
    public Fault SlowAndCut => new("PostgreSQL slow, then cut off", async strike =>
    {
        stage.Proxy.Delay = TimeSpan.FromMilliseconds(150);
        try
        {
            await strike.Recorder.UntilAnswersAsync(50, s_patience);
            (stage.Proxy.IsCut, stage.Proxy.Delay) = (true, TimeSpan.Zero);
            stage.Proxy.CutAll();
            await strike.Recorder.UntilFailuresAsync(32, s_patience);
        }
        finally
        {
            (stage.Proxy.IsCut, stage.Proxy.Delay) = (false, TimeSpan.Zero);
        }

        await stage.MendAsync();
    });

    /// <summary>Silos 1 and 2 do not hear silo 3, nor it them, until one side has declared the other dead.</summary>
    public Fault Split => new("network split between silos", async strike =>
    {
        await stage.Networks!.RouteAsync(isOn: false);
        var dying = Enumerable.Range(1, ClusterStage.Silos).ToDictionary(silo => silo, silo => stage.Membership.UntilDeadAsync(stage.Cluster.SiloPort(silo), s_patience));
        try
        {
            await Task.WhenAny(dying.Values);
            strike.NoteDead();
        }
        finally
        {
            await stage.Networks.RouteAsync(isOn: true);
        }

        await stage.MendAsync();
        foreach (var (silo, _) in dying.Where(silo => silo.Value.IsCompletedSuccessfully))
            NoteCutOff(strike, silo);
    });

    /// <summary>Somebody sets the clock of a silo an hour ahead, or an hour behind, and later right again.</summary>
    public Fault WrongClock => new("clock of a silo an hour off", async strike =>
    {
        var silo = AnySilo(strike);
        var off = strike.Dice.Next(2) == 0 ? s_hour : -s_hour;
        stage.Clocks.Set(silo, (long)off.TotalSeconds);
        try
        {
            await stage.UntilItTellsAsync(silo, off);
            // For longer than the others let one of them be silent.
            await Task.Delay(ClusterStage.Detection + TimeSpan.FromSeconds(2));
        }
        finally
        {
            stage.Clocks.Set(silo, 0);
        }

        await stage.MendAsync();
    });

    /// <summary>
    /// A silo starts with its clock an hour ahead, which it takes for the time. Its successors at the same port would have to start
    /// later than that: so no other fault can follow.
    /// </summary>
    public Fault StartAhead => new("silo started an hour ahead", async strike =>
    {
        var silo = AnySilo(strike);
        await stage.Cluster.RunAsync("silo-stop", silo);
        stage.Clocks.Set(silo, (long)s_hour.TotalSeconds);
        await stage.MendAsync();
        await stage.UntilItTellsAsync(silo, s_hour);
        await Task.Delay(ClusterStage.Detection + TimeSpan.FromSeconds(2));
        await stage.MendAsync();
    });

    /// <summary>All that can happen here, one after the other.</summary>
    public IReadOnlyList<Fault> All =>
    [
        Kill, RollingRestart, Pause, DatabaseRestart, DatabaseCrash, LostAnswers, SlowAndCut, WrongClock, .. stage.Networks is null ? Array.Empty<Fault>() : [Split],
    ];

    // Writes that came too late for the row's version, and writes after it knew that it counts as dead: whole batches of them with
    // group commit, one by one without.
    private static int RefusedWrites(string log)
    {
        var lines = log.Split('\n');
        var tooLate = lines.Count(line => line.Contains("during WriteStateAsync", StringComparison.Ordinal)
            && line.Contains("another activation has written it", StringComparison.Ordinal));
        // Not every line that says so is of a write: refusals are not told either by a silo that knows.
        var dead = lines.Where(line => line.Contains("declared this one dead: it writes nothing any more.", StringComparison.Ordinal)).ToList();
        var batches = dead.Select(line => FailedBatch().Match(line)).Where(batch => batch.Success).ToList();
        return tooLate + (batches.Count > 0
            ? batches.Sum(batch => int.Parse(batch.Groups["count"].Value, CultureInfo.InvariantCulture))
            : dead.Count(line => line.Contains("during WriteStateAsync", StringComparison.Ordinal)));
    }

    [GeneratedRegex("A batch of (?<count>[0-9]+) writes failed", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex FailedBatch();

    private static int AnySilo(Strike strike) => strike.Dice.Next(1, ClusterStage.Silos + 1);

    // nginx may have asked that silo as well.
    private static void NoteCutOff(Strike strike, int silo)
    {
        strike.NoteCutOff(silo - 1);
        strike.NoteCutOff(Balancer);
    }

    private async Task UntilDeadAsync(Strike strike, int silo)
    {
        await stage.Membership.UntilDeadAsync(stage.Cluster.SiloPort(silo), s_patience);
        strike.NoteDead();
    }

    private async Task RestartDatabaseAsync(string mode)
    {
        await stage.Cluster.RunAsync("db-stop", mode);
        await stage.Cluster.RunAsync("db-start");
        await stage.MendAsync();
    }
}
