using NodaTime;
using Scheduling.Api.Organizations;
using Scheduling.Api.Rooms;
using Scheduling.Api.Venues;

namespace Scheduling.Api.Occupancy;

/// <summary>What a room is at the moment.</summary>
public enum OccupancyState
{
    /// <summary>Nobody holds it.</summary>
    Free,

    /// <summary>Booked now, and nobody has checked in yet.</summary>
    Reserved,

    /// <summary>People are in it.</summary>
    Occupied,

    /// <summary>The venue is closed.</summary>
    Closed,
}

/// <summary>Who is in a room now. Safe to show on a public screen: it names networks, never persons.</summary>
public sealed record RoomOccupancy
{
    internal const string NotOpen = "Live occupancy is not open yet.";

    /// <summary>Which room.</summary>
    public required Room Room { get; init; }

    /// <summary>What it is at the moment.</summary>
    public required OccupancyState State { get; init; }

    /// <summary>How many people the bookings under way bring.</summary>
    public required int SeatsTaken { get; init; }

    /// <summary>How many people it seats.</summary>
    public required int SeatsTotal { get; init; }

    /// <summary>Whose it is, when all of it is one network's.</summary>
    public Network? Network { get; init; }

    /// <summary>When the state will next change if nothing else happens.</summary>
    public OffsetDateTime? Until { get; init; }

    /// <summary>
    /// Grows with each change of this room's occupancy, across restarts: a client that sees a lower one drops it.
    /// </summary>
    public required long Version { get; init; }

    /// <summary>When this was true.</summary>
    public required OffsetDateTime AsOf { get; init; }
}

/// <summary>Who is in a building now.</summary>
public sealed record VenueOccupancy
{
    /// <summary>Which venue.</summary>
    public required Venue Venue { get; init; }

    /// <summary>Room by room.</summary>
    public required IReadOnlyList<RoomOccupancy> Rooms { get; init; }

    /// <summary>How many people the bookings under way bring, over all rooms.</summary>
    public required int SeatsTaken { get; init; }

    /// <summary>The most people the building may hold at once; null means no such limit.</summary>
    public int? MaxOccupancy { get; init; }
}

/// <summary>Which rooms to follow. At least one of them; they add up.</summary>
public sealed record OccupancyFilter
{
    /// <summary>Every room of these venues.</summary>
    [Id] public IReadOnlyList<string>? VenueIds { get; init; }

    /// <summary>These rooms.</summary>
    [Id] public IReadOnlyList<string>? RoomIds { get; init; }

    /// <summary>Every room in these communes.</summary>
    public IReadOnlyList<string>? InseeCodes { get; init; }
}
