using System.Globalization;
using System.Text.Json;
using Scheduling.Benchmarks.Servers;
using Scheduling.Testing;

namespace Scheduling.Benchmarks.Occupancy;

/// <summary>
/// A venue that never closes, with a booking in each of its rooms that people check in to. Saying again how many have come is
/// the smallest change there is: it is stored with the booking and on the room's calendar, and then shown on every screen.
/// </summary>
internal sealed class LiveVenue
{
    private const int RoomCount = 4;
    private const int RoomSeats = 20;

    private readonly Caller _mayor;
    private readonly Caller _screen;
    private readonly string _venue;
    private readonly List<string> _bookings = [];
    private int _people;

    private LiveVenue(Caller mayor, Caller screen, string venue) => (_mayor, _screen, _venue) = (mayor, screen, venue);

    /// <summary>Its rooms' ids.</summary>
    public List<string> Rooms { get; } = [];

    /// <summary>What a screen in its entrance subscribes to.</summary>
    public object Subscription => new
    {
        query = "subscription($venue: ID!) { occupancyChanged(where: { venueIds: [$venue] }) { room { id name } state seatsTaken people "
            + "seatsTotal network { name } until version asOf } }",
        variables = new { venue = _venue },
    };

    /// <summary>Publishes one on an empty store.</summary>
    public static async Task<LiveVenue> OpenAsync(HttpClient http, DevelopmentTokens tokens)
    {
        var admin = new Caller(http, tokens.Sign("ADMIN"));
        var townHall = Id(await admin.DoAsync("registerMunicipality", "municipality { id }", new { inseeCode = "36005", name = "Ardentes" }));
        var network = Id(await admin.DoAsync("registerNetwork", "network { id }", new { name = "Emmaüs Connect" }));
        var mayor = new Caller(http, tokens.Sign("MANAGER", organization: townHall));
        var manager = new Caller(http, tokens.Sign("MANAGER", organization: network));
        var venue = new LiveVenue(mayor, new Caller(http, tokens.Sign("DISPLAY")), Id(await PublishAsync(mayor, townHall)));
        for (var i = 1; i <= RoomCount; i++)
        {
            var room = Id(await mayor.DoAsync("publishRoom", "room { id }", new { venueId = venue._venue, name = $"Salle {i}", seats = RoomSeats }));
            venue.Rooms.Add(room);
            venue._bookings.Add(await BookAsync(manager, network, room));
        }

        return venue;
    }

    /// <summary>Other people are in the next room.</summary>
    /// <returns>The change, and what sends it and ends with its answer.</returns>
    public (Change Change, Func<Task> SendAsync) NextChange()
    {
        var (room, people) = (_people % RoomCount, ++_people);
        return (new Change(room, people),
            () => _mayor.DoAsync("checkIn", "booking { id }", new { bookingId = _bookings[room], people }));
    }

    /// <summary>What the rooms are now, by the API: the version of each and how many have come.</summary>
    public async Task<Sighting[]> LookAsync()
    {
        var venue = await _screen.AskAsync(
            "query($id: ID!) { venue(id: $id) { occupancy { rooms { room { id } version people } } } }", new { id = _venue });
        var rooms = venue.GetProperty("occupancy").GetProperty("rooms").EnumerateArray()
            .ToDictionary(room => Id(room.GetProperty("room")), StringComparer.Ordinal);
        return [.. Rooms.Select(id => new Sighting(rooms[id].GetProperty("version").GetInt64(), rooms[id].GetProperty("people").GetInt32()))];
    }

    private static Task<JsonElement> PublishAsync(Caller mayor, string townHall) => mayor.DoAsync("publishVenue", "venue { id }", new
    {
        ownerId = townHall,
        name = "Mairie d'Ardentes",
        address = new { postalCode = "36120", city = "Ardentes", inseeCode = "36005" },
        location = new { latitude = 46.742, longitude = 1.829 },
        openingHours = Enum.GetNames<DayOfWeek>().Select(day => new { day = day.ToUpperInvariant(), opens = "00:00", closes = "00:00" }),
        opensOnDaysOff = true,
    });

    // Soon enough that people may check in, late enough that it can still be booked.
    private static async Task<string> BookAsync(Caller manager, string network, string room)
    {
        var advisor = Id(await manager.DoAsync("registerAdvisor", "advisor { id }",
            new { networkId = network, name = "Sofiane", timeZone = "Europe/Paris" }));
        var start = DateTimeOffset.UtcNow.AddMinutes(10);
        return Id(await manager.DoAsync("bookRoom", "booking { id }", new
        {
            roomId = room,
            advisorId = advisor,
            period = new { start = Text(start), end = Text(start.AddHours(3)) },
            seats = 8,
        }));
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Id(JsonElement node) => node.GetProperty("id").GetString()!;
}
