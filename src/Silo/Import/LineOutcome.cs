using Scheduling.Silo.Import.Csv;

namespace Scheduling.Silo.Import;

/// <summary>What became of a line; it was rejected exactly when it has rejections.</summary>
/// <param name="Line">The line.</param>
/// <param name="Key">What names it to a reader of the report: the venue's id, or the room's venue and name.</param>
/// <param name="Outcome">What the target did, <see cref="Upserted.Refused"/> when it never got there.</param>
/// <param name="Rejections">Why it was rejected.</param>
/// <param name="Warnings">What was passed over in a line that was not rejected, and in one that was.</param>
internal sealed record LineOutcome(
    CsvLine Line,
    string Key,
    Upserted Outcome,
    IReadOnlyList<LineProblem> Rejections,
    IReadOnlyList<LineProblem> Warnings)
{
    /// <summary>The outcome of a line that was not given to the target.</summary>
    public static LineOutcome Rejected(CsvLine line, string key, LineProblems problems) =>
        new(line, key, Upserted.Refused, problems.Rejections, problems.Warnings);

    /// <summary>The outcome of a line that was.</summary>
    public static LineOutcome Of(CsvLine line, string key, UpsertResult result, LineProblems problems)
    {
        if (result.Refusal is { } refusal)
            problems.Reject(refusal.Field, refusal.Reason);
        return new LineOutcome(line, key, result.Outcome, problems.Rejections, problems.Warnings);
    }
}
