using GraphQL;
using NodaTime;
using Scheduling.Api.Common;
using Scheduling.Api.Execution;
using Scheduling.Api.Organizations;
using Scheduling.Api.Rooms;
using Scheduling.Api.Venues;
using Scheduling.Grains.Occupancy;

namespace Scheduling.Api.Occupancy;

/// <summary>Who is in a room now. Safe to show on a public screen: it names networks, never persons.</summary>
public sealed class RoomOccupancy(RoomOccupancyView view, ApiRequest api) : ISharedEvent
{
    /// <summary>Which room.</summary>
    [SaysTheSameToAll]
    public Task<Room> RoomAsync() => api.FindAsync(view.Room).There(view.Room);

    /// <summary>What it is at the moment.</summary>
    [SaysTheSameToAll]
    public OccupancyState State => view.State;

    /// <summary>How many people the bookings under way bring; 0 during set-up and tear-down.</summary>
    [SaysTheSameToAll]
    public int SeatsTaken => view.SeatsTaken;

    /// <summary>How many people it seats.</summary>
    [SaysTheSameToAll]
    public int SeatsTotal => view.SeatsTotal;

    /// <summary>How many have come, as check-ins say.</summary>
    [SaysTheSameToAll]
    public int People => view.People;

    /// <summary>Whose it is, when all of it is one network's.</summary>
    [SaysTheSameToAll]
    public async Task<Network?> NetworkAsync() =>
        view.Network is { } network ? await api.FindAsync(network) as Network : null;

    /// <summary>
    /// When any of this will next change if nothing else happens, in the venue's zone; null when nothing is foreseen in the next
    /// two months.
    /// </summary>
    [SaysTheSameToAll]
    public OffsetDateTime? Until => view.Until?.In(Zones.Of(view.TimeZone));

    /// <summary>
    /// Grows with each change of this room's occupancy, across restarts: a client that sees a lower one drops it.
    /// </summary>
    [SaysTheSameToAll]
    public long Version => view.Version;

    /// <summary>When this was true, in the venue's zone.</summary>
    [SaysTheSameToAll]
    public OffsetDateTime AsOf => view.AsOf.In(Zones.Of(view.TimeZone));

    internal int Taken => view.SeatsTaken;

    object ISharedEvent.News => view;

    object ISharedEvent.Source() => new RoomOccupancy(view, api.Anew());
}

/// <summary>Who is in a building now.</summary>
public sealed class VenueOccupancy(Venue venue, IReadOnlyList<RoomOccupancy> rooms)
{
    /// <summary>Which venue.</summary>
    public Venue Venue => venue;

    /// <summary>Room by room, oldest first.</summary>
    [Complexity(1, 5)]
    public IReadOnlyList<RoomOccupancy> Rooms => rooms;

    /// <summary>How many people the bookings under way bring, over all rooms.</summary>
    public int SeatsTaken => rooms.Sum(room => room.Taken);

    /// <summary>The most people the building may hold at once; null means no such limit.</summary>
    public int? MaxOccupancy => venue.MaxOccupancy;
}

/// <summary>Who is in the venues of a commune now.</summary>
public sealed class MunicipalityOccupancy(Municipality municipality, IReadOnlyList<VenueOccupancy> venues)
{
    /// <summary>Which commune.</summary>
    public Municipality Municipality => municipality;

    /// <summary>Every venue with rooms that lies in the commune, whoever owns it, by name.</summary>
    [Complexity(1, 5)]
    public IReadOnlyList<VenueOccupancy> Venues => venues;

    /// <summary>How many people the bookings under way bring, over all venues.</summary>
    public int SeatsTaken => venues.Sum(venue => venue.SeatsTaken);
}

/// <summary>Which rooms to follow. At least one of them; they add up, to at most 5,000 rooms.</summary>
public sealed record OccupancyFilter
{
    /// <summary>Every room of these venues, also those published later; at most 100.</summary>
    [Id] public IReadOnlyList<string>? VenueIds { get; init; }

    /// <summary>These rooms; at most 100.</summary>
    [Id] public IReadOnlyList<string>? RoomIds { get; init; }

    /// <summary>Every room that lies in these communes, whoever owns it, also those published later; at most 100.</summary>
    public IReadOnlyList<string>? InseeCodes { get; init; }
}
