namespace Scheduling.Cluster.Tests.Faults;

/// <summary>The embedded store on a full disk: what was acknowledged is there, and it goes on when there is space again.</summary>
[Collection("faults")]
public sealed class FullDiskTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_load = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task FullDisk_UnderTheEmbeddedStore_LosesNothing()
    {
        await using var disk = await FullDisk.StartAsync();

        var report = await Round.RunAsync(disk.Stage, disk.World, disk.Fault, 1, Seed.Value, s_load, after: default, disk.AuditAsync);

        output.WriteLine($"SCHEDULING_SEED={Seed.Value} {report}");
        Assert.True(report.IsClean, $"SCHEDULING_SEED={Seed.Value} {report}");
    }
}
