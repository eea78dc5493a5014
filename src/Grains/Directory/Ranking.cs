using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Scheduling.Grains.Directory;

/// <summary>In which order rooms are found: the nearest first when a point is given, else by name.</summary>
internal static class Ranking
{
    /// <summary>Those that may be had, best first, as far as somebody wants to know: a heap costs what is taken from it.</summary>
    public static IEnumerable<Prospect> InOrder(List<PlaceReached> places, RoomQuery query) =>
        query.Near is null ? ByName(places, query) : Nearest(places, query);

    /// <summary>
    /// A room's place in the order, as text that is ordered alike. It is the cursor, so that a page goes on where the one before
    /// ended, whatever was booked meanwhile.
    /// </summary>
    public static string RankOf(Prospect prospect, RoomQuery query)
    {
        if (query.Near is null)
            return $"{NameOf(prospect.Room)}\u0000{prospect.Room.Id}";
        var (kilometres, millimetres) = Math.DivRem((long)Math.Round(prospect.Kilometres * 1_000_000), 1_000_000);
        return string.Create(CultureInfo.InvariantCulture, $"{kilometres:D5}.{millimetres:D6}\u0000{prospect.Room.Id}");
    }

    /// <summary>The rank as a cursor.</summary>
    public static string Encode(string rank) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(rank));

    /// <summary>The rank that a cursor stands for.</summary>
    public static string Decode(string cursor) =>
        Base64Url.IsValid(cursor) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) : cursor;

    private static IEnumerable<Prospect> Nearest(List<PlaceReached> places, RoomQuery query)
    {
        var open = new OpenThen(query.During);
        var heap = new PriorityQueue<Place, double>(places.Select(reached => (reached.Place, reached.Kilometres)));
        while (heap.TryDequeue(out var place, out var kilometres))
            foreach (var room in heap.TryPeek(out _, out var next) && next == kilometres ? Together(place, heap, kilometres) : place.Rooms)
                if (room.Fits(query) && room.MayBeHad(open))
                    yield return new Prospect(room, kilometres);
    }

    private static IEnumerable<Prospect> ByName(List<PlaceReached> places, RoomQuery query)
    {
        var open = new OpenThen(query.During);
        var heap = new PriorityQueue<SearchedRoom, (string Name, string Id)>(
            from reached in places
            from room in reached.Place.Rooms
            where room.Fits(query)
            select (room, (NameOf(room), room.Id.Value)),
            Comparer<(string Name, string Id)>.Create((a, b) =>
                string.CompareOrdinal(a.Name, b.Name) is not 0 and var order ? order : string.CompareOrdinal(a.Id, b.Id)));
        while (heap.TryDequeue(out var room, out _))
            if (room.MayBeHad(open))
                yield return new Prospect(room, Kilometres: 0);
    }

    // Two places can be as far as each other.
    private static ImmutableArray<SearchedRoom> Together(Place first, PriorityQueue<Place, double> heap, double kilometres)
    {
        var rooms = first.Rooms;
        while (heap.TryPeek(out var other, out var next) && next == kilometres)
        {
            rooms = rooms.AddRange(other.Rooms);
            heap.Dequeue();
        }

        return [.. Place.InOrder(rooms)];
    }

    private static string NameOf(SearchedRoom room) => room.Name.ToUpperInvariant();
}
