using System.Globalization;
using Scheduling.Silo.Import.Csv;

namespace Scheduling.Silo.Import;

/// <summary>
/// The reports of a run: everything goes to files as it happens, the first few problems are kept for the terminal.
/// </summary>
internal sealed class ImportReports : IAsyncDisposable
{
    /// <summary>How many rejected lines, and how many warnings, the terminal shows.</summary>
    public const int ShownMax = 20;

    private readonly CsvReport warnings;
    private readonly List<RejectedLinesReport> rejected = [];
    private readonly List<string> shownRejections = [];
    private readonly List<string> shownWarnings = [];
    private int rejectedLines;
    private int warningCount;

    /// <summary>Creates the report of warnings.</summary>
    public ImportReports(ReportPaths paths) =>
        warnings = new CsvReport(paths.Warnings, ["file", "line", "key", "field", "reason"], keepEmpty: false);

    /// <summary>Creates the report of a file's rejected lines.</summary>
    public RejectedLinesReport Open(string path, CsvFile file, bool keepEmpty)
    {
        var report = new RejectedLinesReport(path, file.Header, keepEmpty);
        rejected.Add(report);
        return report;
    }

    /// <summary>Takes down what is wrong with a line.</summary>
    public async Task AddAsync(
        CsvFile file, RejectedLinesReport report, LineOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Rejections.Count > 0)
        {
            await report.WriteAsync(outcome.Line, outcome.Rejections, cancellationToken);
            if (rejectedLines++ < ShownMax)
                shownRejections.AddRange(outcome.Rejections.Select(problem => Sentence(file, outcome, problem)));
        }

        foreach (var warning in outcome.Warnings)
        {
            var line = outcome.Line.Number.ToString(CultureInfo.InvariantCulture);
            await warnings.WriteAsync([file.Name, line, outcome.Key, warning.Field, warning.Reason], cancellationToken);
            if (warningCount++ < ShownMax)
                shownWarnings.Add(Sentence(file, outcome, warning));
        }
    }

    /// <summary>The first problems, and where all of them are.</summary>
    public void Show(ImportConsole console)
    {
        var written = rejected.Where(report => report.Lines > 0).Select(report => report.FilePath);
        if (rejectedLines > 0)
            Show(console, "Rejected", shownRejections, rejectedLines, "lines", written);
        if (warningCount > 0)
            Show(console, "Warnings", shownWarnings, warningCount, "warnings", [warnings.FilePath]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await warnings.DisposeAsync();
        foreach (var report in rejected)
            await report.DisposeAsync();
    }

    private static void Show(
        ImportConsole console, string title, List<string> shown, int count, string noun, IEnumerable<string> paths)
    {
        console.WriteLine($"{title}:");
        foreach (var sentence in shown)
            console.WriteLine($"  {sentence}");
        if (count > ShownMax)
            console.WriteLine($"  … and {count - ShownMax} more {noun}");
        console.WriteLine($"  All of them: {string.Join(", ", paths)}");
        console.WriteLine();
    }

    private static string Sentence(CsvFile file, LineOutcome outcome, LineProblem problem) =>
        $"{file.Name} line {outcome.Line.Number}, {problem.Field} {problem.Reason}";
}
