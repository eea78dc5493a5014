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
            return [.. rooms.Select(room => new Listed(room, HoursOf(room, shared), takenOf(room.Id)))];
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
        foreach (var (room, hours, taken) in _rooms.Value)
        {
            // What costs least is asked first.
            if (room.Seats < query.Seats || (query.InseeCode is { } commune && room.InseeCode != commune) || !HasAll(room, query.Equipment))
                continue;
            double? distance = null;
            if (query.Near is { } near)
            {
                if (room.Location is not { } there || !box.Holds(there))
                    continue;
                distance = near.KilometresTo(there);
                if (distance > query.WithinKm)
                    continue;
            }

            if (taken.Meet(query.During))
                continue;
            if (!open.TryGetValue(hours, out var isOpen))
                open[hours] = isOpen = hours.Covers(query.During);
            if (isOpen)
                found.Add(new Candidate(room.Id, room.Name, distance, room.Location));
        }

        return found.DrainToImmutable();
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

    private readonly record struct Listed(ListedRoom Room, OpeningHours Hours, TakenQuarters Taken);
}
