namespace Scheduling.Silo.Import.Csv;

/// <summary>The columns a kind of file has, in any order and in any case.</summary>
/// <param name="Required">A file without one of these is not read.</param>
/// <param name="Optional">May be missing.</param>
internal sealed record CsvColumns(ImmutableArray<string> Required, ImmutableArray<string> Optional)
{
    /// <summary>True for the columns the importer itself adds to its report of rejected lines.</summary>
    public static bool IsOurs(string column) => RejectedLinesReport.OwnColumns.Contains(CsvHeader.Key(column));

    /// <summary>True for a column that this kind of file has.</summary>
    public bool Contains(string column) =>
        Required.Contains(CsvHeader.Key(column)) || Optional.Contains(CsvHeader.Key(column));
}
