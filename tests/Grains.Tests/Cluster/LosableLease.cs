using Orleans.Runtime;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>
/// The lease of a silo that the others declare dead when a test says so, or which a grain finds lost once another activation of
/// it has written: no real silo holds its lease then any more.
/// </summary>
public sealed class LosableLease : ISiloLease
{
    public volatile bool IsLost;

    /// <summary>Asked whether the activation whose turn it is was overtaken; null where nobody looks.</summary>
    public Func<bool>? IsBehind { get; set; }

    public bool IsHeld => !IsLost;

    public ValueTask HeldAsync() => IsLost || IsBehind?.Invoke() == true
        ? throw new SiloUnavailableException("The other silos have declared this one dead (ordered by a test).")
        : ValueTask.CompletedTask;
}
