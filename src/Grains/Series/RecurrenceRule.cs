using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime.Text;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Series;

/// <summary>
/// An RFC 5545 RRULE whose every part was checked before it is worked out: so that no text from outside can make the library
/// think for long, or throw.
/// </summary>
internal sealed partial record RecurrenceRule
{
    /// <summary>The most dates of a series.</summary>
    public const int DatesMax = 104;

    private const int TextLengthMax = 500;
    private const string Field = "rule";

    private static readonly LocalDatePattern Date = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly LocalDateTimePattern DateAndTime = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");

    // Lists of numbers: the range of each, and whether it counts backwards as well.
    private static readonly FrozenDictionary<string, (int Most, bool Backwards)> Lists = new Dictionary<string, (int, bool)>
    {
        ["BYMONTHDAY"] = (31, true),
        ["BYYEARDAY"] = (366, true),
        ["BYWEEKNO"] = (53, true),
        ["BYMONTH"] = (12, false),
        ["BYSETPOS"] = (366, true),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>How often: DAILY, WEEKLY, MONTHLY or YEARLY.</summary>
    public required string Frequency { get; init; }

    /// <summary>Every how many of those.</summary>
    public required int Interval { get; init; }

    /// <summary>How many dates; null when <see cref="UntilText"/> says where it ends.</summary>
    public required int? Count { get; init; }

    /// <summary>A date, a wall-clock time, or with a Z an instant; the last that counts.</summary>
    public required string? UntilText { get; init; }

    /// <summary>The parts that choose dates, as the library reads them.</summary>
    public required string Pattern { get; init; }

    /// <summary>Reads a rule, with or without <c>RRULE:</c> before it.</summary>
    public static Outcome<RecurrenceRule> Parse(string text)
    {
        if (text.Length > TextLengthMax)
            return Refusal.Invalid(Field, $"'{Field}' takes at most {TextLengthMax} characters.");
        var upper = text.Trim().ToUpperInvariant();
        if (upper.StartsWith("RRULE:", StringComparison.Ordinal))
            upper = upper["RRULE:".Length..];
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in upper.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=') is not [var name, var value] || !parts.TryAdd(name, value))
                return Refusal.Invalid(Field, "A rule is written as FREQ=WEEKLY;BYDAY=TU;COUNT=10, each part once.");
        }

        var complaint = Complaints(parts).FirstOrDefault();
        return complaint is null ? Of(parts) : Refusal.Invalid(Field, complaint);
    }

    private static RecurrenceRule Of(Dictionary<string, string> parts) => new()
    {
        Frequency = parts["FREQ"],
        Interval = parts.TryGetValue("INTERVAL", out var interval) ? int.Parse(interval, CultureInfo.InvariantCulture) : 1,
        Count = parts.TryGetValue("COUNT", out var count) ? int.Parse(count, CultureInfo.InvariantCulture) : null,
        UntilText = parts.GetValueOrDefault("UNTIL"),
        Pattern = string.Join(';', parts.Where(part => part.Key is not ("COUNT" or "UNTIL")).Select(part => $"{part.Key}={part.Value.Replace("+", "", StringComparison.Ordinal)}")),
    };

    private static IEnumerable<string> Complaints(Dictionary<string, string> parts)
    {
        if (!parts.TryGetValue("FREQ", out var frequency) || frequency is not ("DAILY" or "WEEKLY" or "MONTHLY" or "YEARLY"))
            yield return "A rule says FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.";
        if (parts.ContainsKey("COUNT") == parts.ContainsKey("UNTIL"))
            yield return "A rule says where it ends: by COUNT or by UNTIL, one of the two.";
        foreach (var (name, value) in parts)
        {
            if (Complaint(name, value) is { } complaint)
                yield return complaint;
        }

        if (Misplaced(frequency, parts) is { } misplaced)
            yield return misplaced;
    }

    private static string? Complaint(string name, string value) => name switch
    {
        "FREQ" => null,
        "COUNT" => IsNumber(value, DatesMax) ? null : $"COUNT takes 1 to {DatesMax}.",
        "INTERVAL" => IsNumber(value, 1_000) ? null : "INTERVAL takes 1 to 1000.",
        "UNTIL" => IsUntil(value) ? null : "UNTIL is written as 20271231, 20271231T093000 or 20271231T083000Z.",
        "WKST" => WeekDay().IsMatch(value) && value.Length == 2 ? null : "WKST takes a day of the week: MO.",
        "BYDAY" => value.Split(',').All(day => WeekDay().IsMatch(day)) ? null : "BYDAY takes days of the week, as MO,TH or 1MO or -1FR.",
        "BYHOUR" or "BYMINUTE" or "BYSECOND" => $"A series has one time of day, which is that of its first date: {name} is not taken.",
        _ when Lists.TryGetValue(name, out var range) => value.Split(',').All(number => IsNumber(
            range.Backwards && number.StartsWith('-') ? number[1..] : number, range.Most))
            ? null
            : $"{name} takes numbers from {(range.Backwards ? -range.Most : 1)} to {range.Most}, and no 0.",
        _ => $"'{(name.Length > 20 ? name[..20] : name)}' is no part of a rule.",
    };

    // RFC 5545, 3.3.10: what a frequency does not go with.
    private static string? Misplaced(string? frequency, Dictionary<string, string> parts)
    {
        bool Has(string name) => parts.ContainsKey(name);
        if (Has("BYWEEKNO") && frequency != "YEARLY")
            return "BYWEEKNO goes with FREQ=YEARLY only.";
        if (Has("BYYEARDAY") && frequency != "YEARLY")
            return "BYYEARDAY goes with FREQ=YEARLY only.";
        if (Has("BYMONTHDAY") && frequency == "WEEKLY")
            return "BYMONTHDAY does not go with FREQ=WEEKLY.";
        if (parts.TryGetValue("BYDAY", out var days) && days.Any(char.IsDigit)
            && (frequency is not ("MONTHLY" or "YEARLY") || Has("BYWEEKNO")))
            return "A number before a day goes with FREQ=MONTHLY or FREQ=YEARLY only, and not with BYWEEKNO.";
        return Has("BYSETPOS") && !Has("BYDAY") && !Has("BYMONTHDAY") && !Has("BYYEARDAY") && !Has("BYWEEKNO") && !Has("BYMONTH")
            ? "BYSETPOS chooses among what another BY part gives."
            : null;
    }

    private static bool IsNumber(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && !text.Contains('\0')
        && number >= 1 && number <= most;

    private static bool IsUntil(string text) =>
        Date.Parse(text).Success || DateAndTime.Parse(text.EndsWith('Z') ? text[..^1] : text).Success;

    [GeneratedRegex("^([+-]?([1-9]|[1-4][0-9]|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WeekDay();
}
