using System.Text.Json;
using Scheduling.Cluster.Tests.Checking;

namespace Scheduling.Cluster.Tests.Clients;

/// <summary>A room, whose, and how it is shared.</summary>
internal sealed record Room(string Id, string Owner, string OwnerToken, int Seats, bool IsBySeats, bool AsksOwner)
{
    /// <summary>How much fits at once.</summary>
    public int Capacity => IsBySeats ? Seats : 1;

    /// <summary>What a booking takes of it.</summary>
    public Stay Stay(long start, long end, int seats) => new(Id, start, end, IsBySeats ? seats : 1, seats);
}

/// <summary>An advisor, and for which network.</summary>
internal sealed record Person(string Id, string Network, string Token);

/// <summary>Forty rooms of two town halls and thirty-two advisors of four networks.</summary>
internal sealed record World(IReadOnlyList<Room> Rooms, IReadOnlyList<Person> People, string Display)
{
    private const int TownHalls = 2;
    private const int VenuesEach = 2;
    private const int Advisors = 32;
    private const int Networks = 4;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static readonly string[] s_days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];

    private static readonly (int Seats, bool IsBySeats, bool AsksOwner)[] s_rooms =
    [
        (8, false, false), (12, true, false), (8, false, true), (10, true, true), (9, false, false),
        (12, false, false), (9, true, false), (10, false, false), (8, true, false), (11, false, true),
    ];

    /// <summary>How much fits on each calendar at once.</summary>
    public Dictionary<string, int> Capacities => Rooms.Select(room => (room.Id, room.Capacity))
        .Concat(People.Select(person => (person.Id, Capacity: 1))).ToDictionary(calendar => calendar.Id, calendar => calendar.Capacity);

    /// <summary>Makes all of it.</summary>
    public static async Task<World> FoundAsync(Stage stage)
    {
        using var giveUp = new CancellationTokenSource(s_patience);
        var founder = new Founder(new Door(stage, new Recorder(), 0, giveUp.Token));
        var admin = stage.Token("ADMIN");
        var rooms = new List<Room>();
        for (var town = 0; town < TownHalls; town++)
        {
            var code = $"{36_001 + town}";
            await founder.DoAsync(admin, "registerMunicipality", new { inseeCode = code, name = $"Mairie {code}", idempotencyKey = founder.NextKey() });
            var token = stage.Token("MANAGER", organization: $"municipality-{code}");
            for (var venue = 0; venue < VenuesEach; venue++)
                rooms.AddRange(await VenueAsync(founder, code, token));
        }

        var networks = new List<string>();
        for (var network = 0; network < Networks; network++)
            networks.Add((await founder.DoAsync(admin, "registerNetwork", new { name = $"Réseau {network}", idempotencyKey = founder.NextKey() })).Text("network.id"));
        var people = new List<Person>();
        for (var advisor = 0; advisor < Advisors; advisor++)
        {
            var network = networks[advisor % Networks];
            var made = await founder.DoAsync(stage.Token("MANAGER", organization: network), "registerAdvisor",
                new { networkId = network, name = $"Camille {advisor}", timeZone = "Europe/Paris", idempotencyKey = founder.NextKey() });
            people.Add(new Person(made.Text("advisor.id"), network, stage.Token("ADVISOR", advisor: made.Text("advisor.id"))));
        }

        return new World(rooms, people, stage.Token("DISPLAY"));
    }

    private static async Task<List<Room>> VenueAsync(Founder founder, string code, string token)
    {
        var made = await founder.DoAsync(token, "publishVenue", new
        {
            ownerId = $"municipality-{code}",
            name = "Maison des services",
            address = new { postalCode = "36120", city = "Ardentes", inseeCode = code },
            // All in one place: nobody has to travel.
            location = new { latitude = 46.742, longitude = 1.829 },
            timeZone = "Europe/Paris",
            openingHours = s_days.Select(day => new { day, opens = "00:00", closes = "00:00" }).ToArray(),
            opensOnDaysOff = true,
            idempotencyKey = founder.NextKey(),
        });
        var rooms = new List<Room>();
        foreach (var (seats, isBySeats, asksOwner) in s_rooms)
        {
            var room = await founder.DoAsync(token, "publishRoom", new
            {
                venueId = made.Text("venue.id"),
                name = "Salle",
                seats,
                sharing = isBySeats ? "BY_SEATS" : "EXCLUSIVE",
                policy = asksOwner ? new { approval = "ON_REQUEST" } : null,
                idempotencyKey = founder.NextKey(),
            });
            rooms.Add(new Room(room.Text("room.id"), $"municipality-{code}", token, seats, isBySeats, asksOwner));
        }

        return rooms;
    }

    // Repeats whatever a cluster that has only just started is too slow for.
    private sealed class Founder(Door door)
    {
        private int _keys;

        public string NextKey() => $"founding-{++_keys}";

        public async Task<JsonElement> DoAsync(string token, string mutation, object input)
        {
            var reply = await door.MutateAsync(token, mutation, input);
            return reply.Payload?.Accepted() ?? throw new TimeoutException($"{mutation} was not answered.");
        }
    }
}
