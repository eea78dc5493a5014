using System.Globalization;

namespace Scheduling.Silo.Import.Csv;

/// <summary>
/// The quarantine: each rejected line as it stood in the file, after its number, the fields at fault and the reasons.
/// Corrected, it can be imported as it is, because the importer passes over these three columns.
/// </summary>
internal sealed class RejectedLinesReport : IAsyncDisposable
{
    private readonly CsvReport report;
    private readonly HashSet<int> ownIndexes;

    /// <summary>Creates the report; see <see cref="CsvReport(string, IEnumerable{string}, bool)"/>.</summary>
    public RejectedLinesReport(string path, CsvHeader header, bool keepEmpty)
    {
        var indexes = Enumerable.Range(0, header.Names.Length);
        ownIndexes = [.. indexes.Where(index => CsvColumns.IsOurs(header.Names[index]))];
        report = new CsvReport(path, [.. OwnColumns, .. Original(header.Names)], keepEmpty);
    }

    /// <summary>The columns this report has before those of the file.</summary>
    public static ImmutableArray<string> OwnColumns { get; } = ["line", "field", "reason"];

    /// <summary>Where it lies.</summary>
    public string FilePath => report.FilePath;

    /// <summary>How many lines it holds so far.</summary>
    public long Lines => report.Lines;

    /// <summary>Adds a rejected line.</summary>
    public Task WriteAsync(
        CsvLine line, IReadOnlyCollection<LineProblem> rejections, CancellationToken cancellationToken) =>
        report.WriteAsync(
            [
                line.Number.ToString(CultureInfo.InvariantCulture),
                string.Join('|', rejections.Select(problem => problem.Field)),
                string.Join(" | ", rejections.Select(problem => problem.Reason)),
                .. Original(line.Values),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => report.DisposeAsync();

    private IEnumerable<string> Original(ImmutableArray<string> values) =>
        values.Where((_, index) => !ownIndexes.Contains(index));
}
