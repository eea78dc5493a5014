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
                        room.Location?.Latitude ?? double.NaN, room.Location?.Longitude ?? double.NaN, room, HoursOf(room, shared), takenOf(room.Id)))
                    .OrderBy(listed => listed.Latitude),
            ];
        });
    }

    /// <summary>A room tells of days whose taken quarter-hours changed; whoever reads this or a later reading of the cell knows it.</summary>
    public void Note(RoomId room, ImmutableArray<TakenDay> days, Instant now) => _takenOf(room).Note(days, QuarterHours.DayOf(now));

    /// <summary>Rooms that pass the filters and are not known to be taken or shut.</summary>
    public ImmutableArray<Candidate> Candidates(RoomQuery query)
    {
        var found = ImmutableArray.CreateBuilder<Candidate>();
        var box = query.Near is null ? default : GeoBox.Around(query.Near, query.WithinKm);
        var open = new Dictionary<OpeningHours, bool>();
        var rooms = _rooms.Value;
        for (var i = query.Near is null ? 0 : FirstFrom(rooms, box.South); i < rooms.Length; i++)
        {
            ref readonly var listed = ref rooms[i];
            var room = listed.Room;
            double? distance = null;
            // What costs least is asked first: where it lies stands in the list itself.
            if (query.Near is { } near)
            {
                if (listed.Latitude > box.North)
                    break;
                if (!box.Reaches(listed.Longitude) || (distance = near.KilometresTo(room.Location!)) > query.WithinKm)
                    continue;
            }

            if (room.Seats < query.Seats || (query.InseeCode is { } commune && room.InseeCode != commune) || !HasAll(room, query.Equipment))
                continue;
            if (listed.Taken.Meet(query.During))
                continue;
            if (!open.TryGetValue(listed.Hours, out var isOpen))
                open[listed.Hours] = isOpen = listed.Hours.Covers(query.During);
            if (isOpen)
                found.Add(new Candidate(room.Id, room.Name, distance, room.Location));
        }

        return found.DrainToImmutable();
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

    /// <summary>A room, from south to north; the numbers are not ones where it has no position.</summary>
    private readonly record struct Listed(double Latitude, double Longitude, ListedRoom Room, OpeningHours Hours, TakenQuarters Taken);
}
