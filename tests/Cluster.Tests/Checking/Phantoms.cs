namespace Scheduling.Cluster.Tests.Checking;

/// <summary>
/// Nobody is shown people for whom nobody asked. Places that are given back, such as by a move, may be shown until somebody
/// needs them, and places that are being taken before they are. What several attempts of one call took is shown several times, if a fault kept
/// it from being given back.
/// </summary>
internal static class Phantoms
{
    /// <summary>Looks that showed more than was ever asked for.</summary>
    public static IEnumerable<Violation> Check(History history, IReadOnlyDictionary<string, List<Act>> byCalendar)
    {
        var broken = history.Disturbed.Select(time => time.From).DefaultIfEmpty(Act.Never).Min();
        foreach (var (calendar, acts) in byCalendar)
        {
            var asked = acts.SelectMany(act => act.To.Where(stay => stay.Calendar == calendar).Select(stay => (Act: act, Stay: stay))).ToList();
            foreach (var read in acts.Where(act => act.Kind == ActKind.Read))
                foreach (var seen in read.Shown.Where(seen => seen.Seats > 0 && Asked(asked, read, seen) < (read.Returned < broken ? seen.Seats : 1)))
                    yield return new Violation(calendar, $"shows {seen.Seats} people from {seen.Start} to {seen.End}, more than were asked for", [read]);
        }
    }

    private static long Asked(List<(Act Act, Stay Stay)> asked, Act read, Stretch seen) => asked
        .Where(entry => entry.Act.Invoked <= read.Returned && entry.Stay.Start < seen.End && seen.Start < entry.Stay.End)
        .Select(entry => (entry.Act.Booking, entry.Stay)).Distinct().Sum(entry => (long)entry.Stay.Seats);
}
