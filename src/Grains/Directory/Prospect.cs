using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>What a search has to know of a room; searches share it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Location">Where it lies, when known.</param>
/// <param name="Availability">What its cell knows of when it can be had; null where the cell has looked already.</param>
internal sealed record SearchedRoom(RoomId Id, string Name, GeoPoint? Location, Availability? Availability)
{
    /// <summary>Its name where names are ordered.</summary>
    public string OrderedName { get; } = Name.ToUpperInvariant();
}

/// <summary>A room that fits.</summary>
/// <param name="Room">Which.</param>
/// <param name="Kilometres">How far it is, to a millimetre; 0 where that was not asked.</param>
internal readonly record struct Prospect(SearchedRoom Room, double Kilometres)
{
    // Of a kilometre: as many as a cursor has.
    private const int Decimals = 6;

    /// <summary>A room at that distance.</summary>
    public static Prospect At(SearchedRoom room, double kilometres) =>
        new(room, Math.Round(kilometres, Decimals, MidpointRounding.AwayFromZero));

    /// <summary>Of a cell that has looked already.</summary>
    public static Prospect Of(Candidate candidate) =>
        At(new SearchedRoom(candidate.Room, candidate.Name, candidate.Location, Availability: null), candidate.Kilometres ?? 0);

    /// <summary>False when it is known to be taken or shut.</summary>
    public bool MayBeHad(OpenThen open) => Room.Availability?.MayBeHad(open) != false;
}

/// <summary>When a room can be had, as far as its cell knows.</summary>
internal sealed class Availability(OpeningHours hours, TakenQuarters taken)
{
    /// <summary>False when it is known to be taken or shut.</summary>
    public bool MayBeHad(OpenThen open) => !taken.Meet(open.Quarters) && open.Of(hours);
}

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
