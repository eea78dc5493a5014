namespace Scheduling.Cluster.Tests.Checking;

/// <summary>
/// Looks for an order of a part's operations that explains every answer: each takes effect at one moment between being sent
/// and being answered, and nothing that was answered before another was sent comes after it. What was never answered may
/// take effect at any moment after it was sent, or never.
/// <para>The search is Wing and Gong's with Lowe's memory of what was tried: J. Wing, C. Gong, "Testing and verifying
/// concurrent objects" (1993); G. Lowe, "Testing for linearizability" (2017).</para>
/// </summary>
internal sealed class OrderSearch
{
    // Thousands of times what a part of an hour's history needs.
    private const int StepsMax = 1_000_000;

    private readonly Act[] _acts;
    private readonly int[] _bookings;
    private readonly (Stay? From, Stay? To)[] _stays;
    private readonly (int Booking, Stay Stay)[][] _found;
    private readonly HashSet<int> _movedElsewhere;
    private readonly int _capacity;
    private readonly HashSet<Place> _tried = [];

    private OrderSearch(Part part)
    {
        _acts = [.. part.Acts];
        _capacity = part.Capacity;
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int Number(string booking) => numbers.TryGetValue(booking, out var known) ? known : numbers[booking] = numbers.Count;
        _bookings = [.. _acts.Select(act => Number(act.Booking))];
        _found = [.. _acts.Select(act => act.Found.Select(found => (Number(found.Booking), found.Stay)).ToArray())];
        Stay? On(IEnumerable<Stay> stays) => stays.FirstOrDefault(stay => stay.Calendar == part.Calendar);
        _stays = [.. _acts.Select(act => (On(act.From), On(act.To)))];
        _movedElsewhere = [.. Enumerable.Range(0, _acts.Length)
            .Where(act => _acts[act].Kind == ActKind.Move && (_stays[act].From is null) != (_stays[act].To is null)).Select(act => _bookings[act])];
    }

    /// <summary>True when there is such an order; null when that could not be found out in a reasonable time.</summary>
    public static bool? IsExplained(Part part) => new OrderSearch(part).Run();

    private bool? Run()
    {
        var ahead = new Stack<Place>();
        ahead.Push(Settle(new Place(new Done(_acts.Length), Standing.Nothing)));
        for (var steps = 0; ahead.TryPop(out var here); steps++)
        {
            if (steps == StepsMax)
                return null;
            if (!_tried.Add(here))
                continue;
            if (IsComplete(here.Done))
                return true;
            // What was answered first is tried first: it is pushed last.
            foreach (var next in Next(here.Done).OrderByDescending(act => _acts[act].Returned).ToList())
                if (Apply(next, here.Standing) is { } after)
                    ahead.Push(Settle(new Place(here.Done.With(next), after)));
        }

        return false;
    }

    private bool IsComplete(Done done)
    {
        for (var act = done.First; act < _acts.Length; act++)
            if (!done.Has(act) && _acts[act].IsCertain)
                return false;
        return true;
    }

    // A look that is right here is as well placed here as anywhere: it changes nothing.
    private Place Settle(Place place)
    {
        while (Next(place.Done).Where(act => !Changes(act) && Apply(act, place.Standing) is not null).Cast<int?>().FirstOrDefault() is { } look)
            place = place with { Done = place.Done.With(look) };
        return place;
    }

    // Those that were sent before anything that is left was answered.
    private IEnumerable<int> Next(Done done)
    {
        var firstAnswer = Act.Never;
        for (var act = done.First; act < _acts.Length && _acts[act].Invoked <= firstAnswer; act++)
            if (!done.Has(act))
                firstAnswer = Math.Min(firstAnswer, _acts[act].Returned);
        for (var act = done.First; act < _acts.Length && _acts[act].Invoked <= firstAnswer; act++)
            if (!done.Has(act))
                yield return act;
    }

    private bool Changes(int act) => _acts[act].Kind is ActKind.Book or ActKind.Move or ActKind.End;

    // What stands afterwards; null when the operation cannot have been done, or told this, here.
    private Standing? Apply(int number, Standing standing)
    {
        var (act, booking, (from, to)) = (_acts[number], _bookings[number], _stays[number]);
        switch (act.Kind)
        {
            case ActKind.End:
                // Wherever it is: whoever declines it does not know that. It may be on another calendar.
                return standing.Of(booking) is not null ? standing.Without(booking) : _movedElsewhere.Contains(booking) ? standing : null;
            case ActKind.Book or ActKind.Move:
                if (standing.Of(booking) != from)
                    return null;
                var without = from is null ? standing : standing.Without(booking);
                return to is null ? without : without.With(booking, to, _capacity);
            case ActKind.Stands:
                return standing.Of(booking) is null ? null : standing;
            case ActKind.Ended:
                return standing.Of(booking) is null ? standing : null;
            case ActKind.Read:
                return act.Shown.All(seen => standing.Peak(seen.Start, seen.End, static stay => stay.Seats) <= seen.Seats) ? standing : null;
            case ActKind.Inventory:
                return _found[number].Length == standing.Count && _found[number].All(found => standing.Of(found.Booking) == found.Stay) ? standing : null;
            default:
                throw new InvalidOperationException($"Nothing is known of {act.Kind}.");
        }
    }

    private readonly record struct Place(Done Done, Standing Standing);
}
