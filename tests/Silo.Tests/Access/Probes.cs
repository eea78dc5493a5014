namespace Scheduling.Silo.Tests.Access;

/// <summary>What each row of the matrix asks.</summary>
internal static partial class Probes
{
    // What only parties and owner see of a booking.
    private const string Party = "title seats status advisor { name } coHosts { name } history { by note }";

    /// <summary>The probes, by row.</summary>
    public static IReadOnlyDictionary<string, Probe> All { get; } =
        new[] { Queries(), QueriesForPersons(), Mutations(), Changes(), Workshops(), Invitations(), Series(), Pages() }.SelectMany(group => group).ToDictionary();

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
        ["Network.travelRules"] = Probe.Asks(seed => Network(seed.Network, "travelRules { enabled margin }")),
        ["Venue.rooms"] = Probe.Asks(seed => Venue(seed.Venue, "rooms { name }")),
        ["Venue.daysOff"] = Probe.Asks(seed => Venue(seed.Venue, $$"""daysOff(during: {{Window}}) { date name }""")),
        ["Venue.closures"] = Probe.Asks(seed => Venue(seed.Venue, $$"""closures(during: {{Window}}) { reason }""")),
        ["Query.utilization"] = Probe.Asks(seed => Utilization($$"""roomId: "{{seed.Room}}" """)),
        ["Query.utilization (network)"] = Probe.Asks(seed => Utilization($$"""networkId: "{{seed.Network}}" """)),
        ["Room.calendar"] = Probe.Asks(seed =>
            Room(seed.Room, $$"""calendar(during: {{Window}}) { state seatsTaken network { name } }""")),
        ["Venue.occupancy"] = Probe.Asks(seed => Venue(seed.Venue, "occupancy { seatsTaken }")),
        ["Municipality.occupancy"] = Probe.Asks(_ => Municipality("occupancy { seatsTaken }")),
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
        ["Advisor.unavailabilities"] = Probe.Asks(seed =>
            Advisor(seed.Lead, $$"""unavailabilities(during: {{Window}}) { reason }""")),
        ["Advisor.bookings (the lead's)"] = Probe.AsksForPersons(seed => Advisor(seed.Lead, Bookings)),
        ["Advisor.bookings (the co-host's)"] = Probe.AsksForPersons(seed => Advisor(seed.CoHost, Bookings)),
        ["Query.booking"] = Probe.AsksForPersons(seed => Booking(seed.Booking)),
        ["Query.booking (network's room)"] = Probe.AsksForPersons(seed => Booking(seed.RivalBooking)),
        ["Query.node (booking)"] = Probe.AsksForPersons(seed => Node(seed.Booking, $"... on Booking {{ {Party} }}")),
        ["Room.bookings"] = Probe.AsksForPersons(seed => Room(seed.Room, Bookings)),
        ["Room.bookings (network's room)"] = Probe.AsksForPersons(seed => Room(seed.NetworkRoom, Bookings)),
        ["Query.bookingChanges (lead's)"] = Probe.AsksForPersons(seed => Changes($$"""advisorId: "{{seed.Lead}}" """)),
        ["Query.bookingChanges (co-host's)"] = Probe.AsksForPersons(seed => Changes($$"""advisorId: "{{seed.CoHost}}" """)),
        ["Query.bookingChanges (town's)"] = Probe.AsksForPersons(seed => Changes($$"""organizationId: "{{seed.Town}}" """)),
        ["Query.bookingChanges (network's)"] = Probe.AsksForPersons(seed => Changes($$"""organizationId: "{{seed.Network}}" """)),
        ["Subscription.bookingChanged"] = Probe.FollowsPersons(world => FollowingAsync(world, $$"""advisorId: "{{world.Seed.Lead}}" """)),
        ["Subscription.bookingChanged town"] = Probe.FollowsPersons(world => FollowingAsync(world, $$"""organizationId: "{{world.Seed.Town}}" """)),
        ["Query.waitlistEntry"] = Probe.Asks(seed => WaitlistEntry(seed, "status position network { name }")),
        ["Query.node (waitlist entry)"] = Probe.Asks(seed =>
            Node(seed.WaitlistEntry, "... on WaitlistEntry { status network { name } }")),
        ["WaitlistEntry.advisor"] = Probe.AsksForPersons(seed => WaitlistEntry(seed, "advisor { name }")),
        ["WaitlistEntry.title"] = Probe.AsksForPersons(seed => WaitlistEntry(seed, "title")),
        ["Room.waitlist"] = Probe.Asks(seed => Room(seed.Room, "waitlist { nodes { status network { name } } }")),
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
        ["GET /export/utilization.csv"] =
            Probe.Gets($"export/utilization.csv?inseeCode={AccessSeed.TownCode}&from=2027-03-01&to=2027-03-31&by=WEEK"),
        ["GET /orleans"] = Probe.Gets("orleans/ClusterStats"),
    };

    private static string Node(string id, string fields) => $$"""{ node(id: "{{id}}") { {{fields}} } }""";

    private static string Advisor(string id, string fields) => $$"""{ advisor(id: "{{id}}") { {{fields}} } }""";

    private static string Network(string id, string fields) => $$"""{ network(id: "{{id}}") { {{fields}} } }""";

    private static string Venue(string id, string fields) => $$"""{ venue(id: "{{id}}") { {{fields}} } }""";

    private static string Room(string id, string fields) => $$"""{ room(id: "{{id}}") { {{fields}} } }""";

    private static string Utilization(string where) =>
        $$"""{ utilization(where: { {{where}} }, from: "2027-03-01", to: "2027-03-31", by: WEEK) { rooms rows { openHours bookings } } }""";

    private static string Changes(string feed) =>
        $$"""{ bookingChanges({{feed}}) { pageInfo { hasNextPage } nodes { by booking { {{Party}} } } } }""";

    // From behind the first change on, so that there is something to tell.
    private static async Task<string> FollowingAsync(AccessWorld world, string feed)
    {
        var first = await world.DoAsync($$"""{ bookingChanges({{feed}}, first: 1) { pageInfo { endCursor } } }""");
        var cursor = first.GetProperty("bookingChanges").GetProperty("pageInfo").GetProperty("endCursor").GetString();
        return $$"""subscription { bookingChanged({{feed}}, after: "{{cursor}}") { by booking { {{Party}} } } }""";
    }

    private static string Booking(string id) => $$"""{ booking(id: "{{id}}") { {{Party}} } }""";

    private static string WaitlistEntry(AccessSeed seed, string fields) =>
        $$"""{ waitlistEntry(id: "{{seed.WaitlistEntry}}") { {{fields}} } }""";

    private static string Municipality(string fields) =>
        $$"""{ municipality(inseeCode: "{{AccessSeed.TownCode}}") { {{fields}} } }""";
}
