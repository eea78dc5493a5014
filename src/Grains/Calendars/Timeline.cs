using Scheduling.Grains.Common;

namespace Scheduling.Grains.Calendars;

/// <summary>Turns a calendar's claims, hours and closures into stretches without gaps.</summary>
public static class Timeline
{
    /// <summary>
    /// Every stretch of <paramref name="during"/> in order. A stretch ends where a claim, a buffer, an opening or a closure
    /// begins or ends. What is full is busy, also while closed; what is closed is never free, also where seats are left.
    /// </summary>
    public static ImmutableArray<FreeBusy> Of(
        Period during, IEnumerable<Claim> claims, IReadOnlyList<Period> open, IEnumerable<Closure> closures, Capacity capacity)
    {
        var present = claims.Where(claim => claim.Held.Overlaps(during)).ToList();
        var closed = closures.Select(closure => closure.Period).Where(during.Overlaps).ToList();
        var stretches = ImmutableArray.CreateBuilder<FreeBusy>();
        var start = during.Start;
        foreach (var end in Cuts(during, present, open, closed))
        {
            if (end == start)
                continue;
            var stretch = StretchAt(new Period(start, end), present, open, closed, capacity);
            if (stretches.Count > 0 && SameQuiet(stretches[^1], stretch))
                stretches[^1] = stretch with { Period = new Period(stretches[^1].Period.Start, end) };
            else
                stretches.Add(stretch);
            start = end;
        }

        return stretches.ToImmutable();
    }

    // In order; some stand there several times.
    private static List<Instant> Cuts(Period during, List<Claim> claims, IReadOnlyList<Period> open, List<Period> closed)
    {
        var cuts = new List<Instant>((claims.Count * 4) + (open.Count * 2) + (closed.Count * 2) + 2) { during.Start, during.End };
        foreach (var claim in claims)
        {
            Cut(claim.Held);
            Cut(claim.Period);
        }

        foreach (var span in open)
            Cut(span);
        foreach (var span in closed)
            Cut(span);
        cuts.Sort();
        return cuts;

        void Cut(Period span)
        {
            if (during.Contains(span.Start)) cuts.Add(span.Start);
            if (during.Contains(span.End)) cuts.Add(span.End);
        }
    }

    private static FreeBusy StretchAt(
        Period period, List<Claim> claims, IReadOnlyList<Period> open, List<Period> closed, Capacity capacity)
    {
        var (here, people) = (new List<Claim>(), new List<Claim>());
        foreach (var claim in claims)
        {
            if (claim.Held.Contains(period.Start))
                here.Add(claim);
            if (claim.Period.Contains(period.Start))
                people.Add(claim);
        }

        var seats = (int)CalendarRules.TakenBy(people, Capacity.Seats(int.MaxValue));
        var isFull = CalendarRules.TakenBy(here, capacity) >= capacity.Total;
        var taken = here.TrueForAll(claim => claim.IsPending) ? FreeBusyState.Pending : FreeBusyState.Busy;
        var isOpen = HasOneAt(open, period.Start) && !HasOneAt(closed, period.Start);
        var state = isFull ? taken : isOpen ? FreeBusyState.Free : FreeBusyState.Closed;
        OrganizationId? network = here is [var first, ..] && here.TrueForAll(claim => claim.Network == first.Network) ? first.Network : null;
        return new FreeBusy(period, state, seats, network);
    }

    private static bool HasOneAt(IReadOnlyList<Period> spans, Instant instant)
    {
        for (var i = 0; i < spans.Count; i++)
            if (spans[i].Contains(instant))
                return true;
        return false;
    }

    // Neighbours are joined only where nobody is present: two bookings in a row stay two stretches.
    private static bool SameQuiet(FreeBusy a, FreeBusy b) =>
        a.State == b.State && a.Network is null && b.Network is null && a.SeatsTaken == 0 && b.SeatsTaken == 0;
}
