using Orleans.Runtime;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;
using Scheduling.Simulation.Tests.Faults;

namespace Scheduling.Simulation.Tests.Engine;

/// <summary>A process that grains live in.</summary>
internal sealed class Silo(string name, Clock clock, IGrainStorage storage, Chances chances) : ISiloLease
{
    /// <summary>Its grains, while the others have given it up and it does not know: a twin of the cluster.</summary>
    public Dictionary<GrainId, Activation>? Apart { get; set; }

    public string Name => name;

    public Clock Clock => clock;

    public Board<RoomId, RoomReading> Rooms { get; } = new(clock);

    public Board<VenueId, VenueView> Venues { get; } = new(clock);

    public Board<string, CellReading> Cells { get; } = new(clock);

    public IGrainStorage Storage => storage;

    public bool IsDead { get; set; }

    /// <summary>Unless silos do not know when they are given up, which is more than the product is made for.</summary>
    public bool MayWrite => Apart is null || !chances.NoticesThatItWasGivenUp;

    /// <inheritdoc/>
    public ValueTask HeldAsync() => MayWrite
        ? ValueTask.CompletedTask
        : throw new SiloUnavailableException($"{name} was given up.");

    public override string ToString() => name;
}
