using Scheduling.Grains.Calendars;

namespace Scheduling.Grains.Changes;

/// <summary>Whom a smaller capacity leaves no place for. Pure.</summary>
internal static class Displacement
{
    /// <summary>
    /// The claims that hold time of an instant at which all of them together take more than the capacity; some more where a
    /// booking has several, of which only one counts.
    /// </summary>
    public static ImmutableArray<Claim> Involved(IEnumerable<Claim> claims, Capacity capacity)
    {
        var all = claims.ToList();
        var overfull = Overfull(all, capacity).ToList();
        return [.. all.Where(claim => overfull.Exists(claim.Held.Overlaps))];
    }

    /// <summary>Those who have to go: whoever was there first keeps the place.</summary>
    public static ImmutableArray<Claim> Of(IEnumerable<Claim> claims, Capacity capacity)
    {
        var kept = new List<Claim>();
        var displaced = ImmutableArray.CreateBuilder<Claim>();
        foreach (var claim in claims.OrderBy(claim => claim.MadeAt).ThenBy(claim => claim.Id.Value, StringComparer.Ordinal))
        {
            var fits = capacity.TakenBy(claim.Seats) <= capacity.Total
                && CalendarRules.InTheWay(kept.Where(other => other.Booking != claim.Booking), claim.Held, claim.Seats, capacity).IsEmpty;
            if (fits)
                kept.Add(claim);
            else
                displaced.Add(claim);
        }

        return displaced.ToImmutable();
    }

    // Starts and ends in order, ends first: what is taken changes nowhere else.
    private static IEnumerable<Period> Overfull(List<Claim> claims, Capacity capacity)
    {
        var steps = claims
            .SelectMany<Claim, (Instant At, long Taken)>(claim =>
                [(claim.Held.Start, capacity.TakenBy(claim.Seats)), (claim.Held.End, -capacity.TakenBy(claim.Seats))])
            .OrderBy(step => step.At).ThenBy(step => step.Taken);
        var (taken, since) = (0L, (Instant?)null);
        foreach (var (at, change) in steps)
        {
            taken += change;
            if (taken > capacity.Total)
            {
                since ??= at;
            }
            else if (since is { } start)
            {
                yield return new Period(start, at);
                since = null;
            }
        }
    }
}
