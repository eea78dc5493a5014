namespace Scheduling.Silo.Tests.Access;

/// <summary>What each row of the matrix asks.</summary>
internal static class Probes
{
    private const string Party = "title seats status advisor { name } coHosts { name } history { by note }";

    private static string Window => AccessSeed.Window;

    /// <summary>The probes, by row.</summary>
    public static IReadOnlyDictionary<string, Probe> All { get; } = new Dictionary<string, Probe>
    {
        ["introspection"] = Probe.Asks(_ => "{ __schema { queryType { name } } }"),
        ["Query.viewer"] = Probe.AsksForPersons(_ => "{ viewer { subject roles } }"),
        ["Viewer.advisor"] = Probe.AsksForPersons(_ => "{ viewer { advisor { name } } }"),
        ["Viewer.organization"] = Probe.Asks(_ => "{ viewer { organization { name } } }"),

        ["Query.municipality"] = Probe.Asks(_ => $"{{ municipality(inseeCode: \"{AccessSeed.TownCode}\") {{ name }} }}"),
        ["Query.network"] = Probe.Asks(seed => $"{{ network(id: \"{seed.Network}\") {{ name }} }}"),
        ["Query.venue"] = Probe.Asks(seed => $"{{ venue(id: \"{seed.Venue}\") {{ name owner {{ name }} openingHours {{ day }} }} }}"),
        ["Query.room"] = Probe.Asks(seed => $"{{ room(id: \"{seed.Room}\") {{ name venue {{ name }} policy {{ approval }} }} }}"),
        ["Query.availableRooms"] = Probe.Asks(_ =>
            $"{{ availableRooms(where: {{ inseeCode: \"{AccessSeed.TownCode}\", during: {AccessSeed.Slot(-5)} }}) {{ nodes {{ name }} }} }}"),
        ["Query.node (town hall)"] = Probe.Asks(seed => Node(seed.Town, "... on Municipality { name }")),
        ["Query.node (network)"] = Probe.Asks(seed => Node(seed.Network, "... on Network { name }")),
        ["Query.node (venue)"] = Probe.Asks(seed => Node(seed.Venue, "... on Venue { name }")),
        ["Query.node (room)"] = Probe.Asks(seed => Node(seed.Room, "... on Room { name }")),
        ["Municipality.venues"] = Probe.Asks(_ => Municipality("venues { nodes { name } }")),
        ["Network.venues"] = Probe.Asks(seed => $"{{ network(id: \"{seed.Network}\") {{ venues {{ nodes {{ name }} }} }} }}"),
        ["Venue.rooms"] = Probe.Asks(seed => $"{{ venue(id: \"{seed.Venue}\") {{ rooms {{ name }} }} }}"),
        ["Venue.closures"] = Probe.Asks(seed => $"{{ venue(id: \"{seed.Venue}\") {{ closures(during: {Window}) {{ reason }} }} }}"),
        ["Room.calendar"] = Probe.Asks(seed =>
            $"{{ room(id: \"{seed.Room}\") {{ calendar(during: {Window}) {{ state seatsTaken network {{ name }} }} }} }}"),
        ["Venue.occupancy"] = Probe.Asks(seed => $"{{ venue(id: \"{seed.Venue}\") {{ occupancy {{ seatsTaken }} }} }}"),
        ["Room.occupancy"] = Probe.Asks(seed => $"{{ room(id: \"{seed.Room}\") {{ occupancy {{ seatsTaken }} }} }}"),
        ["Subscription.occupancyChanged"] = Probe.Follows(seed =>
            $"subscription {{ occupancyChanged(where: {{ roomIds: [\"{seed.Room}\"] }}) {{ state }} }}"),

        ["Query.advisor"] = Probe.AsksForPersons(seed => Advisor(seed.Lead, "name network { name } workingHours { day }")),
        ["Query.node (advisor)"] = Probe.AsksForPersons(seed => Node(seed.Lead, "... on Advisor { name }")),
        ["Network.advisors"] = Probe.AsksForPersons(seed => $"{{ network(id: \"{seed.Network}\") {{ advisors {{ nodes {{ name }} }} }} }}"),
        ["Advisor.freeBusy"] = Probe.Asks(seed => Advisor(seed.Lead, $"freeBusy(during: {Window}) {{ state network {{ name }} }}")),
        ["Advisor.bookings (the lead's)"] = Probe.AsksForPersons(seed => Advisor(seed.Lead, Bookings)),
        ["Advisor.bookings (the co-host's)"] = Probe.AsksForPersons(seed => Advisor(seed.CoHost, Bookings)),
        ["Query.booking"] = Probe.AsksForPersons(seed => $"{{ booking(id: \"{seed.Booking}\") {{ {Party} }} }}"),
        ["Query.booking (network's room)"] = Probe.AsksForPersons(seed => $"{{ booking(id: \"{seed.RivalBooking}\") {{ {Party} }} }}"),
        ["Query.node (booking)"] = Probe.AsksForPersons(seed => Node(seed.Booking, $"... on Booking {{ {Party} }}")),
        ["Room.bookings"] = Probe.AsksForPersons(seed => $"{{ room(id: \"{seed.Room}\") {{ {Bookings} }} }}"),
        ["Room.bookings (network's room)"] = Probe.AsksForPersons(seed => $"{{ room(id: \"{seed.NetworkRoom}\") {{ {Bookings} }} }}"),
        ["Municipality.bookingRequests"] = Probe.Asks(_ => Municipality($"bookingRequests {{ pageInfo {{ hasNextPage }} nodes {{ {Party} }} }}")),

        ["Mutation.registerMunicipality"] = Probe.Does(
            "registerMunicipality", (_, attempt) => $"inseeCode: \"{60_000 + attempt.Number}\", name: \"{attempt.Text}\"", "municipality { name }"),
        ["Mutation.registerNetwork"] = Probe.Does("registerNetwork", (_, attempt) => $"name: \"{attempt.Text}\"", "network { name }"),
        ["Mutation.registerAdvisor"] = Probe.Does(
            "registerAdvisor", (seed, attempt) => $"networkId: \"{seed.Network}\", name: \"{attempt.Text}\"", "advisor { name }"),
        ["Mutation.publishVenue"] = PublishesVenue(seed => seed.Town),
        ["Mutation.publishVenue (network)"] = PublishesVenue(seed => seed.Network),
        ["Mutation.publishRoom"] = PublishesRoom(seed => seed.Venue),
        ["Mutation.publishRoom (network)"] = PublishesRoom(seed => seed.NetworkVenue),
        ["Mutation.closeVenue"] = Closes(seed => seed.Venue) with { PrepareAsync = (world, slot) => world.Seed.BookAsync(world, slot) },
        ["Mutation.closeVenue (network)"] = Closes(seed => seed.NetworkVenue) with { PrepareAsync = (world, slot) => world.Seed.BookRivalAsync(world, slot) },
        ["Mutation.bookRoom"] = Books(seed => seed.Lead),
        ["Mutation.bookRoom (adv2 leads)"] = Books(seed => seed.Rival),
        ["Mutation.cancelBooking"] = Cancels with { PrepareAsync = (world, slot) => world.Seed.BookAsync(world, slot) },
        ["Mutation.cancelBooking (network)"] = Cancels with { PrepareAsync = (world, slot) => world.Seed.BookRivalAsync(world, slot) },
        ["Mutation.rescheduleBooking"] = Probe.Does(
            "rescheduleBooking", (seed, attempt) => $"bookingId: \"{seed.Booking}\", period: {attempt.Slot}", $"booking {{ {Party} }}"),
        ["Mutation.decideBooking"] = Probe.Does(
            "decideBooking", (seed, attempt) => $"bookingId: \"{seed.Booking}\", decision: DECLINE, note: \"{attempt.Text}\"", $"booking {{ {Party} }}"),
        ["Mutation.answerInvitation"] = Probe.Does(
            "answerInvitation",
            (seed, attempt) => $"bookingId: \"{seed.Booking}\", advisorId: \"{seed.CoHost}\", decision: DECLINE, note: \"{attempt.Text}\"",
            $"booking {{ {Party} }}"),
        ["Mutation.checkIn"] = Probe.Does("checkIn", (seed, _) => $"bookingId: \"{seed.Booking}\"", $"booking {{ {Party} }}"),
        ["Mutation.checkOut"] = Probe.Does("checkOut", (seed, _) => $"bookingId: \"{seed.Booking}\"", $"booking {{ {Party} }}"),

        ["GET /health/live"] = Probe.Gets("health/live"),
        ["GET /health/ready"] = Probe.Gets("health/ready"),
        ["GET /graphql (a browser)"] = Probe.Gets("graphql", ("Accept", "text/html")),
        ["GET /metrics (direct, local)"] = Probe.Gets("metrics"),
        ["GET /metrics (by a proxy)"] = Probe.Gets("metrics", ("X-Forwarded-For", "192.0.2.7")),
        ["GET /orleans"] = Probe.Gets("orleans/ClusterStats"),
    };

    private static string Bookings => $"bookings(during: {Window}) {{ nodes {{ {Party} }} }}";

    private static Probe Cancels => Probe.Does(
        "cancelBooking", (_, attempt) => $"bookingId: \"{attempt.Booking}\", reason: \"{attempt.Text}\"", $"booking {{ {Party} }}");

    private static string Node(string id, string fields) => $"{{ node(id: \"{id}\") {{ {fields} }} }}";

    private static string Advisor(string id, string fields) => $"{{ advisor(id: \"{id}\") {{ {fields} }} }}";

    private static string Municipality(string fields) => $"{{ municipality(inseeCode: \"{AccessSeed.TownCode}\") {{ {fields} }} }}";

    private static Probe PublishesVenue(Func<AccessSeed, string> owner) => Probe.Does(
        "publishVenue",
        (seed, attempt) => $"ownerId: \"{owner(seed)}\", name: \"{attempt.Text}\", address: {{ city: \"C\", postalCode: \"36000\" }}, openingHours: []",
        "venue { name }");

    private static Probe PublishesRoom(Func<AccessSeed, string> venue) => Probe.Does(
        "publishRoom", (seed, attempt) => $"venueId: \"{venue(seed)}\", name: \"{attempt.Text}\", seats: 8", "room { name }");

    private static Probe Closes(Func<AccessSeed, string> venue) => Probe.Does(
        "closeVenue",
        (seed, attempt) => $"venueId: \"{venue(seed)}\", period: {attempt.Slot}, reason: \"{attempt.Text}\", cancelBookings: true",
        $"closure {{ reason }} cancelled {{ {Party} }}");

    private static Probe Books(Func<AccessSeed, string> lead) => Probe.Does(
        "bookRoom",
        (seed, attempt) => $"roomId: \"{seed.Room}\", advisorId: \"{lead(seed)}\", period: {attempt.Slot}, seats: 4, title: \"{attempt.Text}\"",
        $"booking {{ {Party} }}");
}
