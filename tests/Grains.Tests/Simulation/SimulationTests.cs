using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Simulation;

public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Run_WritesAndCallsLostAndActivationsEnded_NothingIsBroken()
    {
        await using var cluster = new GrainCluster();
        await cluster.InitializeAsync();

        await Simulator.RunAsync([cluster], callers: 30, operations: 3_000, closes: true, output);
    }
}

// A class of its own, because it waits more than it works and may do so beside the other.
public sealed class TwinSimulationTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Run_EveryGrainWithTwoActivations_NothingIsBroken()
    {
        await using var cluster = new GrainCluster();
        await cluster.InitializeAsync();

        // Without closures: a room that is behind does not know of them, and nothing in the version of its pages tells it.
        await Simulator.RunAsync([cluster, await cluster.TwinAsync()], callers: 50, operations: 300, closes: false, output);
    }
}
