using System.Globalization;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Simulation;

/// <summary>
/// Callers at random against the real grains, while writes and calls are lost and activations end. The auditor holds the
/// store against the design at every write; in the end every answer that was given has to be true.
/// SCHEDULING_SEED repeats a run's calls and faults, though not how threads meet.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Callers = 20;

    [Fact]
    public async Task Run_WritesAndCallsLostAndActivationsEnded_NothingIsBroken()
    {
        await using var cluster = new GrainCluster();
        await cluster.InitializeAsync();

        await RunAsync([cluster], operations: 3_000, closes: true);
    }

    [Fact]
    public async Task Run_EveryGrainWithTwoActivations_NothingIsBroken()
    {
        await using var cluster = new GrainCluster();
        await cluster.InitializeAsync();

        // A room that does not know that it is behind does not know of a closure either: see the note in ApplyTerms.
        await RunAsync([cluster, await cluster.TwinAsync()], operations: 1_500, closes: false);
    }

    private async Task RunAsync(IReadOnlyList<GrainCluster> clusters, int operations, bool closes)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SCHEDULING_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given : Random.Shared.Next();
        output.WriteLine($"SCHEDULING_SEED={seed}");
        var world = await World.NewAsync(clusters[0]);
        var (auditor, answers) = (new StoreAuditor(world.Capacities), new Answers());
        clusters[0].Storage.Stored = auditor.Stored;
        LoseAtRandom(clusters, new Random(seed));

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(i =>
            new Caller(world, clusters, answers, new Random(seed + i + 1), closes).CallAsync(operations / Callers)));

        LoseNothing(clusters);
        await SettleAsync(world, clusters[0]);
        auditor.CheckAll();
        answers.Compare(auditor.Bookings);
        output.WriteLine($"{answers.Counts}; {auditor.Bookings.Count} bookings stored, {auditor.Pages} pages written");
        output.WriteLine($"lost: {string.Join(", ", answers.Lost)}");
        Assert.Empty(auditor.Violations);
        Assert.Empty(answers.Untrue);
        // It was a run worth watching.
        Assert.InRange(answers.Counts.Booked, operations / 20, operations);
        Assert.InRange(answers.Counts.Cancelled, operations / 40, operations);
    }

    private static void LoseAtRandom(IReadOnlyList<GrainCluster> clusters, Random random)
    {
        var one = new Lock();
        int Roll()
        {
            lock (one)
                return random.Next(1_000);
        }

        clusters[0].Storage.Chance = () => Roll() switch { < 10 => WriteFault.LostBefore, < 20 => WriteFault.LostAfter, _ => null };
        foreach (var cluster in clusters)
            cluster.Calls.Chance = () => Roll() switch { < 5 => CallFault.LostRequest, < 10 => CallFault.LostAnswer, _ => null };
    }

    private static void LoseNothing(IReadOnlyList<GrainCluster> clusters)
    {
        clusters[0].Storage.Chance = null;
        foreach (var cluster in clusters)
            cluster.Calls.Chance = null;
    }

    // What a crash left half-way is finished by the reminders, which may meet an activation that is behind.
    private static async Task SettleAsync(World world, GrainCluster cluster)
    {
        foreach (var calendar in world.Advisors.SelectMany(network => network).Select(advisor => advisor.Value)
            .Concat(world.Venues.Select(venue => venue.Value)))
            await Shortcuts.RepeatAsync(async () =>
            {
                await cluster.RemindAsync(calendar);
                return true;
            });
    }
}
