using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>
/// The rooms that a cell lists, for searches, which read it on other threads. Made ready by the first of them: while a file is
/// imported the list changes with each room, and nobody searches.
/// </summary>
internal sealed class CellReading
{
    private readonly Lazy<Listed[]> _rooms;
    private readonly Func<RoomId, TakenQuarters> _takenOf;

    /// <summary>Of the durable list.</summary>
    /// <param name="rooms">The rooms.</param>
    /// <param name="takenOf">What is known to be taken of each, now and later; called on any thread.</param>
    public CellReading(IEnumerable<ListedRoom> rooms, Func<RoomId, TakenQuarters> takenOf)
    {
        _takenOf = takenOf;
        _rooms = new(() =>
        {
            // Rooms with the same hours share them, so that a search works them out once: many do.
            var shared = new Dictionary<(string Hours, string Zone, string? DaysOffOf), OpeningHours>();
            return
            [
                .. rooms
                    .Select(room => new Listed(
                        room.Location?.Latitude ?? double.NaN, room.Location?.Longitude ?? double.NaN,
                        room.Location is { } place ? GlobePoint.Of(place) : default,
                        room, new SearchedRoom(room.Id, room.Name, room.Location, new Availability(HoursOf(room, shared), takenOf(room.Id)))))
                    .OrderBy(listed => listed.Latitude),
            ];
        });
    }

    /// <summary>A room tells of days whose taken quarter-hours changed; whoever reads this or a later reading of the cell knows it.</summary>
    public void Note(RoomId room, ImmutableArray<TakenDay> days, Instant now) => _takenOf(room).Note(days, QuarterHours.DayOf(now));

    /// <summary>Rooms that pass the filters and are not known to be taken or shut.</summary>
    public ImmutableArray<Candidate> Candidates(RoomQuery query)
    {
        var (found, open) = (new List<Prospect>(), new OpenThen(query.During));
        AddTo(found, query);
        return
        [
            .. found
                .Where(prospect => prospect.MayBeHad(open))
                .Select(prospect => new Candidate(
                    prospect.Room.Id, prospect.Room.Name, query.Near is null ? null : prospect.Kilometres, prospect.Room.Location)),
        ];
    }

    /// <summary>Adds rooms that pass the filters, whether or not they are taken: that is asked of those that somebody wants to know of.</summary>
    public void AddTo(List<Prospect> found, RoomQuery query)
    {
        var box = query.Near is null ? default : GeoBox.Around(query.Near, query.WithinKm);
        var center = query.Near is null ? default : GlobePoint.Of(query.Near);
        var rooms = _rooms.Value;
        for (var i = query.Near is null ? 0 : FirstFrom(rooms, box.South); i < rooms.Length; i++)
        {
            ref readonly var listed = ref rooms[i];
            var distance = 0.0;
            // What costs least is asked first: where it lies stands in the list itself.
            if (query.Near is not null)
            {
                if (listed.Latitude > box.North)
                    break;
                if (!box.Reaches(listed.Longitude) || (distance = center.KilometresTo(listed.Place)) > query.WithinKm)
                    continue;
            }

            var room = listed.Room;
            if (room.Seats >= query.Seats && (query.InseeCode is not { } commune || room.InseeCode == commune) && HasAll(room, query.Equipment))
                found.Add(Prospect.At(listed.Searched, distance));
        }
    }

    // Rooms without a position are before all others.
    private static int FirstFrom(Listed[] rooms, double south)
    {
        var (low, high) = (0, rooms.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (rooms[middle].Latitude >= south)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private static bool HasAll(ListedRoom room, ImmutableArray<string> equipment)
    {
        foreach (var wanted in equipment)
            if (!room.Equipment.Contains(wanted))
                return false;
        return true;
    }

    private static OpeningHours HoursOf(ListedRoom room, Dictionary<(string Hours, string Zone, string? DaysOffOf), OpeningHours> shared)
    {
        var same = (string.Join(';', room.OpeningHours), room.TimeZone, room.DaysOffOf);
        if (!shared.TryGetValue(same, out var hours))
            shared[same] = hours = new OpeningHours(room.OpeningHours, WallClock.Zone(room.TimeZone), room.DaysOffOf);
        return hours;
    }

    /// <summary>A room. Where it has no position, latitude and longitude are not numbers, and its place is nowhere.</summary>
    private readonly record struct Listed(double Latitude, double Longitude, GlobePoint Place, ListedRoom Room, SearchedRoom Searched);
}
