using Scheduling.Silo.Import.Text;

namespace Scheduling.Silo.Import.Csv;

/// <summary>The first line of a file.</summary>
internal sealed class CsvHeader
{
    private readonly Dictionary<string, int> indexes = [];

    /// <summary>Checks the header.</summary>
    /// <exception cref="UnreadableFileException">The file cannot be what it should be.</exception>
    public CsvHeader(string file, ImmutableArray<string> names, CsvColumns columns)
    {
        Names = names;
        if (names.All(string.IsNullOrWhiteSpace))
            throw new UnreadableFileException($"{file} is empty: its first line must name the columns.");
        for (var index = 0; index < names.Length; index++)
        {
            if (Key(names[index]).Length > 0 && !indexes.TryAdd(Key(names[index]), index))
                throw new UnreadableFileException($"{file} has the column {Show.Quoted(names[index])} twice.");
        }

        var missing = columns.Required.Where(name => !indexes.ContainsKey(name)).ToList();
        if (missing.Count > 0)
            throw new UnreadableFileException(Missing(file, missing));
        Ignored = [.. names.Where(name => Key(name).Length > 0 && !columns.Contains(name) && !CsvColumns.IsOurs(name))];
    }

    /// <summary>As they stand in the file.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Columns that this kind of file does not have.</summary>
    public ImmutableArray<string> Ignored { get; }

    /// <summary>A column's name as it is compared.</summary>
    public static string Key(string name) => name.Trim().ToLowerInvariant();

    /// <summary>Where a column stands, or null when the file does not have it.</summary>
    public int? IndexOf(string column) => indexes.TryGetValue(column, out var index) ? index : null;

    private string Missing(string file, List<string> missing)
    {
        var text = $"{file} lacks the required column{(missing.Count > 1 ? "s" : "")} {string.Join(", ", missing)}";
        return Names is [var only] && only.Contains(';')
            ? $"{text}: it seems to be separated by semicolons, the standard asks for commas."
            : $"{text}.";
    }
}
