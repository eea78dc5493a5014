using Orleans.Runtime;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>The lease of a silo that the others declare dead when a test says so.</summary>
public sealed class LosableLease : ISiloLease
{
    public volatile bool IsLost;

    public bool IsHeld => !IsLost;

    public ValueTask HeldAsync() =>
        IsLost ? throw new SiloUnavailableException("The other silos have declared this one dead (ordered by a test).") : ValueTask.CompletedTask;
}
