using System.Globalization;

namespace Scheduling.Silo.Import.Hours;

/// <summary>Cuts an opening_hours text into tokens; what it does not know is a token too, so it never fails.</summary>
internal sealed class HoursLexer(string text)
{
    private static readonly string[] Days = ["mo", "tu", "we", "th", "fr", "sa", "su"];

    private int at;

    public IEnumerable<HoursToken> Read()
    {
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at == text.Length)
                yield break;
            yield return char.IsAsciiDigit(text[at]) ? Number() : char.IsLetter(text[at]) ? Word() : Sign();
        }
    }

    private HoursToken Word()
    {
        var word = TakeWhile(char.IsLetter);
        var lower = word.ToLowerInvariant();
        var kind = lower switch
        {
            "ph" => HoursTokenKind.PublicHoliday,
            "sh" => HoursTokenKind.SchoolHoliday,
            "off" or "closed" => HoursTokenKind.Off,
            "open" => HoursTokenKind.Open,
            _ => Days.Contains(lower) ? HoursTokenKind.Day : HoursTokenKind.Unknown,
        };
        return new HoursToken(kind, kind is HoursTokenKind.Day ? Array.IndexOf(Days, lower) + 1 : 0, word);
    }

    /// <summary>A time of day or <c>24/7</c>; any other number (a year, a date) is unknown.</summary>
    private HoursToken Number()
    {
        var number = TakeWhile(c => char.IsAsciiDigit(c) || c is ':' or '/');
        if (number is "24/7")
            return new HoursToken(HoursTokenKind.Always, 0, number);
        return Minutes(number) is { } minutes
            ? new HoursToken(HoursTokenKind.Time, minutes, number)
            : new HoursToken(HoursTokenKind.Unknown, 0, number);
    }

    private HoursToken Sign()
    {
        var sign = text[at++];
        var kind = sign switch
        {
            '-' or '–' => HoursTokenKind.Dash,
            ',' => HoursTokenKind.Comma,
            ';' => HoursTokenKind.Semicolon,
            _ => HoursTokenKind.Unknown,
        };
        return new HoursToken(kind, 0, sign.ToString());
    }

    /// <summary>Hours run to 48:00: the standard writes an end after midnight as 26:00 too.</summary>
    private static int? Minutes(string time)
    {
        var colon = time.IndexOf(':');
        if (colon is not (1 or 2) || time.Length != colon + 3 || time.LastIndexOf(':') != colon || time.Contains('/'))
            return null;
        var hours = int.Parse(time.AsSpan(0, colon), CultureInfo.InvariantCulture);
        var minutes = int.Parse(time.AsSpan(colon + 1), CultureInfo.InvariantCulture);
        var sum = hours * 60 + minutes;
        return minutes < 60 && sum <= 48 * 60 ? sum : null;
    }

    private string TakeWhile(Func<char, bool> belongs)
    {
        var start = at;
        while (at < text.Length && belongs(text[at]))
            at++;
        return text[start..at];
    }
}
