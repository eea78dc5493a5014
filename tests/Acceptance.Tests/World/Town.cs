using System.Globalization;
using System.Text.Json;

namespace Scheduling.Acceptance.Tests.World;

/// <summary>
/// A commune of its own with a town hall, far from every other one, and two networks that know nothing of others.
/// </summary>
internal sealed class Town
{
    private static readonly string[] s_days =
        ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
    private static int s_founded;

    private Town(Server server, int number)
    {
        Server = server;
        InseeCode = string.Create(CultureInfo.InvariantCulture, $"{30_000 + number}");
        // Half a degree of latitude is 55 km: further than any search of these tests reaches.
        (Latitude, Longitude) = (-60 + (0.5 * (number % 240)), 10 * (number / 240));
    }

    /// <summary>Where it is registered.</summary>
    public Server Server { get; }

    /// <summary>Its code.</summary>
    public string InseeCode { get; }

    /// <summary>Degrees north.</summary>
    public double Latitude { get; }

    /// <summary>Degrees east.</summary>
    public double Longitude { get; }

    /// <summary>The town hall.</summary>
    public string Id => $"municipality-{InseeCode}";

    /// <summary>The town hall's manager.</summary>
    public Caller Mayor => Server.Manager(Id);

    /// <summary>A network.</summary>
    public Network Post { get; private set; } = null!;

    /// <summary>Another.</summary>
    public Network Emmaus { get; private set; } = null!;

    /// <summary>Open from 08:00 to 20:00 every day.</summary>
    public static object[] Daytime { get; } = Hours("08:00", "20:00");

    /// <summary>Open always.</summary>
    public static object[] Always { get; } = Hours("00:00", "00:00");

    /// <summary>Registers the town hall and the networks.</summary>
    public static async Task<Town> FoundAsync(Server server)
    {
        var town = new Town(server, Interlocked.Increment(ref s_founded));
        var made = await server.Admin.MutateAsync("registerMunicipality",
            new { inseeCode = town.InseeCode, name = $"Mairie {town.InseeCode}" });
        Assert.Equal(town.Id, made.Accepted().Text("municipality.id"));
        town.Post = await Network.FoundAsync(server, "La Poste");
        town.Emmaus = await Network.FoundAsync(server, "Emmaüs Connect");
        return town;
    }

    /// <summary>The same town on a server that was started again.</summary>
    public Town On(Server server) => new(server, int.Parse(InseeCode, CultureInfo.InvariantCulture) - 30_000)
    {
        Post = Post with { Server = server },
        Emmaus = Emmaus with { Server = server },
    };

    /// <summary>The same hours on every day.</summary>
    public static object[] Hours(string opens, string closes) => [.. s_days.Select(day => new { day, opens, closes })];

    /// <summary>Publishes a venue in the middle of the town.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> VenueAsync(object[]? hours = null, int? maxOccupancy = null,
        string timeZone = "Europe/Paris", double north = 0, bool opensOnDaysOff = true)
    {
        var made = await Mayor.MutateAsync("publishVenue", new
        {
            ownerId = Id,
            name = "Maison des services",
            address = new { postalCode = "36120", city = "Ardentes", inseeCode = InseeCode },
            location = new { latitude = Latitude + north, longitude = Longitude },
            timeZone,
            openingHours = hours ?? Daytime,
            maxOccupancy,
            // Unless a test is about them: which days are holidays depends on when the tests run.
            opensOnDaysOff,
        });
        return made.Accepted().Text("venue.id");
    }

    /// <summary>Publishes a room.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> RoomAsync(string venue, int seats = 12, string sharing = "EXCLUSIVE",
        object? policy = null, string name = "Salle")
    {
        var made = await Mayor.MutateAsync("publishRoom", new { venueId = venue, name, seats, sharing, policy });
        return made.Accepted().Text("room.id");
    }

    /// <summary>A room in a venue of its own.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> RoomAsync(int seats = 12, string sharing = "EXCLUSIVE") =>
        await RoomAsync(await VenueAsync(), seats, sharing);

    /// <summary>The stretches of a room's calendar.</summary>
    public async Task<IReadOnlyList<JsonElement>> CalendarAsync(string room, Slot during) =>
        (await Server.Display.QueryAsync(
            "query($id: ID!, $during: PeriodInput!) { room(id: $id) { calendar(during: $during) { period { start end } state seatsTaken network { id } } } }",
            new { id = room, during = during.Input })).List("room.calendar");

    /// <summary>The bookings that hold a room, as the town hall sees them.</summary>
    public async Task<IReadOnlyList<JsonElement>> BookingsAsync(string room, Slot during) =>
        (await Mayor.QueryAsync(
            "query($id: ID!, $during: PeriodInput!) { room(id: $id) { bookings(during: $during, first: 100) { nodes { id status period { start end } advisor { id } } } } }",
            new { id = room, during = during.Input })).List("room.bookings.nodes");

    /// <summary>The closures of a venue.</summary>
    public async Task<IReadOnlyList<JsonElement>> ClosuresAsync(string venue, Slot during) =>
        (await Server.Display.QueryAsync(
            "query($id: ID!, $during: PeriodInput!) { venue(id: $id) { closures(during: $during) { id reason period { start end } } } }",
            new { id = venue, during = during.Input })).List("venue.closures");

    /// <summary>Rooms that are free, by id.</summary>
    public async Task<IReadOnlyList<string>> AvailableAsync(Slot during, int seats = 1) =>
        [.. (await Server.Display.QueryAsync(
            "query($where: AvailableRoomsInput!) { availableRooms(where: $where, first: 100) { nodes { id } } }",
            new { where = new { during = during.Input, seats, inseeCode = InseeCode } })).List("availableRooms.nodes")
                .Select(room => room.Text("id"))];
}
