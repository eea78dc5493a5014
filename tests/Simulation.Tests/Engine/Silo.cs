using Orleans.Runtime;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;
using Scheduling.Simulation.Tests.Faults;

namespace Scheduling.Simulation.Tests.Engine;

/// <summary>A process that grains live in.</summary>
internal sealed class Silo : ISiloLease
{
    private readonly Chances _chances;

    public Silo(string name, Clock clock, IGrainStorage storage, Chances chances)
    {
        (Name, Clock, Storage, _chances) = (name, clock, storage, chances);
        (Rooms, Venues, Cells) = (new(clock, this), new(clock, this), new(clock, this));
    }

    /// <summary>Its grains, while the others have given it up and it does not know: a twin of the cluster.</summary>
    public Dictionary<GrainId, Activation>? Apart { get; set; }

    public string Name { get; }

    public Clock Clock { get; }

    public Board<RoomId, RoomReading> Rooms { get; }

    public Board<VenueId, VenueView> Venues { get; }

    public Board<string, CellReading> Cells { get; }

    public AdvisorNetworks Networks { get; } = new();

    public IGrainStorage Storage { get; }

    public bool IsDead { get; set; }

    /// <summary>Unless silos do not know when they are given up, which is more than the product is made for.</summary>
    public bool MayWrite => Apart is null || !_chances.NoticesThatItWasGivenUp;

    /// <inheritdoc/>
    public bool IsHeld => MayWrite;

    /// <inheritdoc/>
    public ValueTask HeldAsync() => MayWrite
        ? ValueTask.CompletedTask
        : throw new SiloUnavailableException($"{Name} was given up.");

    public override string ToString() => Name;
}
