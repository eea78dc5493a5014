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
        var cuts = new SortedSet<Instant> { during.Start, during.End };
        foreach (var span in present.SelectMany<Claim, Period>(claim => [claim.Held, claim.Period]).Concat(open).Concat(closed))
        {
            if (during.Contains(span.Start)) cuts.Add(span.Start);
            if (during.Contains(span.End)) cuts.Add(span.End);
        }

        var stretches = ImmutableArray.CreateBuilder<FreeBusy>();
        var start = during.Start;
        foreach (var end in cuts.Skip(1))
        {
            var stretch = StretchAt(new Period(start, end), present, open, closed, capacity);
            if (stretches.Count > 0 && SameQuiet(stretches[^1], stretch))
                stretches[^1] = stretch with { Period = new Period(stretches[^1].Period.Start, end) };
            else
                stretches.Add(stretch);
            start = end;
        }

        return stretches.ToImmutable();
    }

    private static FreeBusy StretchAt(
        Period period, List<Claim> claims, IReadOnlyList<Period> open, List<Period> closed, Capacity capacity)
    {
        var at = period.Start;
        var here = claims.FindAll(claim => claim.Held.Contains(at));
        var isOpen = open.Any(span => span.Contains(at)) && !closed.Exists(span => span.Contains(at));
        var people = here.Where(claim => claim.Period.Contains(at));
        var seats = (int)CalendarRules.TakenBy(people, Capacity.Seats(int.MaxValue));
        var networks = here.Select(claim => claim.Network).Distinct().ToList();
        var isFull = CalendarRules.TakenBy(here, capacity) >= capacity.Total;
        var taken = here.TrueForAll(claim => claim.IsPending) ? FreeBusyState.Pending : FreeBusyState.Busy;
        var state = isFull ? taken : isOpen ? FreeBusyState.Free : FreeBusyState.Closed;
        return new FreeBusy(period, state, seats, networks is [var only] ? only : null);
    }

    // Neighbours are joined only where nobody is present: two bookings in a row stay two stretches.
    private static bool SameQuiet(FreeBusy a, FreeBusy b) =>
        a.State == b.State && a.Network is null && b.Network is null && a.SeatsTaken == 0 && b.SeatsTaken == 0;
}
