using System.Text;

namespace Scheduling.Api.Execution;

/// <summary>
/// The library's syntax errors draw an arrow below the place, in time and memory that grow with the square of its column: an
/// error at the end of a line of 30,000 characters costs a gigabyte. So a document with a long line is read on short
/// ones first; an error is then told at its place there.
/// </summary>
internal static class ShortLines
{
    /// <summary>The longest name, text or comment on a line that is longer.</summary>
    public const int LongestToken = 2_000;

    private const int Long = 1_000;
    private const int Wrap = 400;

    /// <summary>Whether an error in it could be expensive.</summary>
    public static bool AreMissingIn(string document) => Longest(document) > Long;

    /// <summary>The length of the longest line.</summary>
    public static int Longest(string document)
    {
        var longest = 0;
        foreach (var line in document.AsSpan().EnumerateLines())
            longest = Math.Max(longest, line.Length);
        return longest;
    }

    /// <summary>The same tokens with more line ends between them.</summary>
    public static string Of(string document)
    {
        var shorter = new StringBuilder(document.Length + (document.Length / Wrap) + 1);
        var column = 0;
        for (var at = 0; at < document.Length;)
        {
            var end = EndOf(document, at);
            shorter.Append(document, at, end - at);
            var lineEnd = document.AsSpan(at, end - at).LastIndexOfAny('\n', '\r');
            column = lineEnd >= 0 ? end - at - lineEnd - 1 : column + end - at;
            if (column > Wrap && (document[at] is '"' or ' ' or '\t' or ',' or ':' or '{' or '}' or '(' or ')' or '[' or ']'))
            {
                shorter.Append('\n');
                column = 0;
            }
            at = end;
        }
        return shorter.ToString();
    }

    // A text or a comment as a whole, anything else a character at a time.
    private static int EndOf(string document, int at)
    {
        if (document[at] == '#')
            return document.AsSpan(at).IndexOfAny('\n', '\r') is >= 0 and var length ? at + length : document.Length;
        if (document[at] != '"')
            return at + 1;
        return document.AsSpan(at).StartsWith("\"\"\"") ? EndOfBlock(document, at + 3) : EndOfText(document, at + 1);
    }

    private static int EndOfBlock(string document, int at)
    {
        while (document.IndexOf("\"\"\"", at, StringComparison.Ordinal) is >= 0 and var end)
        {
            if (document[end - 1] != '\\')
                return end + 3;
            at = end + 3;
        }
        return document.Length;
    }

    private static int EndOfText(string document, int at)
    {
        for (; at < document.Length && document[at] is not ('\n' or '\r'); at++)
        {
            if (document[at] == '"')
                return at + 1;
            if (document[at] == '\\' && at + 1 < document.Length)
                at++;
        }
        return at;
    }
}
