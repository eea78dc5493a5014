using Scheduling.Silo.Import.Csv;

namespace Scheduling.Silo.Import.Text;

/// <summary>Reads free text that is stored: one line, of bounded length, without control characters.</summary>
internal static class TextFields
{
    /// <summary>The text; empty when it is missing or cannot be stored, and the line is rejected.</summary>
    public static string Required(CsvLine line, string field, int maxLength, LineProblems problems)
    {
        if (Optional(line, field, maxLength, problems) is { } text)
            return text;
        if (line[field].Length == 0)
            problems.Reject(field, "is missing");
        return "";
    }

    /// <summary>The text, or null when it is missing; when it cannot be stored the line is rejected.</summary>
    public static string? Optional(CsvLine line, string field, int maxLength, LineProblems problems)
    {
        var text = Values.OneLine(line[field]);
        if (text.Length == 0)
            return null;
        if (text.Length > maxLength)
            problems.Reject(field, $"is longer than {maxLength} characters");
        else if (text.Any(char.IsControl))
            problems.Reject(field, "holds control characters");
        else if (text.Contains('\uFFFD'))
            problems.Reject(field, $"holds characters lost in an earlier conversion: {Show.Quoted(text)}");
        else
            return text;
        return null;
    }
}
