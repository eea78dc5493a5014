namespace Scheduling.Simulation.Tests.Engine;

/// <summary>A process that grains live in.</summary>
internal sealed class Silo(string name, Clock clock, IGrainStorage storage)
{
    /// <summary>Its grains, while the others have given it up and it does not know: a twin of the cluster.</summary>
    public Dictionary<GrainId, Activation>? Apart { get; set; }

    public string Name => name;

    public Clock Clock => clock;

    public IGrainStorage Storage => storage;

    public bool IsDead { get; set; }

    public override string ToString() => name;
}
