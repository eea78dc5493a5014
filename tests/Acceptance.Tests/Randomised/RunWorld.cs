namespace Scheduling.Acceptance.Tests.Randomised;

/// <summary>Thirty advisors of four networks and twenty rooms of two town halls: few enough to be in one another's way.</summary>
internal sealed class RunWorld
{
    private const int AdvisorsMax = 30;
    private readonly Town[] _towns;

    private RunWorld(Town[] towns) => _towns = towns;

    /// <summary>Who books, and for which network.</summary>
    public required IReadOnlyList<RunAdvisor> Advisors { get; init; }

    /// <summary>What is booked.</summary>
    public required IReadOnlyList<RunRoom> Rooms { get; init; }

    /// <summary>Makes all of it.</summary>
    public static async Task<RunWorld> FoundAsync(Server server)
    {
        Town[] towns = [await Town.FoundAsync(server), await Town.FoundAsync(server)];
        var rooms = new List<RunRoom>();
        foreach (var town in towns)
        {
            foreach (var maxOccupancy in new int?[] { null, 24 })
            {
                var venue = await town.VenueAsync(Town.Always, maxOccupancy);
                rooms.Add(await RoomAsync(town, venue, 8, "EXCLUSIVE"));
                rooms.Add(await RoomAsync(town, venue, 12, "EXCLUSIVE", new { setupBuffer = "PT15M", teardownBuffer = "PT15M" }));
                rooms.Add(await RoomAsync(town, venue, 12, "BY_SEATS"));
                rooms.Add(await RoomAsync(town, venue, 8, "EXCLUSIVE", new { approval = "ON_REQUEST" }));
                rooms.Add(await RoomAsync(town, venue, 10, "BY_SEATS", new { approval = "ON_REQUEST" }));
            }
        }

        Network[] networks = [.. towns.SelectMany(town => new[] { town.Post, town.Emmaus })];
        var advisors = new List<RunAdvisor>();
        for (var i = 0; i < AdvisorsMax; i++)
        {
            var network = networks[i % networks.Length];
            advisors.Add(new RunAdvisor((await network.HireAsync()).Id, network.Id));
        }

        return new RunWorld(towns) { Advisors = advisors, Rooms = rooms };
    }

    /// <summary>Somebody's caller on the server as it runs now.</summary>
    public static Caller CallerOf(Server server, RunCaller who) => who.Role switch
    {
        "ADVISOR" => server.Advisor(who.Id),
        "MANAGER" => server.Manager(who.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(who), who, "No such role."),
    };

    /// <summary>The towns that own the rooms.</summary>
    public IEnumerable<string> Owners => _towns.Select(town => town.Id);

    private static async Task<RunRoom> RoomAsync(Town town, string venue, int seats, string sharing, object? policy = null) =>
        new(await town.RoomAsync(venue, seats, sharing, policy), venue, town.Id, seats);
}

/// <summary>An advisor and the network.</summary>
internal sealed record RunAdvisor(string Id, string Network)
{
    /// <summary>The advisor's own token.</summary>
    public RunCaller Self => new("ADVISOR", Id);

    /// <summary>A manager of the network.</summary>
    public RunCaller Manager => new("MANAGER", Network);
}

/// <summary>A room, where it is and whose.</summary>
internal sealed record RunRoom(string Id, string Venue, string Owner, int Seats)
{
    /// <summary>A manager of its owner.</summary>
    public RunCaller Manager => new("MANAGER", Owner);
}

/// <summary>Who calls.</summary>
internal sealed record RunCaller(string Role, string Id)
{
    /// <summary>As history names the caller.</summary>
    public string Subject => $"{Role}:{Id}";
}
