using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests;

/// <summary>
/// The naive model of a calendar: four weeks from a Monday as an array of minutes. Knows nothing of pages, of peaks at
/// starts, or of anything else that is clever.
/// </summary>
internal sealed class MinuteCalendar(Instant monday, bool bySeats)
{
    public const int PerWeek = 7 * 24 * 60;
    public const int Minutes = 4 * PerWeek;

    private readonly int[] _taken = new int[Minutes];
    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    public Instant At(int minute) => monday + Duration.FromMinutes(minute);

    public Period Of(Span span) => new(At(span.From), At(span.To));

    public void Add(ClaimId id, Span span, int seats)
    {
        _entries.Add(new Entry(id, span, seats));
        Take(span, TakenBy(seats));
    }

    public ClaimId RemoveAt(int index)
    {
        var entry = _entries[index];
        _entries.RemoveAt(index);
        Take(entry.Span, -TakenBy(entry.Seats));
        return entry.Id;
    }

    public int Peak(Span span) => _taken[span.From..span.To].Max();

    /// <summary>Every claim that shares a minute of the span with others that leave too little there.</summary>
    public HashSet<ClaimId> InTheWay(Span span, int seats, int total)
    {
        var blocking = new HashSet<ClaimId>();
        for (var minute = span.From; minute < span.To; minute++)
            if (_taken[minute] + TakenBy(seats) > total)
                foreach (var entry in _entries)
                    if (entry.Span.Holds(minute))
                        blocking.Add(entry.Id);
        return blocking;
    }

    /// <summary>The weeks in which the span has a minute, counted from the first.</summary>
    public static List<int> WeeksOf(Span span) =>
        [.. Enumerable.Range(span.From, span.To - span.From).Select(minute => minute / PerWeek).Distinct()];

    private int TakenBy(int seats) => bySeats ? seats : 1;

    private void Take(Span span, int amount)
    {
        for (var minute = span.From; minute < span.To; minute++)
            _taken[minute] += amount;
    }

    /// <summary>Minutes from <paramref name="From"/> up to but not including <paramref name="To"/>.</summary>
    internal readonly record struct Span(int From, int To)
    {
        public bool Holds(int minute) => From <= minute && minute < To;
    }

    private sealed record Entry(ClaimId Id, Span Span, int Seats);
}
