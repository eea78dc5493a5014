namespace Scheduling.Cluster.Tests.Checking;

/// <summary>
/// A part of one calendar's history that can be judged by itself: bookings that come into one another's way, directly or
/// over others. What a look at the calendar says of other parts is judged there.
/// </summary>
internal sealed class Part
{
    private Part(string calendar, int capacity, IReadOnlyList<Act> acts)
    {
        (Calendar, Capacity) = (calendar, capacity);
        Acts = [.. acts.OrderBy(act => act.Invoked)];
    }

    /// <summary>Whose.</summary>
    public string Calendar { get; }

    /// <summary>How much fits at once.</summary>
    public int Capacity { get; }

    /// <summary>In the order in which they were sent; refusals say nothing about what stands and are left out.</summary>
    public IReadOnlyList<Act> Acts { get; }

    /// <summary>The same without some of it. What explains the whole explains what is left as well.</summary>
    public Part Without(Func<Act, bool> left) => new(Calendar, Capacity, [.. Acts.Where(act => !left(act))]);

    /// <summary>The same as if a booking had never been.</summary>
    public Part WithoutBooking(string booking) => new(Calendar, Capacity,
        [.. Acts.Where(act => act.Booking != booking).Select(act => act with { Found = [.. act.Found.Where(found => found.Booking != booking)] })]);

    /// <summary>The parts of one calendar's history.</summary>
    public static IEnumerable<Part> Of(string calendar, int capacity, IEnumerable<Act> history)
    {
        var acts = history.Where(act => act.Told != Told.Refused && Concerns(act, calendar)).ToList();
        var stays = acts.SelectMany(act => act.From.Concat(act.To).Select(stay => (act.Booking, Stay: stay)))
            .Concat(acts.SelectMany(act => act.Found)).Where(entry => entry.Stay.Calendar == calendar).Distinct().ToList();
        var groups = new Groups<string>(stays.Select(entry => entry.Booking));
        var ordered = stays.OrderBy(entry => entry.Stay.Start).ToList();
        var reach = ordered.FirstOrDefault();
        foreach (var next in ordered.Skip(1))
        {
            if (next.Stay.Start < reach.Stay.End)
                groups.Join(reach.Booking, next.Booking);
            if (next.Stay.End > reach.Stay.End)
                reach = next;
        }

        var byGroup = stays.ToLookup(entry => groups.Of(entry.Booking), entry => entry.Stay);
        var own = acts.Where(act => act.Booking.Length > 0).ToLookup(act => groups.Of(act.Booking));
        var looks = acts.Where(act => act.Booking.Length == 0).ToList();
        foreach (var group in byGroup)
            yield return new Part(calendar, capacity, [.. own[group.Key], .. looks.Select(look => Within(look, [.. group], groups, group.Key)).OfType<Act>()]);
    }

    private static bool Concerns(Act act, string calendar) =>
        act.Calendar == calendar || act.From.Concat(act.To).Any(stay => stay.Calendar == calendar);

    // What a look says of this group's time; null when that is nothing.
    private static Act? Within(Act look, IReadOnlyList<Stay> times, Groups<string> groups, string group)
    {
        if (look.Kind == ActKind.Inventory)
            return look with { Found = [.. look.Found.Where(found => groups.Of(found.Booking) == group)] };
        var shown = look.Shown.Where(stretch => times.Any(stay => stay.Start < stretch.End && stretch.Start < stay.End)).ToList();
        return shown.Count == 0 ? null : look with { Shown = shown };
    }
}
