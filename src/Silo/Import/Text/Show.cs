using System.Globalization;
using System.Text;

namespace Scheduling.Silo.Import.Text;

/// <summary>Values of a file as a terminal may show them: one short line without control characters.</summary>
internal static class Show
{
    private const int MaxLength = 60;

    /// <summary>The value in quotes, cut after 60 characters.</summary>
    public static string Quoted(string value) =>
        value.Length <= MaxLength ? $"'{Printable(value)}'" : $"'{Printable(value[..MaxLength])}…'";

    /// <summary>The text with a question mark for each character that could move a terminal's cursor.</summary>
    public static string Printable(string text)
    {
        var printable = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            var category = char.GetUnicodeCategory(character);
            var hidden = category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            printable.Append(hidden ? '?' : character);
        }

        return printable.ToString();
    }
}
