using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>A room as a search sees it; searches share it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Location">Where it lies, when known.</param>
/// <param name="Known">What its cell knows of it; null where the cell has looked already.</param>
internal sealed record SearchedRoom(RoomId Id, string Name, GeoPoint? Location, KnownRoom? Known)
{
    /// <summary>A room that a cell of this silo lists.</summary>
    public static SearchedRoom Of(ListedRoom room, OpeningHours hours, TakenQuarters taken) =>
        new(room.Id, room.Name, room.Location, new KnownRoom(room, hours, taken));

    /// <summary>One of a cell that has looked already.</summary>
    public static SearchedRoom Of(Candidate candidate) => new(candidate.Room, candidate.Name, candidate.Location, Known: null);

    /// <summary>True when it passes the filters.</summary>
    public bool Fits(RoomQuery query) => Known is null || Known.Fits(query);

    /// <summary>False when it is known to be taken or shut.</summary>
    public bool MayBeHad(OpenThen open) => Known is null || Known.MayBeHad(open);
}

/// <summary>What a cell knows of a room.</summary>
internal sealed class KnownRoom(ListedRoom room, OpeningHours hours, TakenQuarters taken)
{
    /// <summary>True when it passes the filters.</summary>
    public bool Fits(RoomQuery query) =>
        room.Seats >= query.Seats && (query.InseeCode is not { } commune || room.InseeCode == commune) && HasAll(query.Equipment);

    /// <summary>False when it is taken or shut.</summary>
    public bool MayBeHad(OpenThen open) => !taken.Meet(open.Quarters) && open.Of(hours);

    private bool HasAll(ImmutableArray<string> equipment)
    {
        foreach (var wanted in equipment)
            if (!room.Equipment.Contains(wanted))
                return false;
        return true;
    }
}

/// <summary>Rooms that lie at the same point, in order of their ids: most venues have several, all equally far away.</summary>
internal sealed record Place(ImmutableArray<SearchedRoom> Rooms)
{
    /// <summary>The order of rooms that are equally good.</summary>
    public static IEnumerable<SearchedRoom> InOrder(IEnumerable<SearchedRoom> rooms) => rooms.OrderBy(room => room.Id.Value, StringComparer.Ordinal);
}

/// <summary>A place that a search reaches.</summary>
/// <param name="Place">Its rooms.</param>
/// <param name="Kilometres">How far it is, to a millimetre; 0 where that was not asked.</param>
internal readonly record struct PlaceReached(Place Place, double Kilometres)
{
    // Of a kilometre: as many as a cursor has.
    private const int Decimals = 6;

    /// <summary>A place at that distance.</summary>
    public static PlaceReached At(Place place, double kilometres) =>
        new(place, Math.Round(kilometres, Decimals, MidpointRounding.AwayFromZero));

    /// <summary>Of a cell that has looked already.</summary>
    public static PlaceReached Of(Candidate candidate) => At(new Place([SearchedRoom.Of(candidate)]), candidate.Kilometres ?? 0);
}

/// <summary>A room that may be had.</summary>
/// <param name="Room">Which.</param>
/// <param name="Kilometres">As of its place.</param>
internal readonly record struct Prospect(SearchedRoom Room, double Kilometres);

/// <summary>Which hours cover a period. Rooms that share their hours are looked at once.</summary>
internal sealed class OpenThen(Period during)
{
    private readonly Dictionary<OpeningHours, bool> _known = [];

    /// <summary>The quarter-hours that the period touches.</summary>
    public ImmutableArray<TakenDay> Quarters { get; } = QuarterHours.Of(during);

    /// <summary>True when all of the period is open.</summary>
    public bool Of(OpeningHours hours)
    {
        if (!_known.TryGetValue(hours, out var isOpen))
            _known[hours] = isOpen = hours.Covers(during);
        return isOpen;
    }
}
