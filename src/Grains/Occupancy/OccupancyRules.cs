using Scheduling.Grains.Calendars;

namespace Scheduling.Grains.Occupancy;

/// <summary>What a room is, from its claims, the hours of its venue and the clock.</summary>
internal static class OccupancyRules
{
    /// <summary>How far a timeline looks ahead at least: a day and a half, so that one made this morning ends tomorrow evening.</summary>
    public static readonly Duration Ahead = Duration.FromHours(36);

    /// <summary>How far it looks for the next change where there is none within <see cref="Ahead"/>: a summer's closure.</summary>
    public static readonly Duration AheadMax = Duration.FromDays(62);

    /// <summary>More stretches than a timeline can have: each claim makes at most seven, and a room has 1,000 seats.</summary>
    public const int StretchesMax = 100_000;

    /// <summary>
    /// Every stretch of the window in order, none like the one before. People are in a room from when they checked in, also
    /// before the booking's start, until they left or it ends; a booking that waits for an answer holds the room like any other.
    /// </summary>
    public static ImmutableArray<OccupancyStretch> Stretches(
        Period window, IEnumerable<Claim> claims, IReadOnlyList<Period> open, IEnumerable<Closure> closures)
    {
        var holds = claims.Select(claim => new Hold(claim)).Where(hold => hold.Span.Overlaps(window)).ToList();
        var closed = closures.Select(closure => closure.Period).Where(window.Overlaps).ToList();
        var cuts = new SortedSet<Instant>(holds.SelectMany(hold => hold.Cuts)
            .Concat(open.Concat(closed).SelectMany<Period, Instant>(span => [span.Start, span.End]))
            .Where(window.Contains)) { window.Start, window.End };
        var stretches = ImmutableArray.CreateBuilder<OccupancyStretch>();
        var start = window.Start;
        foreach (var end in cuts.Skip(1))
        {
            var stretch = StretchAt(new Period(start, end), holds, open, closed);
            if (stretches.Count > 0 && stretches[^1].IsLike(stretch))
                stretches[^1] = stretch with { Period = new Period(stretches[^1].Period.Start, end) };
            else
                stretches.Add(stretch);
            start = end;
        }

        return stretches.ToImmutable();
    }

    private static OccupancyStretch StretchAt(Period period, List<Hold> holds, IReadOnlyList<Period> open, List<Period> closed)
    {
        var at = period.Start;
        var here = holds.FindAll(hold => hold.Span.Contains(at));
        var arrived = here.FindAll(hold => hold.Presence?.Contains(at) == true);
        var bookings = here.Where(hold => hold.Claim.Period.Contains(at) || arrived.Contains(hold)).Select(hold => hold.Claim).ToList();
        var isOpen = open.Any(span => span.Contains(at)) && !closed.Exists(span => span.Contains(at));
        var networks = here.Select(hold => hold.Claim.Network).Distinct().ToList();
        return new OccupancyStretch(
            period,
            arrived.Count > 0 ? OccupancyState.Occupied : here.Count > 0 ? OccupancyState.Reserved
                : isOpen ? OccupancyState.Free : OccupancyState.Closed,
            (int)CalendarRules.TakenBy(bookings, Capacity.Seats(int.MaxValue)),
            arrived.DistinctBy(hold => hold.Claim.Booking).Sum(hold => hold.Claim.Presence?.People ?? hold.Claim.Seats),
            networks is [var only] ? only : null);
    }

    // A claim, and when its people are in the room.
    private sealed record Hold
    {
        public Hold(Claim claim)
        {
            Claim = claim;
            var end = claim.Presence?.CheckedOutAt is { } left ? Instant.Min(left, claim.Period.End) : claim.Period.End;
            Presence = claim.Presence?.CheckedInAt is { } came && came < end ? new Period(came, end) : null;
            Span = new Period(Instant.Min(claim.Held.Start, Presence?.Start ?? claim.Held.Start), claim.Held.End);
        }

        public Claim Claim { get; }

        public Period? Presence { get; }

        public Period Span { get; }

        public IEnumerable<Instant> Cuts =>
        [
            Span.Start, Claim.Held.Start, Claim.Period.Start, Claim.Period.End, Claim.Held.End,
            .. Presence is { } presence ? new[] { presence.Start, presence.End } : [],
        ];
    }
}
