using System.Collections.Concurrent;
using System.Globalization;
using Scheduling.Benchmarks.Servers;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Targets;

/// <summary>Makes what a plan says by the product's own API, and keeps what the API called it.</summary>
internal sealed class ProductWorld
{
    private const int AtOnce = 16;
    private const int FirstInseeCode = 36_000;
    private static readonly string[] s_weekdays = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"];

    private readonly WorldPlan _plan;
    private readonly Tokens _tokens;
    private readonly ConcurrentDictionary<int, string> _advisorTokens = new();

    private ProductWorld(WorldPlan plan, Tokens tokens)
    {
        (_plan, _tokens) = (plan, tokens);
        (Rooms, Advisors) = (new string[plan.Rooms], new string[plan.Advisors]);
    }

    /// <summary>Ids by the plan's numbers.</summary>
    public string[] Rooms { get; }

    /// <summary>Ids by the plan's numbers.</summary>
    public string[] Advisors { get; }

    /// <summary>Ids by the plan's numbers.</summary>
    public string[] Venues { get; private set; } = [];

    /// <summary>Ids by the plan's numbers.</summary>
    public string[] Networks { get; private set; } = [];

    private string[] TownHalls { get; set; } = [];

    /// <summary>Whose room.</summary>
    public string OwnerOf(int room) => TownHalls[room / WorldPlan.RoomsInVenue % TownHalls.Length];

    /// <summary>Makes everything on an empty server.</summary>
    public static async Task<ProductWorld> MakeAsync(HttpClient http, Tokens tokens, WorldPlan plan)
    {
        var world = new ProductWorld(plan, tokens);
        var admin = new Caller(http, tokens.Sign("ADMIN"));
        var townHalls = await ManyAsync(plan.TownHalls, i => MakeAsync(admin, "registerMunicipality", "municipality",
            new { inseeCode = Text(FirstInseeCode + i), name = $"Mairie {i}" }));
        var networks = await ManyAsync(WorldPlan.Networks, i => MakeAsync(admin, "registerNetwork", "network", new { name = $"Réseau {i}" }));
        var mayors = townHalls.Select(id => new Caller(http, tokens.Sign("MANAGER", organization: id))).ToArray();
        var managers = networks.Select(id => new Caller(http, tokens.Sign("MANAGER", organization: id))).ToArray();
        var venues = await ManyAsync(plan.Venues, i => MakeAsync(mayors[i % mayors.Length], "publishVenue", "venue", world.Venue(i, townHalls)));
        (world.TownHalls, world.Networks, world.Venues) = (townHalls, networks, venues);
        (await ManyAsync(plan.Rooms, i => MakeAsync(
            mayors[i / WorldPlan.RoomsInVenue % mayors.Length], "publishRoom", "room", Room(i, venues[i / WorldPlan.RoomsInVenue])))).CopyTo(world.Rooms, 0);
        (await ManyAsync(plan.Advisors, i => MakeAsync(managers[WorldPlan.NetworkOf(i)], "registerAdvisor", "advisor",
            new { networkId = networks[WorldPlan.NetworkOf(i)], name = $"Conseiller {i}" }))).CopyTo(world.Advisors, 0);
        return world;
    }

    /// <summary>An advisor's own token.</summary>
    public string TokenOf(int advisor) =>
        _advisorTokens.GetOrAdd(advisor, number => _tokens.Sign("ADVISOR", advisor: Advisors[number]));

    private object Venue(int number, string[] townHalls)
    {
        var (latitude, longitude) = _plan.PlaceOf(number);
        return new
        {
            ownerId = townHalls[number % townHalls.Length],
            name = $"Lieu {number}",
            address = new { postalCode = "36000", city = "Châteauroux", inseeCode = Text(FirstInseeCode + (number % townHalls.Length)) },
            location = new { latitude, longitude },
            openingHours = s_weekdays.Select(day => new { day, opens = $"{WorldPlan.Opens:00}:00", closes = $"{WorldPlan.Closes:00}:00" }),
            opensOnDaysOff = true,
        };
    }

    private static object Room(int number, string venueId) => new
    {
        venueId,
        name = $"Salle {number}",
        seats = WorldPlan.SeatsOf(number),
        policy = new { minimumNotice = "PT1H", maximumDuration = "PT8H" },
    };

    private static async Task<string> MakeAsync(Caller caller, string mutation, string field, object input) =>
        (await caller.DoAsync(mutation, $"{field} {{ id }}", input)).GetProperty("id").GetString()!;

    private static async Task<string[]> ManyAsync(int count, Func<int, Task<string>> make)
    {
        var made = new string[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => made[i] = await make(i));
        return made;
    }

    private static string Text(int number) => number.ToString("00000", CultureInfo.InvariantCulture);
}
