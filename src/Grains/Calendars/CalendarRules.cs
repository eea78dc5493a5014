namespace Scheduling.Grains.Calendars;

/// <summary>
/// The one rule of every calendar: at no instant do its claims take more than its capacity. Claims of one booking count
/// once, as much as the largest of them: while it moves it holds its old time and its new one, and needs only one of them.
/// </summary>
public static class CalendarRules
{
    /// <summary>The longest time one claim may take, buffers included: so it lies in two pages at most.</summary>
    public static Duration HeldMax => Duration.FromDays(7);

    /// <summary>The longest set-up or tear-down.</summary>
    public static Duration BufferMax => Duration.FromDays(1);

    /// <summary>
    /// The claims that stand in the way of another <paramref name="seats"/> seats for all of <paramref name="held"/>:
    /// those that take part in an instant where it would not fit. Empty means that it fits. The seats alone must fit.
    /// </summary>
    public static ImmutableArray<Claim> InTheWay(IEnumerable<Claim> claims, Period held, int seats, Capacity capacity)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity.TakenBy(seats), capacity.Total, nameof(seats));
        var overlapping = claims.Where(claim => claim.Held.Overlaps(held)).ToList();
        var room = capacity.Total - capacity.TakenBy(seats);
        if (overlapping.Sum(claim => (long)capacity.TakenBy(claim.Seats)) <= room)
            return [];
        var blocking = new HashSet<Claim>(ReferenceEqualityComparer.Instance);
        // What is taken only ever grows at a start, so looking there (and where the question starts) sees every peak.
        foreach (var instant in overlapping.Select(claim => Instant.Max(claim.Held.Start, held.Start)).Distinct())
        {
            var present = overlapping.FindAll(claim => claim.Held.Contains(instant));
            if (TakenBy(present, capacity) > room)
                blocking.UnionWith(present);
        }

        // By id where starts are equal, so that the answer does not depend on how the pages were read.
        return [.. blocking.OrderBy(claim => claim.Held.Start).ThenBy(claim => claim.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>The most that claims take together at one instant of the period.</summary>
    public static long PeakTaken(IEnumerable<Claim> claims, Period during, Capacity capacity)
    {
        var overlapping = claims.Where(claim => claim.Held.Overlaps(during)).ToList();
        return overlapping
            .Select(claim => Instant.Max(claim.Held.Start, during.Start))
            .Select(at => TakenBy(overlapping.FindAll(claim => claim.Held.Contains(at)), capacity))
            .DefaultIfEmpty(0)
            .Max();
    }

    /// <summary>What claims that are present at one instant take together.</summary>
    public static long TakenBy(IReadOnlyList<Claim> present, Capacity capacity) => present switch
    {
        // By far the most frequent.
        [] => 0,
        [var only] => capacity.TakenBy(only.Seats),
        _ => present
            .GroupBy(claim => claim.Booking)
            .Sum(ofOneBooking => (long)ofOneBooking.Max(claim => capacity.TakenBy(claim.Seats))),
    };

    /// <summary>
    /// The pages a claim lies in: every week that it reaches into. The version of each of them then guards its time, so
    /// that two activations of a calendar cannot both grant the minutes around the end of a week.
    /// </summary>
    public static IEnumerable<IsoWeek> PagesOf(Period held) => IsoWeek.Between(held.Start, held.End - Duration.Epsilon);
}
