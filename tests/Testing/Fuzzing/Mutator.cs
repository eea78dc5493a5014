using System.Text;
using System.Text.RegularExpressions;

namespace Scheduling.Testing.Fuzzing;

/// <summary>Makes wrong texts out of right ones, word by word and then perhaps byte by byte.</summary>
/// <param name="random">Decides everything.</param>
/// <param name="words">What else the language has, right and wrong.</param>
public sealed partial class Mutator(Random random, IReadOnlyList<string> words)
{
    private const int LongestRun = 4_000;

    private static readonly string[] Odd =
    [
        "\0", "\u0001", "\r\n", "\t", "\u2028", "\uFEFF", "\u202E", "é", "日本", "\U0001F600", "\uD800", "\uDC00", "\\u0000", "\\uD800",
        "\\", "\"", "\"\"\"", "'", "#", "%00", "%", "%ZZ", "+", "&", "=", ";", "-0", "1e999", "-1", "0x10", "99999999999999999999",
        "2147483648", "9223372036854775808", "1.5e-400", "null", "true", "NaN", "Infinity",
    ];

    /// <summary>One to eight changes of a valid text.</summary>
    public string Text(string valid)
    {
        var parts = Words().Matches(valid).Select(match => match.Value).ToList();
        for (var change = random.Next(1, 9); change > 0; change--)
            Change(parts);
        return string.Concat(parts);
    }

    /// <summary>The same as UTF-8, one time in four with bytes changed too.</summary>
    public byte[] Bytes(string valid)
    {
        var bytes = Encoding.UTF8.GetBytes(Text(valid));
        if (random.Next(4) > 0 || bytes.Length == 0)
            return bytes;
        for (var change = random.Next(1, 5); change > 0; change--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes[..random.Next(1, bytes.Length + 1)];
    }

    private void Change(List<string> parts)
    {
        if (parts.Count == 0)
        {
            parts.Add(Word());
            return;
        }

        var (at, length) = (random.Next(parts.Count), 0);
        length = random.Next(1, Math.Min(12, parts.Count - at) + 1);
        switch (random.Next(10))
        {
            case 0: parts.RemoveRange(at, length); break;
            case 1: parts.InsertRange(at, parts.GetRange(at, length)); break;
            case 2: parts.InsertRange(random.Next(parts.Count), parts.GetRange(at, length)); break;
            case 3: parts.Insert(at, Word()); break;
            case 4 or 5: parts[at] = Word(); break;
            case 6: parts[at] = Odd[random.Next(Odd.Length)]; break;
            case 7: parts.RemoveRange(at, random.Next(8) == 0 ? parts.Count - at : 1); break;
            case 8:
                var other = random.Next(parts.Count);
                (parts[at], parts[other]) = (parts[other], parts[at]);
                break;
            default:
                // Rarely very often: nesting and length are what parsers run out of.
                var times = random.Next(20) == 0 ? random.Next(LongestRun) : random.Next(4);
                parts[at] = string.Concat(Enumerable.Repeat(parts[at].Length < 40 ? parts[at] : Word(), times));
                break;
        }
    }

    private string Word() => random.Next(5) == 0 ? Odd[random.Next(Odd.Length)] : words[random.Next(words.Count)];

    [GeneratedRegex(@"\w+|\s+|.", RegexOptions.Singleline, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Words();
}

/// <summary>Choices.</summary>
public static class RandomPicks
{
    /// <summary>One of these.</summary>
    public static T Pick<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
