namespace Scheduling.Cluster.Tests.Checking;

/// <summary>Says whether what clients were told can be true. Pure.</summary>
internal static class Checker
{
    /// <summary>What cannot be explained; empty when all of it can.</summary>
    public static IReadOnlyList<Violation> Check(History history)
    {
        history = history with { Acts = WithPlaces(history.Acts) };
        var byCalendar = history.Capacities.Keys.ToDictionary(calendar => calendar, _ => new List<Act>(), StringComparer.Ordinal);
        foreach (var act in history.Acts)
            foreach (var calendar in act.From.Concat(act.To).Select(stay => stay.Calendar).Append(act.Calendar).Where(name => name.Length > 0).Distinct())
                byCalendar[calendar].Add(act);
        return
        [
            .. history.Capacities.AsParallel().AsOrdered().SelectMany(calendar => Part.Of(calendar.Key, calendar.Value, byCalendar[calendar.Key])
                .Select(Judge).OfType<Violation>()),
            .. Refusals.Check(history, byCalendar),
            .. Phantoms.Check(history, byCalendar),
        ];
    }

    // Whatever ends a booking ends it wherever it may be.
    private static IReadOnlyList<Act> WithPlaces(IReadOnlyList<Act> acts)
    {
        var places = acts.Where(act => act.Told != Told.Refused).SelectMany(act => act.To.Select(stay => (act.Booking, Stay: stay))).ToLookup(entry => entry.Booking, entry => entry.Stay, StringComparer.Ordinal);
        return [.. acts.Select(act => act.Kind == ActKind.End ? act with { From = [.. places[act.Booking].Distinct()] } : act)];
    }

    private static Violation? Judge(Part part) => OrderSearch.IsExplained(part) switch
    {
        true => null,
        null => new Violation(part.Calendar, "no order was found, nor that there is none", part.Acts),
        false => new Violation(part.Calendar, "no order explains every answer", Shrink(part).Acts),
    };

    // Leaves out whatever is not needed to show that there is no order.
    private static Part Shrink(Part part)
    {
        foreach (var booking in part.Acts.Select(act => act.Booking).Where(name => name.Length > 0).Distinct().ToList())
            part = Smaller(part, part.WithoutBooking(booking));
        foreach (var look in part.Acts.Where(act => act.Kind is ActKind.Read or ActKind.Inventory or ActKind.Stands or ActKind.Ended).ToList())
            part = Smaller(part, part.Without(act => ReferenceEquals(act, look)));
        return part;
    }

    private static Part Smaller(Part part, Part smaller) => OrderSearch.IsExplained(smaller) is false ? smaller : part;
}
