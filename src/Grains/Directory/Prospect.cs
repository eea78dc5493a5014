using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Directory;

/// <summary>A room that fits.</summary>
/// <param name="Room">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kilometres">How far it is, where that was asked.</param>
/// <param name="Location">Where it lies, when known.</param>
/// <param name="Availability">What its cell knows of when it can be had; null where the cell has looked already.</param>
internal readonly record struct Prospect(RoomId Room, string Name, double? Kilometres, GeoPoint? Location, Availability? Availability)
{
    /// <summary>Of a cell that has looked already.</summary>
    public static Prospect Of(Candidate candidate) => new(candidate.Room, candidate.Name, candidate.Kilometres, candidate.Location, Availability: null);

    /// <summary>False when it is known to be taken or shut.</summary>
    public bool MayBeHad(OpenThen open) => Availability?.MayBeHad(open) != false;
}

/// <summary>When a room can be had, as far as its cell knows.</summary>
internal sealed class Availability(OpeningHours hours, TakenQuarters taken)
{
    /// <summary>False when it is known to be taken or shut.</summary>
    public bool MayBeHad(OpenThen open) => !taken.Meet(open.During) && open.Of(hours);
}

/// <summary>Which hours cover a period. Rooms that share their hours are looked at once.</summary>
internal sealed class OpenThen(Period during)
{
    private readonly Dictionary<OpeningHours, bool> _known = [];

    /// <summary>The period.</summary>
    public Period During => during;

    /// <summary>True when all of the period is open.</summary>
    public bool Of(OpeningHours hours)
    {
        if (!_known.TryGetValue(hours, out var isOpen))
            _known[hours] = isOpen = hours.Covers(during);
        return isOpen;
    }
}
