using System.Text.Json;
using Scheduling.Cluster.Tests.Checking;

namespace Scheduling.Cluster.Tests.Clients;

/// <summary>All bookings of a round's week, read from the bookings' own records when everybody has stopped.</summary>
internal sealed class Inventories
{
    private const string Listed =
        "query($id: ID!, $during: PeriodInput!, $after: String) { advisor(id: $id) { bookings(during: $during, first: 100, after: $after) "
        + "{ nodes { id title status seats period { start end } room { id } advisor { id } coHosts { id } } pageInfo { hasNextPage endCursor } } } }";

    private static readonly string[] s_standing = ["PENDING", "CONFIRMED", "IN_PROGRESS"];

    private readonly Dictionary<string, JsonElement> _byId = [];

    /// <summary>What stands on each calendar, which bookings are there although their repeats were refused, and whatever else cannot be true.</summary>
    public static async Task<(IReadOnlyList<Act> Acts, IReadOnlySet<string> Late, IReadOnlyList<string> Wrong)> ReadAsync(
        Stage stage, World world, Week week, Recorder recorder, CancellationToken giveUp)
    {
        var all = new Inventories();
        var invoked = recorder.Now;
        await Parallel.ForEachAsync(world.People, new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (person, _) => await all.ReadAsync(new Door(stage, recorder, 0, giveUp), person, week));
        return (all.ToActs(world, invoked, recorder.Now), all.Late(recorder), [.. all.Wrong(recorder)]);
    }

    private async Task ReadAsync(Door door, Person person, Week week)
    {
        string? after = null;
        do
        {
            // Everybody whose booking begins in the week ends in it.
            var reply = await door.QueryUntilAsync(person.Token, Listed, new { id = person.Id, during = Week.Period(week.Start, week.End), after }, "advisor");
            lock (_byId)
                foreach (var booking in reply.List("bookings.nodes"))
                    _byId[booking.Text("id")] = booking;
            after = reply.At("bookings.pageInfo.hasNextPage").GetBoolean() ? reply.Text("bookings.pageInfo.endCursor") : null;
        }
        while (after is not null);
    }

    private List<Act> ToActs(World world, long invoked, long returned)
    {
        var rooms = world.Rooms.ToDictionary(room => room.Id);
        var standing = _byId.Values.Where(booking => s_standing.Contains(booking.Text("status"))).SelectMany(booking =>
        {
            var (start, end) = (Week.Minute(booking.Text("period.start")), Week.Minute(booking.Text("period.end")));
            return booking.List("coHosts").Select(coHost => coHost.Text("id")).Append(booking.Text("advisor.id"))
                .Select(person => new Stay(person, start, end, 1, 1))
                .Append(rooms[booking.Text("room.id")].Stay(start, end, booking.Number("seats")))
                .Select(stay => (Booking: booking.Text("title"), Stay: stay));
        }).ToLookup(entry => entry.Stay.Calendar);
        return [.. world.Capacities.Keys.Select(calendar => new Act
        {
            Kind = ActKind.Inventory,
            Calendar = calendar,
            Invoked = invoked,
            Returned = returned,
            Found = [.. standing[calendar]],
            Note = "all that stands",
        })];
    }

    private HashSet<string> Late(Recorder recorder)
    {
        var keys = _byId.Values.Select(booking => booking.Text("title")).ToHashSet(StringComparer.Ordinal);
        return [.. recorder.Acts.Select(entry => entry.Act)
            .Where(act => act is { Kind: ActKind.Book, Told: Told.Refused, WasRepeated: true } && keys.Contains(act.Booking))
            .Select(act => act.Booking)];
    }

    // However often it was sent: one booking for one key, and the one that was told of.
    private IEnumerable<string> Wrong(Recorder recorder)
    {
        var byKey = _byId.Values.ToLookup(booking => booking.Text("title"));
        foreach (var twice in byKey.Where(bookings => bookings.Count() > 1))
            yield return $"{twice.Count()} bookings were made with the key {twice.Key}";
        foreach (var act in recorder.Acts.Select(entry => entry.Act).Where(act => act.Kind == ActKind.Book))
        {
            if (act.Told == Told.Done && !byKey.Contains(act.Booking))
                yield return $"{act.Booking} was acknowledged and is not there ({act.Note})";
            if (act.Told == Told.Refused && !act.WasRepeated && byKey.Contains(act.Booking))
                yield return $"{act.Booking} was refused and is there ({act.Note})";
        }
    }
}
