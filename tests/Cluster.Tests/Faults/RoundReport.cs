using Scheduling.Cluster.Tests.Checking;
using Scheduling.Cluster.Tests.Clients;

namespace Scheduling.Cluster.Tests.Faults;

/// <summary>What came of one fault.</summary>
/// <param name="Fault">Which.</param>
/// <param name="Operations">How many operations were sent.</param>
/// <param name="Unanswered">How many calls had no answer, or none that says what became of them, and were repeated.</param>
/// <param name="Unknown">How many operations had no answer in the end.</param>
/// <param name="OutageSeconds">For how long after the strike calls were sent that failed.</param>
/// <param name="DetectionSeconds">After how long the silo was declared dead; null where none was.</param>
/// <param name="RefusedWrites">How many writes of a silo that had been declared dead were refused; null where there is none.</param>
/// <param name="Reasons">Why calls failed, with how many of each.</param>
/// <param name="Violations">What the checker could not explain.</param>
/// <param name="Audit">What the auditor found untrue; empty for nothing.</param>
internal sealed record RoundReport(
    string Fault, int Operations, int Unanswered, int Unknown, double OutageSeconds, double? DetectionSeconds, int? RefusedWrites, string Reasons,
    IReadOnlyList<string> Violations, string Audit)
{
    private const double MicrosecondsOfSecond = 1_000_000;

    /// <summary>True when everything was explained, and is true of the store.</summary>
    public bool IsClean => Violations.Count == 0 && Audit.Length == 0;

    /// <summary>Sums it up.</summary>
    public static RoundReport Of(Fault fault, Strike strike, Recorder recorder, IReadOnlyList<string> violations, string audit)
    {
        var failures = recorder.Failures;
        var last = failures.Select(failure => failure.Sent).Where(sent => sent >= strike.Began).DefaultIfEmpty(strike.Began).Max();
        return new RoundReport(
            fault.Name,
            recorder.Acts.Count,
            failures.Count,
            recorder.Acts.Count(entry => entry.Act.Told == Told.Unknown),
            (last - strike.Began) / MicrosecondsOfSecond,
            (strike.DeclaredDead - strike.Began) / MicrosecondsOfSecond,
            strike.RefusedWrites,
            string.Join(", ", failures.GroupBy(failure => failure.What).OrderByDescending(of => of.Count()).Select(of => $"{of.Count()}x {of.Key}")),
            violations,
            audit);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Fault}: {Operations} operations, {Unanswered} calls repeated ({Reasons}), {Unknown} unknown in the end; calls failed for {OutageSeconds:F1} s"
        + (DetectionSeconds is { } detection ? $", declared dead after {detection:F1} s" : "")
        + (RefusedWrites is { } refused ? $", {refused} of its writes refused" : "")
        + (IsClean ? "" : $"\n{Violations.Count} violations:\n{string.Join("\n\n", Violations.Take(10))}\n{Audit}");
}
