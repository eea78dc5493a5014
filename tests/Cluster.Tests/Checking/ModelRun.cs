namespace Scheduling.Cluster.Tests.Checking;

/// <summary>
/// Histories that can be true, since a model made them: clients who overlap in time, a moment at which each operation takes
/// effect, answers that are lost, and claims that stand in the way before and after.
/// </summary>
internal sealed class ModelRun(int seed)
{
    private const int Clients = 8;
    private const int Rooms = 3;
    private const int Hours = 14;

    private readonly Random _dice = new(seed);
    private readonly Dictionary<string, int> _capacities = Enumerable.Range(0, Rooms).ToDictionary(room => $"room-{room}", room => room == 0 ? 12 : 1);
    private readonly Dictionary<string, Stay> _standing = [];
    private readonly List<Act> _acts = [];
    private readonly Dictionary<string, List<string>> _own = [];
    private long _now;
    private int _made;

    /// <summary>A run of so many operations.</summary>
    public History Make(int operations)
    {
        // Who does something next, and until when each is busy with its last.
        var free = new long[Clients];
        for (var i = 0; i < operations; i++)
        {
            var client = Array.IndexOf(free, free.Min());
            var invoked = Math.Max(free[client], _now) + _dice.Next(1, 20);
            _now = invoked;
            free[client] = Step($"c{client}", invoked);
        }

        foreach (var room in _capacities.Keys)
            _acts.Add(new Act
            {
                Kind = ActKind.Inventory,
                Calendar = room,
                Invoked = free.Max() + 1_000,
                Returned = free.Max() + 2_000,
                Found = [.. _standing.Where(entry => entry.Value.Calendar == room).Select(entry => (entry.Key, entry.Value))],
            });
        return new History(_capacities, [.. _acts], []);
    }

    // Takes effect somewhere between what is already known to be later than all before and the answer.
    private long Step(string client, long invoked)
    {
        _now = invoked + _dice.Next(0, 30);
        var returned = _now + _dice.Next(0, 60);
        var isLost = _dice.Next(12) == 0;
        var mine = _own.TryGetValue(client, out var known) ? known : _own[client] = [];
        var act = _dice.Next(10) switch
        {
            < 5 => Book(client, mine, invoked, returned),
            < 7 when mine.Count > 0 => End(mine[_dice.Next(mine.Count)], invoked, returned),
            < 8 when mine.Count > 0 => Move(mine[_dice.Next(mine.Count)], invoked, returned),
            _ => Read(invoked, returned),
        };
        if (act is null)
            return returned;
        if (isLost && act.Kind != ActKind.Read)
        {
            // Lost with its effect or without one, and nobody asks again.
            act = act with { Told = Told.Unknown, Returned = Act.Never, TakenOn = [] };
            mine.Remove(act.Booking);
        }

        _acts.Add(act);
        return returned;
    }

    private Act Book(string client, List<string> mine, long invoked, long returned)
    {
        var act = new Act { Kind = ActKind.Book, Booking = $"{client}/{++_made}", To = [AnyStay()], Invoked = invoked, Returned = returned };
        if (!Fits(act.To[0], act.Booking))
            return Refused(act);
        _standing[act.Booking] = act.To[0];
        mine.Add(act.Booking);
        return act;
    }

    private Act? Move(string booking, long invoked, long returned)
    {
        if (!_standing.TryGetValue(booking, out var from))
            return null;
        var act = new Act { Kind = ActKind.Move, Booking = booking, From = [from], To = [AnyStay()], Invoked = invoked, Returned = returned };
        if (!Fits(act.To[0], booking))
            return Refused(act);
        _standing[booking] = act.To[0];
        return act;
    }

    private Act End(string booking, long invoked, long returned) =>
        new() { Kind = _standing.Remove(booking) ? ActKind.End : ActKind.Ended, Booking = booking, Invoked = invoked, Returned = returned };

    private Act Read(long invoked, long returned)
    {
        var room = $"room-{_dice.Next(Rooms)}";
        var shown = Enumerable.Range(0, Hours).Select(hour => new Stretch(hour, hour + 1,
            _standing.Values.Where(stay => stay.Calendar == room && stay.Start <= hour && hour < stay.End).Sum(stay => stay.Seats)));
        return new Act { Kind = ActKind.Read, Calendar = room, Invoked = invoked, Returned = returned, Shown = [.. shown] };
    }

    private static Act Refused(Act act) => act with { Told = Told.Refused, TakenOn = [act.To[0].Calendar] };

    private bool Fits(Stay wanted, string booking) => Enumerable.Range((int)wanted.Start, (int)(wanted.End - wanted.Start)).All(hour =>
        _standing.Where(entry => entry.Key != booking && entry.Value.Calendar == wanted.Calendar && entry.Value.Start <= hour && hour < entry.Value.End)
            .Sum(entry => entry.Value.Units) + wanted.Units <= _capacities[wanted.Calendar]);

    private Stay AnyStay()
    {
        var (room, start, seats) = (_dice.Next(Rooms), _dice.Next(Hours - 3), _dice.Next(1, 7));
        return new Stay($"room-{room}", start, start + _dice.Next(1, 4), room == 0 ? seats : 1, seats);
    }
}
