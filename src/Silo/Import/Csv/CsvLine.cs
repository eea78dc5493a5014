namespace Scheduling.Silo.Import.Csv;

/// <summary>One line of a file, or several where a quoted value runs over line ends.</summary>
/// <param name="Header">The header of its file.</param>
/// <param name="Number">The number of its first line in the file; the header is line 1.</param>
/// <param name="Values">As they stand in the file, unquoted; may be more or fewer than the header has.</param>
/// <param name="Damage">Why the line cannot be relied on as a whole, or null.</param>
internal sealed record CsvLine(CsvHeader Header, int Number, ImmutableArray<string> Values, string? Damage)
{
    /// <summary>The value in a column without blanks around it; empty when column or value is missing.</summary>
    public string this[string column] =>
        Header.IndexOf(column) is { } index && index < Values.Length ? Values[index].Trim() : "";
}
