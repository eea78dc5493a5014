namespace Scheduling.Silo.Import.Text;

/// <summary>How values of a cell are taken apart and compared.</summary>
internal static class Values
{
    /// <summary>The values of a cell, split at <c>|</c>, without blanks around them; empty ones are left out.</summary>
    public static string[] Split(string cell) => Split(cell, ['|']);

    /// <summary>The same with other separators.</summary>
    public static string[] Split(string cell, char[] separators) =>
        cell.Split(separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Every run of blanks and line ends as one space.</summary>
    public static string OneLine(string value) =>
        string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>
    /// A label as it is compared: word processors write one label with different apostrophes and blanks.
    /// </summary>
    public static string LabelKey(string label) =>
        OneLine(label.Replace('’', '\''));
}
