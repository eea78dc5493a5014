namespace Scheduling.Cluster.Tests.Checking;

/// <summary>Everything that clients sent and were told.</summary>
/// <param name="Capacities">How much fits on each calendar at once.</param>
/// <param name="Acts">In any order.</param>
/// <param name="Disturbed">
/// When something was broken on purpose, until it had settled. A lead that cannot be asked meanwhile leaves a claim
/// undecided, so one left behind may stand in the way for as long.
/// </param>
internal sealed record History(
    IReadOnlyDictionary<string, int> Capacities, IReadOnlyList<Act> Acts, IReadOnlyList<(long From, long To)> Disturbed);

/// <summary>Something that no order explains.</summary>
/// <param name="Calendar">Whose.</param>
/// <param name="Sentence">What is wrong.</param>
/// <param name="Acts">The smallest part of the history found that shows it.</param>
internal sealed record Violation(string Calendar, string Sentence, IReadOnlyList<Act> Acts)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Calendar}: {Sentence}\n{HistoryTable.Of(Calendar, Acts)}";
}
