namespace Scheduling.Silo.Import;

/// <summary>Something wrong with a line.</summary>
/// <param name="Field">The column, or <c>line</c> for the line as a whole.</param>
/// <param name="Reason">The end of a sentence that begins with the field.</param>
internal sealed record LineProblem(string Field, string Reason);

/// <summary>What was found in a line: one with a rejection is not imported, one with warnings is.</summary>
internal sealed class LineProblems
{
    /// <summary>The field's name for the line as a whole.</summary>
    public const string WholeLine = "line";

    private readonly List<LineProblem> rejections = [];
    private readonly List<LineProblem> warnings = [];

    public IReadOnlyList<LineProblem> Rejections => rejections;

    public IReadOnlyList<LineProblem> Warnings => warnings;

    public void Reject(string field, string reason) => rejections.Add(new LineProblem(field, reason));

    public void Warn(string field, string reason) => warnings.Add(new LineProblem(field, reason));
}
