namespace Scheduling.Silo.Tests.Access;

/// <summary>What each row of the matrix asks.</summary>
internal static partial class Probes
{
    // What only parties and owner see of a booking.
    private const string Party = "title seats status advisor { name } coHosts { name } history { by note }";

    /// <summary>The probes, by row.</summary>
    public static IReadOnlyDictionary<string, Probe> All { get; } =
        new[] { Queries(), QueriesForPersons(), Mutations(), Pages() }.SelectMany(group => group).ToDictionary();

    private static string Window => AccessSeed.Window;

    private static string Bookings => $$"""bookings(during: {{Window}}) { nodes { {{Party}} } }""";

    private static Dictionary<string, Probe> Queries() => new()
    {
        ["introspection"] = Probe.Asks(_ => "{ __schema { queryType { name } } }"),
        ["Query.viewer"] = Probe.AsksForPersons(_ => "{ viewer { subject roles } }"),
        ["Viewer.advisor"] = Probe.AsksForPersons(_ => "{ viewer { advisor { name } } }"),
        ["Viewer.organization"] = Probe.Asks(_ => "{ viewer { organization { name } } }"),

        ["Query.municipality"] = Probe.Asks(_ => Municipality("name inseeCode")),
        ["Query.network"] = Probe.Asks(seed => Network(seed.Network, "name")),
        ["Query.venue"] = Probe.Asks(seed => Venue(seed.Venue, "name owner { name } openingHours { day }")),
        ["Query.room"] = Probe.Asks(seed => Room(seed.Room, "name venue { name } policy { approval }")),
        ["Query.availableRooms"] = Probe.Asks(_ =>
            $$"""
            { availableRooms(where: { inseeCode: "{{AccessSeed.TownCode}}", during: {{AccessSeed.Slot(-5)}} })
              { nodes { name } } }
            """),
        ["Query.node (town hall)"] = Probe.Asks(seed => Node(seed.Town, "... on Municipality { name }")),
        ["Query.node (network)"] = Probe.Asks(seed => Node(seed.Network, "... on Network { name }")),
        ["Query.node (venue)"] = Probe.Asks(seed => Node(seed.Venue, "... on Venue { name }")),
        ["Query.node (room)"] = Probe.Asks(seed => Node(seed.Room, "... on Room { name }")),
        ["Municipality.venues"] = Probe.Asks(_ => Municipality("venues { nodes { name } }")),
        ["Network.venues"] = Probe.Asks(seed => Network(seed.Network, "venues { nodes { name } }")),
        ["Venue.rooms"] = Probe.Asks(seed => Venue(seed.Venue, "rooms { name }")),
        ["Venue.closures"] = Probe.Asks(seed => Venue(seed.Venue, $$"""closures(during: {{Window}}) { reason }""")),
        ["Room.calendar"] = Probe.Asks(seed =>
            Room(seed.Room, $$"""calendar(during: {{Window}}) { state seatsTaken network { name } }""")),
        ["Venue.occupancy"] = Probe.Asks(seed => Venue(seed.Venue, "occupancy { seatsTaken }")),
        ["Room.occupancy"] = Probe.Asks(seed => Room(seed.Room, "occupancy { seatsTaken }")),
        ["Subscription.occupancyChanged"] = Probe.Follows(seed =>
            $$"""subscription { occupancyChanged(where: { roomIds: ["{{seed.Room}}"] }) { state } }"""),
    };

    private static Dictionary<string, Probe> QueriesForPersons() => new()
    {
        ["Query.advisor"] = Probe.AsksForPersons(seed => Advisor(seed.Lead, "name network { name } timeZone")),
        ["Query.node (advisor)"] = Probe.AsksForPersons(seed => Node(seed.Lead, "... on Advisor { name }")),
        ["Network.advisors"] = Probe.AsksForPersons(seed => Network(seed.Network, "advisors { nodes { name } }")),
        ["Advisor.freeBusy"] = Probe.Asks(seed =>
            Advisor(seed.Lead, $$"""freeBusy(during: {{Window}}) { state network { name } }""")),
        ["Advisor.bookings (the lead's)"] = Probe.AsksForPersons(seed => Advisor(seed.Lead, Bookings)),
        ["Advisor.bookings (the co-host's)"] = Probe.AsksForPersons(seed => Advisor(seed.CoHost, Bookings)),
        ["Query.booking"] = Probe.AsksForPersons(seed => Booking(seed.Booking)),
        ["Query.booking (network's room)"] = Probe.AsksForPersons(seed => Booking(seed.RivalBooking)),
        ["Query.node (booking)"] = Probe.AsksForPersons(seed => Node(seed.Booking, $"... on Booking {{ {Party} }}")),
        ["Room.bookings"] = Probe.AsksForPersons(seed => Room(seed.Room, Bookings)),
        ["Room.bookings (network's room)"] = Probe.AsksForPersons(seed => Room(seed.NetworkRoom, Bookings)),
        ["Municipality.bookingRequests"] = Probe.AsksForPersons(_ =>
            Municipality($$"""bookingRequests { pageInfo { hasNextPage } nodes { {{Party}} } }""")),
        ["Network.bookingRequests"] = Probe.AsksForPersons(seed =>
            Network(seed.Network, $$"""bookingRequests { pageInfo { hasNextPage } nodes { {{Party}} } }""")),
    };

    private static Dictionary<string, Probe> Pages() => new()
    {
        ["GET /health/live"] = Probe.Gets("health/live"),
        ["GET /health/ready"] = Probe.Gets("health/ready"),
        ["GET /graphql (a browser)"] = Probe.Gets("graphql", ("Accept", "text/html")),
        ["GET /metrics (direct, local)"] = Probe.Gets("metrics"),
        ["GET /metrics (by a proxy)"] = Probe.Gets("metrics", ("X-Forwarded-For", "192.0.2.7")),
        ["GET /orleans"] = Probe.Gets("orleans/ClusterStats"),
    };

    private static string Node(string id, string fields) => $$"""{ node(id: "{{id}}") { {{fields}} } }""";

    private static string Advisor(string id, string fields) => $$"""{ advisor(id: "{{id}}") { {{fields}} } }""";

    private static string Network(string id, string fields) => $$"""{ network(id: "{{id}}") { {{fields}} } }""";

    private static string Venue(string id, string fields) => $$"""{ venue(id: "{{id}}") { {{fields}} } }""";

    private static string Room(string id, string fields) => $$"""{ room(id: "{{id}}") { {{fields}} } }""";

    private static string Booking(string id) => $$"""{ booking(id: "{{id}}") { {{Party}} } }""";

    private static string Municipality(string fields) =>
        $$"""{ municipality(inseeCode: "{{AccessSeed.TownCode}}") { {{fields}} } }""";
}
