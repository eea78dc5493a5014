using System.Diagnostics;
using System.Globalization;

namespace Scheduling.Cluster.Tests.Faults;

/// <summary>The long suite, which <c>faults.sh</c> runs: one fault after the other, for as long as it is told.</summary>
[Collection("faults")]
public sealed class LongRunTests
{
    private static readonly TimeSpan s_load = TimeSpan.FromSeconds(20);

    [Fact(Explicit = true)]
    public async Task Faults_OneAfterTheOther_NothingIsUnexplained()
    {
        var minutes = double.Parse(Environment.GetEnvironmentVariable("SCHEDULING_FAULTS_MINUTES") ?? "30", CultureInfo.InvariantCulture);
        var began = Stopwatch.GetTimestamp();
        var reports = new List<RoundReport>();
        await using (var cluster = await ClusterStage.StartAsync())
        {
            if (cluster.NoNetworks is { } reason)
                Say($"No network is split: {reason}");
            var faults = new ClusterFaults(cluster).All;
            for (var round = 0; Stopwatch.GetElapsedTime(began).TotalMinutes < minutes; round++)
            {
                // A full disk has a server of its own, and its turn after each cycle.
                var report = round % (faults.Count + 1) < faults.Count
                    ? await cluster.RunAsync(faults[round % (faults.Count + 1)], round, s_load, Round.LongAfter)
                    : await FillDiskAsync(round);
                reports.Add(report);
                Say($"{Stopwatch.GetElapsedTime(began):hh\\:mm\\:ss} {report}");
            }
        }

        var table = ReportTable.Of(reports, Stopwatch.GetElapsedTime(began));
        Say(table);
        var file = Path.Combine(BuiltProgram.Root, "artifacts", "faults.md");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, table);

        Assert.All(reports, report => Assert.True(report.IsClean, $"{report}"));
        Assert.All(reports.Where(report => report.Fault.StartsWith("kill", StringComparison.Ordinal)), report =>
            Assert.True(report.OutageSeconds <= ClusterStage.OutageMax, $"Calls failed for too long: {report}"));
        // In one round by itself there may be none: when nothing was on its way to the store as the silo was stopped.
        Assert.True(
            reports.TrueForAll(report => report.RefusedWrites is null) || reports.Exists(report => report.RefusedWrites > 0),
            "No silo that had been declared dead tried to write.");
    }

    private static async Task<RoundReport> FillDiskAsync(int round)
    {
        await using var disk = await FullDisk.StartAsync();
        return await Round.RunAsync(disk.Stage, disk.World, disk.Fault, round, Seed.Value, s_load, Round.LongAfter, disk.AuditAsync);
    }

    // At once: it takes half an hour.
    private static void Say(string text) => Console.WriteLine(text);
}
