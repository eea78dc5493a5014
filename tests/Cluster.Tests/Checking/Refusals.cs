namespace Scheduling.Cluster.Tests.Checking;

/// <summary>
/// "Taken" is told only where somebody stands in the way, or may yet: a booking that stands, one that is being decided, or
/// one that stood a moment ago (a calendar remembers for five seconds that a claim was confirmed). What a crash left behind
/// is asked for before it refuses. Where nobody can be asked, it refuses as long, so nothing is judged while something is broken.
/// </summary>
internal static class Refusals
{
    /// <summary>How long after its end a booking may still refuse others, in microseconds: twice what is remembered.</summary>
    public const long Remembered = 10_000_000;

    /// <summary>Refusals that nothing explains.</summary>
    public static IEnumerable<Violation> Check(History history, IReadOnlyDictionary<string, List<Act>> byCalendar)
    {
        foreach (var refused in history.Acts.Where(act => act.Told == Told.Refused && act.TakenOn.Count > 0 && !IsDisturbed(act, history)))
            if (!refused.TakenOn.Any(calendar => IsExplained(refused, calendar, history, byCalendar[calendar])))
                yield return new Violation(refused.TakenOn[0], "was said to be taken, and nothing was in the way", [refused, .. Near(refused, byCalendar)]);
    }

    private static bool IsDisturbed(Act refused, History history) =>
        history.Disturbed.Any(time => time.From <= refused.Returned && refused.Invoked <= time.To);

    private static bool IsExplained(Act refused, string calendar, History history, List<Act> acts)
    {
        foreach (var wanted in refused.To.Where(stay => stay.Calendar == calendar))
        {
            var inTheWay = acts.Where(act => act.Invoked <= refused.Returned)
                .SelectMany(act => act.To.Where(wanted.Overlaps).Select(stay => (Act: act, Stay: stay)))
                .Where(entry => entry.Act.Booking != refused.Booking
                    && MayHoldUntil(entry.Act, entry.Stay, acts) >= refused.Invoked).ToList();
            if (Most(inTheWay, wanted) + wanted.Units > history.Capacities[calendar])
                return true;
        }

        return false;
    }

    private static long MayHoldUntil(Act act, Stay stay, List<Act> acts)
    {
        if (act.Told == Told.Unknown)
            return Act.Never;
        if (act.Told == Told.Refused)
            return Later(act.Returned);
        var ends = acts.Where(other => other.IsCertain && other.Booking == act.Booking && other.From.Contains(stay) && !other.To.Contains(stay)
            && other.Invoked >= act.Invoked).Select(other => other.Returned).DefaultIfEmpty(Act.Never).Min();
        return Later(ends);
    }

    private static long Later(long time) => time == Act.Never ? time : time + Remembered;

    private static long Most(List<(Act Act, Stay Stay)> there, Stay wanted) => there
        .Select(entry => Math.Max(entry.Stay.Start, wanted.Start)).Distinct()
        .Select(moment => there.Where(entry => entry.Stay.Start <= moment && moment < entry.Stay.End)
            .GroupBy(entry => entry.Act.Booking).Sum(of => (long)of.Max(entry => entry.Stay.Units)))
        .DefaultIfEmpty(0).Max();

    private static IEnumerable<Act> Near(Act refused, IReadOnlyDictionary<string, List<Act>> byCalendar) => refused.TakenOn
        .SelectMany(calendar => byCalendar[calendar]).Distinct()
        .Where(act => act != refused && act.From.Concat(act.To).Any(stay => refused.To.Any(stay.Overlaps)));
}
