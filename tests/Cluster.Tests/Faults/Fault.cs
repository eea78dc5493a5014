using Scheduling.Cluster.Tests.Clients;

namespace Scheduling.Cluster.Tests.Faults;

/// <summary>Something that breaks, and how it is whole again.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="StrikeAsync">Breaks it while clients work, and returns when it is whole again.</param>
internal sealed record Fault(string Name, Func<Strike, Task> StrikeAsync);

/// <summary>One fault as it happens.</summary>
/// <param name="recorder">What clients are told meanwhile.</param>
/// <param name="dice">Which silo it hits, and the like.</param>
internal sealed class Strike(Recorder recorder, Random dice)
{
    private readonly List<(int Via, long From, long To)> _cutOff = [];

    /// <summary>What clients are told meanwhile.</summary>
    public Recorder Recorder => recorder;

    /// <summary>Which silo it hits, and the like.</summary>
    public Random Dice => dice;

    /// <summary>When it began.</summary>
    public long Began { get; } = recorder.Now;

    /// <summary>When the silo that was hit was declared dead; null where none was.</summary>
    public long? DeclaredDead { get; private set; }

    /// <summary>Addresses that were cut off from the others, and when.</summary>
    public IReadOnlyList<(int Via, long From, long To)> CutOff => _cutOff;

    /// <summary>How many writes of a silo that had been declared dead were refused, as its log says; null where none was to be.</summary>
    public int? RefusedWrites { get; private set; }

    /// <summary>A silo that had been declared dead wrote, and was refused.</summary>
    public void NoteRefusedWrites(int count) => RefusedWrites = count;

    /// <summary>The others have noticed.</summary>
    public void NoteDead() => DeclaredDead = recorder.Now;

    /// <summary>An address has been cut off from the others since the fault began: what it told may be as old as that.</summary>
    public void NoteCutOff(int via) => _cutOff.Add((via, Began, recorder.Now));
}
