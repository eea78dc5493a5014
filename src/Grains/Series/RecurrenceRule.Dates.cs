using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Duration = NodaTime.Duration;

namespace Scheduling.Grains.Series;

/// <content>The dates of a rule: worked out on dates alone, which know no clock changes, then set to the wall clock.</content>
internal sealed partial record RecurrenceRule
{
    /// <summary>How far a series reaches beyond its first date.</summary>
    public const int YearsMax = 10;

    /// <summary>
    /// Every date, in order: those of the rule from the first one on, without the exceptions, at the wall-clock time of the
    /// first one.
    /// </summary>
    /// <param name="first">The first date, which has to be one of the rule.</param>
    /// <param name="startsAt">The wall-clock time. Where it does not exist the next instant counts, where it exists twice the first.</param>
    /// <param name="length">How long each date is.</param>
    /// <param name="except">Dates of the rule to leave out; they count for COUNT.</param>
    /// <param name="zone">Whose wall clock.</param>
    public Outcome<SeriesSlots> Expand(
        LocalDate first, LocalTime startsAt, Duration length, IReadOnlyCollection<LocalDate> except, DateTimeZone zone)
    {
        var horizon = first.PlusYears(YearsMax);
        var dates = new List<LocalDate>();
        var isCut = false;
        foreach (var date in Unbounded(first, horizon))
        {
            // A week by its number may reach into two years, which are worked out one after the other: what was there already, or
            // lies behind it, is not one more date.
            if (dates.Count > 0 && date <= dates[^1])
                continue;
            if (dates.Count == Count || IsPast(date.At(startsAt), zone))
                break;
            isCut = date > horizon;
            if (isCut || dates.Count > DatesMax)
                break;
            dates.Add(date);
        }

        if (isCut || (Count is { } count && dates.Count < count))
            return Refusal.Invalid(Field, $"The rule has not that many dates within {YearsMax} years.");
        if (dates.Count > DatesMax)
            return Refusal.Invalid(Field, $"A series has at most {DatesMax} dates.");
        if (dates.Count == 0 || dates[0] != first)
            return Refusal.Invalid(Field, dates.Count == 0
                ? "The rule has no date."
                : $"The first date is not one of the rule, whose first is {dates[0]:uuuu-MM-dd}.");
        var slots = dates.Except(except).Select(date => SlotOf(date.At(startsAt), length, zone)).ToImmutableArray();
        if (slots.IsEmpty)
            return Refusal.Invalid("except", "No date is left.");
        return slots.Zip(slots.Skip(1)).Any(pair => pair.First.Period.Overlaps(pair.Second.Period))
            ? Refusal.Invalid("duration", "The dates overlap each other.")
            : new SeriesSlots(slots);
    }

    // Without COUNT and UNTIL, which are minded by whoever takes the dates: a limit here ends every search.
    private IEnumerable<LocalDate> Unbounded(LocalDate first, LocalDate horizon)
    {
        var happening = new CalendarEvent
        {
            DtStart = new CalDateTime(first.Year, first.Month, first.Day),
            RecurrenceRule = new RecurrencePattern(Pattern),
        };
        var steps = Frequency switch { "DAILY" => 366, "WEEKLY" => 53, "MONTHLY" => 12, _ => 1 };
        var limit = new EvaluationOptions { MaxUnmatchedIncrementsLimit = (steps * (YearsMax + 1) / Interval) + 1 };
        using var occurrences = happening.GetOccurrences(null, limit).GetEnumerator();
        while (MoveNext(occurrences))
        {
            var start = occurrences.Current.Period.StartTime;
            var date = new LocalDate(start.Year, start.Month, start.Day);
            yield return date;
            if (date > horizon)
                yield break;
        }
    }

    private static bool MoveNext(IEnumerator<Occurrence> occurrences)
    {
        try
        {
            return occurrences.MoveNext();
        }
        catch (EvaluationLimitExceededException)
        {
            // Nothing within the horizon: the same as the end.
            return false;
        }
    }

    private bool IsPast(LocalDateTime start, DateTimeZone zone)
    {
        if (UntilText is null)
            return false;
        if (UntilText.EndsWith('Z'))
            return zone.InstantOf(start) > DateAndTime.Parse(UntilText[..^1]).Value.InUtc().ToInstant();
        return Date.Parse(UntilText).TryGetValue(default, out var last)
            ? start.Date > last
            : start > DateAndTime.Parse(UntilText).Value;
    }

    private static SeriesSlot SlotOf(LocalDateTime start, Duration length, DateTimeZone zone)
    {
        var begin = zone.InstantOf(start);
        return new SeriesSlot(start.Date, new Period(begin, begin + length));
    }
}

/// <summary>A date of a series: its calendar date in the venue's zone, and when.</summary>
internal readonly record struct SeriesSlot(LocalDate Date, Period Period)
{
    /// <summary>In which room; null for the one the series was made for.</summary>
    public RoomId? Room { get; init; }
}

/// <summary>The dates of a rule.</summary>
internal sealed record SeriesSlots(ImmutableArray<SeriesSlot> All);
