using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>
/// The rooms that a cell lists, for searches, which read it on other threads. Made ready by the first of them: while a file is
/// imported the list changes with each room, and nobody searches.
/// </summary>
internal sealed class CellReading
{
    private readonly Lazy<Listed[]> _places;
    private readonly Func<RoomId, TakenQuarters> _takenOf;

    /// <summary>Of the durable list.</summary>
    /// <param name="rooms">The rooms.</param>
    /// <param name="takenOf">What is known to be taken of each, now and later; called on any thread.</param>
    public CellReading(IEnumerable<ListedRoom> rooms, Func<RoomId, TakenQuarters> takenOf)
    {
        _takenOf = takenOf;
        _places = new(() =>
        {
            // Rooms with the same hours share them, so that a search works them out once: many do.
            var shared = new Dictionary<(string Hours, string Zone, string? DaysOffOf), OpeningHours>();
            return
            [
                .. rooms
                    .GroupBy(room => room.Location)
                    .Select(here => Listed.Of(here.Key, here.Select(room => SearchedRoom.Of(room, HoursOf(room, shared), takenOf(room.Id)))))
                    .OrderBy(listed => listed.Latitude),
            ];
        });
    }

    /// <summary>A room tells of days whose taken quarter-hours changed; whoever reads this or a later reading of the cell knows it.</summary>
    public void Note(RoomId room, ImmutableArray<TakenDay> days, Instant now) => _takenOf(room).Note(days, QuarterHours.DayOf(now));

    /// <summary>Rooms that pass the filters and are not known to be taken or shut.</summary>
    public ImmutableArray<Candidate> Candidates(RoomQuery query)
    {
        var (found, open) = (new List<PlaceReached>(), new OpenThen(query.During));
        AddTo(found, query);
        return
        [
            .. from reached in found
               from room in reached.Place.Rooms
               where room.Fits(query) && room.MayBeHad(open)
               select new Candidate(room.Id, room.Name, query.Near is null ? null : reached.Kilometres, room.Location),
        ];
    }

    /// <summary>Adds the places that a search reaches. Whether their rooms are any good is asked of those that somebody wants to know of.</summary>
    public void AddTo(List<PlaceReached> found, RoomQuery query)
    {
        var places = _places.Value;
        if (query.Near is null)
        {
            found.AddRange(places.Select(listed => PlaceReached.At(listed.Place, 0)));
            return;
        }

        var (box, center) = (GeoBox.Around(query.Near, query.WithinKm), GlobePoint.Of(query.Near));
        for (var i = FirstFrom(places, box.South); i < places.Length && places[i].Latitude <= box.North; i++)
            if (box.Reaches(places[i].Longitude) && center.KilometresTo(places[i].Point) is var kilometres && kilometres <= query.WithinKm)
                found.Add(PlaceReached.At(places[i].Place, kilometres));
    }

    // Those without a position are before all others.
    private static int FirstFrom(Listed[] places, double south)
    {
        var (low, high) = (0, places.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (places[middle].Latitude >= south)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private static OpeningHours HoursOf(ListedRoom room, Dictionary<(string Hours, string Zone, string? DaysOffOf), OpeningHours> shared)
    {
        var same = (string.Join(';', room.OpeningHours), room.TimeZone, room.DaysOffOf);
        if (!shared.TryGetValue(same, out var hours))
            shared[same] = hours = new OpeningHours(room.OpeningHours, WallClock.Zone(room.TimeZone), room.DaysOffOf);
        return hours;
    }

    /// <summary>A place. Without a position, latitude and longitude are not numbers, and its point is nowhere.</summary>
    private readonly record struct Listed(double Latitude, double Longitude, GlobePoint Point, Place Place)
    {
        public static Listed Of(GeoPoint? location, IEnumerable<SearchedRoom> rooms)
        {
            var place = new Place([.. Place.InOrder(rooms)]);
            return location is null
                ? new Listed(double.NaN, double.NaN, default, place)
                : new Listed(location.Latitude, location.Longitude, GlobePoint.Of(location), place);
        }
    }
}
