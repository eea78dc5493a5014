using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Scheduling.Grains.Directory;

/// <summary>In which order rooms are found: the nearest first when a point is given, else by name.</summary>
internal static class Ranking
{
    private static readonly Comparer<Prospect> s_nearest = Comparer<Prospect>.Create((a, b) =>
        a.Kilometres.CompareTo(b.Kilometres) is not 0 and var order ? order : string.CompareOrdinal(a.Room.Id.Value, b.Room.Id.Value));

    private static readonly Comparer<Prospect> s_byName = Comparer<Prospect>.Create((a, b) =>
        string.CompareOrdinal(a.Room.OrderedName, b.Room.OrderedName) is not 0 and var order ? order
            : string.CompareOrdinal(a.Room.Id.Value, b.Room.Id.Value));

    /// <summary>Those that may be had, best first, as far as somebody wants to know: a heap costs what is taken from it.</summary>
    public static IEnumerable<Prospect> InOrder(List<Prospect> prospects, RoomQuery query)
    {
        var open = new OpenThen(query.During);
        var heap = new PriorityQueue<SearchedRoom, Prospect>(
            prospects.Select(prospect => (prospect.Room, prospect)), query.Near is null ? s_byName : s_nearest);
        while (heap.TryDequeue(out _, out var prospect))
            if (prospect.MayBeHad(open))
                yield return prospect;
    }

    /// <summary>
    /// A room's place in the order, as text that is ordered alike. It is the cursor, so that a page goes on where the one before
    /// ended, whatever was booked meanwhile.
    /// </summary>
    public static string RankOf(Prospect prospect, RoomQuery query) => query.Near is null
        ? $"{prospect.Room.OrderedName}\u0000{prospect.Room.Id}"
        : string.Create(CultureInfo.InvariantCulture, $"{prospect.Kilometres:00000.000000}\u0000{prospect.Room.Id}");

    /// <summary>The rank as a cursor.</summary>
    public static string Encode(string rank) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(rank));

    /// <summary>The rank that a cursor stands for.</summary>
    public static string Decode(string cursor) =>
        Base64Url.IsValid(cursor) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)) : cursor;
}
