namespace Scheduling.Cluster.Tests.Checking;

/// <summary>Things that must not happen, put into a history in which they did not.</summary>
internal static class Plants
{
    /// <summary>The history with one of them each.</summary>
    public static IEnumerable<(string Name, History Planted)> Of(History history)
    {
        var inventories = history.Acts.Where(act => act.Kind == ActKind.Inventory).ToList();
        // Nobody but their own clients ends them, and none of these calls is without an answer.
        var doubtful = history.Acts.Where(act => act.Told == Told.Unknown).Select(act => act.Booking).ToHashSet(StringComparer.Ordinal);
        if (inventories.SelectMany(all => all.Found).FirstOrDefault(found => !doubtful.Contains(found.Booking)) is { Booking: not null } standing)
        {
            yield return ("a lost booking", Change(history, act => act.Kind == ActKind.Inventory
                ? act with { Found = [.. act.Found.Where(found => found.Booking != standing.Booking)] } : act));
            yield return ("a stale read", Add(history, new Act
            {
                Kind = ActKind.Read,
                Calendar = standing.Stay.Calendar,
                Invoked = inventories[0].Invoked - 10,
                Returned = inventories[0].Invoked - 5,
                Shown = [new Stretch(standing.Stay.Start, standing.Stay.End, standing.Stay.Seats - 1)],
            }));
            yield return ("a double booking", Add(history, new Act
            {
                Kind = ActKind.Book,
                Booking = "planted",
                To = [standing.Stay with { Units = history.Capacities[standing.Stay.Calendar] }],
                Invoked = inventories[0].Invoked - 10,
                Returned = inventories[0].Invoked - 5,
            }));
        }

        if (history.Acts.FirstOrDefault(act => act.Kind == ActKind.End && act.Told == Told.Done && !doubtful.Contains(act.Booking)) is { } ended)
        {
            var last = history.Acts.Last(act => act.Booking == ended.Booking && act.Told == Told.Done && act.To.Count > 0).To[0];
            yield return ("a lost cancellation", Change(history, act => act.Kind == ActKind.Inventory && act.Calendar == last.Calendar
                ? act with { Found = [.. act.Found, (ended.Booking, last)] } : act));
        }
    }

    private static History Change(History history, Func<Act, Act> change) => history with { Acts = [.. history.Acts.Select(change)] };

    private static History Add(History history, Act act) => history with { Acts = [.. history.Acts, act] };
}
