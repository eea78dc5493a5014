using Scheduling.Silo.Import.Text;

namespace Scheduling.Silo.Import.Hours;

/// <summary>
/// Reads opening hours in OpenStreetMap's opening_hours syntax, as far as a repeating week can hold them: weekdays and
/// their ranges and lists, several spans and rules, spans over midnight, 24/7, off, and closure on public or school
/// holidays. Whatever else the syntax allows (months, dates, weeks, sunset, comments, open ends) is not guessed at.
/// </summary>
/// <remarks>
/// A rule after <c>;</c> replaces what earlier rules said for the days it names; one after <c>,</c> adds to it. A rule
/// without days is taken only before any other, because after others its writer rarely means the "every day, instead"
/// that the syntax says.
/// </remarks>
internal sealed class HoursParser
{
    private readonly List<HoursToken> tokens;
    private readonly WeekPlan plan = new();
    private int at;
    private bool anyRule;
    private bool publicHolidaysOff;
    private bool schoolHolidaysOff;

    private HoursParser(string text) => tokens = new HoursLexer(text).Read().ToList();

    private HoursToken Current => at < tokens.Count ? tokens[at] : default;

    /// <summary>Reads a text; never throws.</summary>
    public static HoursReading Read(string text)
    {
        var parser = new HoursParser(text);
        if (parser.Rules() is { } reason)
            return new HoursReading.Unreadable(reason);
        return parser.plan.ToWeek() is { } week
            ? new HoursReading.Readable(week, parser.publicHolidaysOff, parser.schoolHolidaysOff)
            : new HoursReading.Unreadable("has a span of more than 24 hours");
    }

    // Each of the methods below gives the reason why the text cannot be read, or null when all went well.
    private string? Rules()
    {
        var separated = true;
        var adds = false;
        var any = false;
        while (true)
        {
            while (!adds && Take(HoursTokenKind.Semicolon))
                separated = true;
            if (!adds && Current.Kind is HoursTokenKind.End)
                return any ? null : "holds no hours";
            if (!separated)
                return Unexpected();
            if (Rule(adds) is { } reason)
                return reason;
            any = true;
            separated = adds = Take(HoursTokenKind.Comma);
        }
    }

    private string? Rule(bool adds)
    {
        var selector = new DaySelector();
        if (Selector(selector) is { } wrongDays)
            return wrongDays;

        var spans = new List<(int Opens, int Closes)>();
        var timed = Current.Kind is HoursTokenKind.Time;
        var always = !selector.Any && !timed && Take(HoursTokenKind.Always);
        if (timed && Spans(spans) is { } wrongTimes)
            return wrongTimes;
        var off = !always && Take(HoursTokenKind.Off);
        if (!off && (selector.Any || timed || always))
            Take(HoursTokenKind.Open);

        if (!selector.Any && !timed && !always && !off)
            return Unexpected();
        if (off && timed)
            return "closes for some hours of a day, which is not understood";
        if (selector.Holidays && !off)
            return "has hours of its own on holidays, which cannot be kept";
        if (!selector.Any && anyRule)
            return "has a rule without days after other rules";
        if (!off && !timed)
            spans.Add((0, WeekPlan.MinutesOfDay));
        Apply(selector, adds, off, spans);
        return null;
    }

    private void Apply(DaySelector selector, bool adds, bool off, List<(int Opens, int Closes)> spans)
    {
        publicHolidaysOff |= selector.PublicHolidays;
        schoolHolidaysOff |= selector.SchoolHolidays;
        anyRule |= !selector.Holidays || selector.Days.Count > 0;
        foreach (var day in selector.Any ? selector.Days : Enumerable.Range(1, 7))
        {
            if (!adds || off)
                plan.Clear(day);
            plan.Add(day, spans);
        }
    }

    private string? Selector(DaySelector selector)
    {
        while (true)
        {
            var first = Current;
            if (Take(HoursTokenKind.PublicHoliday))
                selector.PublicHolidays = true;
            else if (Take(HoursTokenKind.SchoolHoliday))
                selector.SchoolHolidays = true;
            else if (!Take(HoursTokenKind.Day))
                return selector.Any ? Unexpected() : null;
            else if (!Take(HoursTokenKind.Dash))
                selector.Days.Add(first.Value);
            else if (Current.Kind is not HoursTokenKind.Day || Current.Value == first.Value)
                return Unexpected();
            else
                selector.AddRange(first.Value, tokens[at++].Value);

            if (!Take(HoursTokenKind.Comma))
                return null;
        }
    }

    private string? Spans(List<(int Opens, int Closes)> spans)
    {
        while (true)
        {
            var opens = Current;
            if (!Take(HoursTokenKind.Time) || !Take(HoursTokenKind.Dash))
                return Unexpected();
            var closes = Current;
            if (!Take(HoursTokenKind.Time))
                return Unexpected();
            if (opens.Value == closes.Value)
                return $"opens and closes at {opens.Text}";
            if (opens.Value >= WeekPlan.MinutesOfDay)
                return $"opens at {opens.Text}, which is not a time of day";
            var end = closes.Value < opens.Value ? closes.Value + WeekPlan.MinutesOfDay : closes.Value;
            spans.Add((opens.Value, end));

            // A comma before anything but a time begins another rule.
            if (Current.Kind is not HoursTokenKind.Comma || at + 1 >= tokens.Count
                || tokens[at + 1].Kind is not HoursTokenKind.Time)
                return null;
            at++;
        }
    }

    private bool Take(HoursTokenKind kind)
    {
        if (Current.Kind != kind)
            return false;
        if (kind is not HoursTokenKind.End)
            at++;
        return true;
    }

    private string Unexpected() => Current switch
    {
        { Kind: HoursTokenKind.End } => "ends too early",
        { Text: "+" } => "has an open end ('+'), which is not understood",
        { Text: "\"" } => "holds a comment, which is not understood",
        var token => $"is not understood at {Show.Quoted(token.Text)}",
    };

    private sealed class DaySelector
    {
        public SortedSet<int> Days { get; } = [];

        public bool PublicHolidays { get; set; }

        public bool SchoolHolidays { get; set; }

        public bool Holidays => PublicHolidays || SchoolHolidays;

        public bool Any => Holidays || Days.Count > 0;

        /// <summary>Adds the days from the first to the last, over the end of the week where that is before.</summary>
        public void AddRange(int first, int last)
        {
            for (var day = first; day != last; day = day % 7 + 1)
                Days.Add(day);
            Days.Add(last);
        }
    }
}
