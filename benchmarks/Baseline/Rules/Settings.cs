using System.Collections.Frozen;
using Scheduling.Baseline.Contracts;

namespace Scheduling.Baseline.Rules;

/// <summary>What changes rarely, kept in memory: no booking reads it from the database.</summary>
internal sealed class Settings
{
    private FrozenDictionary<int, RoomSettings> _rooms = FrozenDictionary<int, RoomSettings>.Empty;
    private FrozenDictionary<int, Advisor> _advisors = FrozenDictionary<int, Advisor>.Empty;
    private FrozenDictionary<int, Network> _networks = FrozenDictionary<int, Network>.Empty;

    /// <summary>The room, or null.</summary>
    public RoomSettings? Room(int id) => _rooms.GetValueOrDefault(id);

    /// <summary>The advisor, or null.</summary>
    public Advisor? Advisor(int id) => _advisors.GetValueOrDefault(id);

    /// <summary>The network.</summary>
    public Network Network(int id) => _networks[id];

    /// <summary>Takes what the store holds.</summary>
    public void Use(World world)
    {
        var venues = world.Venues.ToDictionary(venue => venue.Id, venue => new VenueSettings(venue));
        _networks = world.Networks.ToFrozenDictionary(network => network.Id);
        _advisors = world.Advisors.ToFrozenDictionary(advisor => advisor.Id);
        _rooms = world.Rooms.ToFrozenDictionary(room => room.Id, room => new RoomSettings(room, venues[room.VenueId]));
    }
}

/// <summary>A room with the building it is in.</summary>
internal sealed record RoomSettings(Room Room, VenueSettings Venue);

/// <summary>A building: its zone and its hours by day of the week.</summary>
internal sealed class VenueSettings(Venue venue)
{
    private readonly Hours[][] _hours =
    [
        .. Enum.GetValues<DayOfWeek>().Select(day => venue.OpeningHours.Where(hours => hours.Day == day).OrderBy(hours => hours.Opens).ToArray()),
    ];

    /// <summary>Its zone.</summary>
    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(venue.TimeZone);

    /// <summary>Its name.</summary>
    public string Name => venue.Name;

    /// <summary>The hours of a day, in order.</summary>
    public Hours[] On(DayOfWeek day) => _hours[(int)day];

    /// <summary>The instant in the zone.</summary>
    public DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);
}
