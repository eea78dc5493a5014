using System.Globalization;
using NodaTime;

namespace Scheduling.Board.Tests;

/// <summary>
/// A commune with two buildings, and networks whose advisors' names and titles no screen may ever show. It lies where it is
/// noon, whenever the tests run: so what begins in a few minutes is on today's timeline.
/// </summary>
internal sealed class Hall
{
    public const string Advisor = "Zéphyrine Durand-Oubliée";
    public const string Title = "Accompagnement confidentiel";

    private static readonly string[] s_days =
        ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
    private static int s_founded;
    private readonly Server _server;

    private Hall(Server server, string inseeCode) => (_server, InseeCode) = (server, inseeCode);

    public string InseeCode { get; }

    public string Token { get; private set; } = "";

    public string Venue { get; private set; } = "";

    public string Other { get; private set; } = "";

    /// <summary>The rooms by name.</summary>
    public Dictionary<string, string> Rooms { get; } = [];

    public Network Post { get; private set; } = null!;

    public Network Emmaus { get; private set; } = null!;

    public string VenueLink => $"board?venue={Venue}#token={Token}";

    public string CommuneLink => $"board?inseeCode={InseeCode}#token={Token}";

    private Caller Mayor => _server.Manager($"municipality-{InseeCode}");

    public static async Task<Hall> FoundAsync(Stage stage)
    {
        var server = stage.Server;
        var hall = new Hall(server, string.Create(CultureInfo.InvariantCulture, $"{36_000 + Interlocked.Increment(ref s_founded)}"))
        {
            Token = stage.Tokens.Sign("DISPLAY"),
        };
        (await server.Admin.MutateAsync("registerMunicipality", new { inseeCode = hall.InseeCode, name = "Ardentes" })).Accepted();
        hall.Post = await Network.FoundAsync(server, "La Poste");
        hall.Emmaus = await Network.FoundAsync(server, "Emmaüs Connect");
        hall.Venue = await hall.PublishVenueAsync("Mairie d’Ardentes");
        hall.Other = await hall.PublishVenueAsync("Médiathèque George-Sand");
        await hall.PublishRoomAsync(hall.Venue, "Salle du conseil", 24);
        await hall.PublishRoomAsync(hall.Venue, "Petite salle", 8);
        await hall.PublishRoomAsync(hall.Venue, "Bureau des permanences", 3);
        await hall.PublishRoomAsync(hall.Other, "Espace numérique", 12, "BY_SEATS");
        await hall.PublishRoomAsync(hall.Other, "Salle de lecture", 16);
        return hall;
    }

    /// <summary>The same on a server that was started again.</summary>
    public Hall On(Server server)
    {
        var hall = new Hall(server, InseeCode)
        {
            Token = Token,
            Venue = Venue,
            Other = Other,
            Post = Post with { Server = server },
            Emmaus = Emmaus with { Server = server },
        };
        foreach (var (name, room) in Rooms)
            hall.Rooms[name] = room;
        return hall;
    }

    /// <summary>Books a room from some minutes from now on.</summary>
    /// <returns>The booking.</returns>
    public async Task<string> BookAsync(Network network, string room, int inMinutes, int minutes, int seats)
    {
        var made = await network.Manager.MutateAsync("registerAdvisor", new { networkId = network.Id, name = Advisor });
        var advisor = _server.Advisor(made.Accepted().Text("advisor.id"));
        var start = SystemClock.Instance.GetCurrentInstant() + Duration.FromMinutes(inMinutes);
        var booked = await advisor.MutateAsync("bookRoom", new
        {
            roomId = Rooms[room],
            period = new Slot(start, start + Duration.FromMinutes(minutes), DateTimeZone.Utc).Input,
            seats,
            advisorId = made.Text("advisor.id"),
            title = Title,
        });
        return booked.Accepted().Text("booking.id");
    }

    public async Task CheckInAsync(string booking, int people) =>
        (await Mayor.MutateAsync("checkIn", new { bookingId = booking, people })).Accepted();

    /// <summary>A day like any other: people here, others expected, and somebody in the afternoon.</summary>
    public async Task LiveAsync()
    {
        await CheckInAsync(await BookAsync(Post, "Salle du conseil", 2, 118, 14), 11);
        await BookAsync(Emmaus, "Salle du conseil", 150, 90, 20);
        await BookAsync(Emmaus, "Petite salle", 45, 60, 6);
        await BookAsync(Post, "Petite salle", 180, 120, 8);
        await BookAsync(Post, "Espace numérique", 30, 90, 5);
        await BookAsync(Emmaus, "Espace numérique", 60, 150, 4);
        await CheckInAsync(await BookAsync(Emmaus, "Salle de lecture", 5, 55, 9), 7);
    }

    private async Task<string> PublishVenueAsync(string name)
    {
        var made = await Mayor.MutateAsync("publishVenue", new
        {
            ownerId = $"municipality-{InseeCode}",
            name,
            address = new { postalCode = "36120", city = "Ardentes", inseeCode = InseeCode },
            location = new { latitude = 46.742, longitude = 1.829 },
            timeZone = ZoneAtNoon(),
            openingHours = s_days.Select(day => new { day, opens = "08:30", closes = "20:00" }),
            opensOnDaysOff = true,
        });
        return made.Accepted().Text("venue.id");
    }

    private async Task PublishRoomAsync(string venue, string name, int seats, string sharing = "EXCLUSIVE") =>
        Rooms[name] = (await Mayor.MutateAsync("publishRoom", new { venueId = venue, name, seats, sharing })).Accepted().Text("room.id");

    // Etc/GMT-5 is five hours ahead of Greenwich.
    private static string ZoneAtNoon()
    {
        var ahead = 12 - SystemClock.Instance.GetCurrentInstant().InUtc().Hour;
        return string.Create(CultureInfo.InvariantCulture, $"Etc/GMT{(ahead > 0 ? "-" : "+")}{Math.Abs(ahead)}");
    }
}
