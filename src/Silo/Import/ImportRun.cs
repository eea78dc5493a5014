using Scheduling.Silo.Import.Csv;

namespace Scheduling.Silo.Import;

/// <summary>Follows the files of one run, keeps the reports and tells the end.</summary>
internal sealed class ImportRun(ImportConsole console, ReportPaths paths) : IAsyncDisposable
{
    private readonly ImportReports reports = new(paths);
    private readonly List<(string Title, ImportTally Tally)> tallies = [];

    /// <summary>Creates the report of a file's rejected lines, before anything is imported.</summary>
    public RejectedLinesReport OpenReport(CsvFile file, string path) =>
        reports.Open(path, file, keepEmpty: paths.AskedFor && path == paths.RejectedVenues);

    /// <summary>Follows a file to its end.</summary>
    public async Task FollowAsync(
        string title,
        CsvFile file,
        RejectedLinesReport report,
        IAsyncEnumerable<LineOutcome> outcomes,
        CancellationToken cancellationToken)
    {
        if (file.Header.Ignored.Length > 0)
            console.WriteLine($"{file.Name}: ignored columns {string.Join(", ", file.Header.Ignored)}");
        var tally = new ImportTally();
        tallies.Add((title, tally));
        await console.FollowAsync(
            file,
            outcomes,
            async outcome =>
            {
                tally.Count(outcome);
                await reports.AddAsync(file, report, outcome, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Tells what happened; true when nothing was rejected.</summary>
    public bool Finish(bool dryRun)
    {
        reports.Show(console);
        foreach (var (title, tally) in tallies)
            console.WriteLine($"{title}: {tally}");
        if (dryRun)
            console.WriteLine("Dry run: nothing was stored.");
        return tallies.TrueForAll(entry => entry.Tally.Rejected == 0);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => reports.DisposeAsync();
}
