using System.Globalization;
using System.Text.Json;

namespace Scheduling.Silo.Tests.Access;

/// <summary>What the server holds: identities, by the part they play in the matrix.</summary>
internal sealed record AccessSeed
{
    /// <summary>Owns <see cref="Venue"/>.</summary>
    public const string TownCode = "36005";

    private const string OtherTownCode = "36044";

    // Far enough ahead that nothing is in the past, near enough that one window shows everything.
    private static readonly DateTimeOffset FirstSlot =
        new(TimeProvider.System.GetUtcNow().UtcDateTime.Date.AddDays(14), TimeSpan.Zero);

    /// <summary>A time that all bookings of the tests lie in, as an argument.</summary>
    public static string Window => Argument(FirstSlot.AddDays(-1), FirstSlot.AddDays(60));

    private DateTimeOffset _soonEnds;

    /// <summary>The municipality that owns venue and room.</summary>
    public string Town => $"municipality-{TownCode}";

    /// <summary>A municipality that owns nothing.</summary>
    public string OtherTown => $"municipality-{OtherTownCode}";

    /// <summary>Employs lead, peer and co-host, and owns a venue with a room.</summary>
    public required string Network { get; init; }

    /// <summary>Employs the rival.</summary>
    public required string OtherNetwork { get; init; }

    public required string Lead { get; init; }

    public required string Peer { get; init; }

    public required string CoHost { get; init; }

    public required string Rival { get; init; }

    public required string Venue { get; init; }

    public required string Room { get; init; }

    /// <summary>The town's, and booked only if the town says so.</summary>
    public required string AskedRoom { get; init; }

    /// <summary>The network's, and booked only if the network says so.</summary>
    public required string NetworkAskedRoom { get; init; }

    public required string NetworkVenue { get; init; }

    public required string NetworkRoom { get; init; }

    /// <summary>The lead's, with the co-host, in the town's room.</summary>
    public string Booking { get; private set; } = "";

    /// <summary>The lead's, with the co-host, in the town's room.</summary>
    public string Series { get; private set; } = "";

    /// <summary>The rival's, in the network's room.</summary>
    public string RivalBooking { get; private set; } = "";

    /// <summary>The peer's, who waits for the town's room.</summary>
    public string WaitlistEntry { get; private set; } = "";

    /// <summary>The hour of a number, as an argument: other numbers, other hours.</summary>
    public static string Slot(int number) => Argument(FirstSlot.AddHours(number), FirstSlot.AddHours(number + 1));

    /// <summary>Makes everything through the API, as ADMIN.</summary>
    public static async Task<AccessSeed> PlantAsync(AccessWorld world)
    {
        var town = await TownAsync(world, "Ardentes", TownCode);
        await TownAsync(world, "Châteauroux", OtherTownCode);
        var network = await MakeAsync(world, "registerNetwork", "network", """name: "La Poste" """);
        var otherNetwork = await MakeAsync(world, "registerNetwork", "network", """name: "Emmaüs Connect" """);
        var venue = await VenueAsync(world, town);
        var networkVenue = await VenueAsync(world, network);
        var seed = new AccessSeed
        {
            Network = network,
            OtherNetwork = otherNetwork,
            Lead = await AdvisorAsync(world, network),
            Peer = await AdvisorAsync(world, network),
            CoHost = await AdvisorAsync(world, network),
            Rival = await AdvisorAsync(world, otherNetwork),
            Venue = venue,
            NetworkVenue = networkVenue,
            Room = await RoomAsync(world, venue),
            AskedRoom = await RoomAsync(world, venue, ", policy: { approval: ON_REQUEST }"),
            NetworkAskedRoom = await RoomAsync(world, networkVenue, ", policy: { approval: ON_REQUEST }"),
            NetworkRoom = await RoomAsync(world, networkVenue),
        };
        await MakeAsync(world, "closeVenue", "closure",
            $$"""venueId: "{{venue}}", reason: "Works", period: {{Slot(world.Next())}}""");
        var taken = Slot(world.Next());
        seed.Booking = await seed.BookAsync(world, taken);
        seed.WaitlistEntry = (await seed.WaitAsync(world, seed.Peer, taken)).Entry;
        await seed.RegisterAsync(world, seed.Booking, "seeded");
        seed.Series = await seed.BookSeriesAsync(world, Slot(world.Next()), seed.Room);
        seed.RivalBooking = await seed.BookRivalAsync(world, Slot(world.Next()));
        await seed.LeaveAsync(world, Slot(world.Next()));
        // Nobody ever answers these.
        await seed.InviteAsync(world, Slot(world.Next()));
        await seed.AskToJoinAsync(world, seed.Booking);
        await seed.AskAsync(world, Slot(world.Next()));
        await BookAsync(world, Slot(world.Next()), $$"""roomId: "{{seed.NetworkAskedRoom}}", advisorId: "{{seed.Rival}}" """);
        return seed;
    }

    /// <summary>Books the town's room for the lead and the co-host.</summary>
    public Task<string> BookAsync(AccessWorld world, string slot) =>
        BookAsync(world, slot, $$"""roomId: "{{Room}}", advisorId: "{{Lead}}", coHostIds: ["{{CoHost}}"]""");

    /// <summary>Books a room as a series of one date, for the lead and the co-host.</summary>
    public Task<string> BookSeriesAsync(AccessWorld world, string slot, string room) => MakeAsync(
        world, "bookSeries", "series",
        $$"""
        roomId: "{{room}}", advisorId: "{{Lead}}", coHostIds: ["{{CoHost}}"], title: "Title {{AccessWorld.Person}}", {{SeriesOf(slot)}}
        """);

    /// <summary>The dates, seats and rule of a series that takes a slot, as arguments.</summary>
    public static string SeriesOf(string slot)
    {
        var start = DateTimeOffset.Parse(slot.Split('"')[1], CultureInfo.InvariantCulture);
        var local = TimeZoneInfo.ConvertTime(start, TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));
        return string.Create(CultureInfo.InvariantCulture,
            $$"""firstDate: "{{local:yyyy-MM-dd}}", startsAt: "{{local:HH:mm}}", duration: "PT1H", rule: "FREQ=DAILY;COUNT=1", seats: 4""");
    }

    /// <summary>Registers an attendee of the lead's network for a workshop.</summary>
    public async Task RegisterAsync(AccessWorld world, string booking, string reference) => await world.DoAsync(
        $$"""
        mutation { registerAttendee(input: { bookingId: "{{booking}}", networkId: "{{Network}}", reference: "{{reference}}" })
          { attendee { reference } errors { code message } } }
        """);

    /// <summary>Books the town's room for the lead, and asks the rival to take part.</summary>
    public Task<string> InviteAsync(AccessWorld world, string slot) =>
        BookAsync(world, slot, $$"""roomId: "{{Room}}", advisorId: "{{Lead}}", coHostIds: ["{{Rival}}"]""");

    /// <summary>Asks, for the rival, to join a booking.</summary>
    public async Task AskToJoinAsync(AccessWorld world, string booking) => await world.DoAsync(
        $$"""
        mutation { askToJoin(input: { bookingId: "{{booking}}", advisorId: "{{Rival}}" }) { joinRequest { status } errors { code message } } }
        """);

    /// <summary>Books the same for a few seconds that begin soon enough to check in at once.</summary>
    public Task<string> BookSoonAsync(AccessWorld world)
    {
        var now = TimeProvider.System.GetUtcNow();
        var start = _soonEnds > now.AddSeconds(60) ? _soonEnds : now.AddSeconds(60);
        _soonEnds = start.AddSeconds(20);
        return BookAsync(world, Argument(start, _soonEnds));
    }

    /// <summary>Books the same, with people there.</summary>
    public async Task<string> BookPresentAsync(AccessWorld world)
    {
        var booking = await BookSoonAsync(world);
        return await MakeAsync(world, "checkIn", "booking", $$"""bookingId: "{{booking}}" """);
    }

    /// <summary>Asks for the town's other room for the lead and the co-host.</summary>
    public Task<string> AskAsync(AccessWorld world, string slot) =>
        BookAsync(world, slot, $$"""roomId: "{{AskedRoom}}", advisorId: "{{Lead}}", coHostIds: ["{{CoHost}}"]""");

    /// <summary>Books the network's room for the rival.</summary>
    public Task<string> BookRivalAsync(AccessWorld world, string slot) =>
        BookAsync(world, slot, $$"""roomId: "{{NetworkRoom}}", advisorId: "{{Rival}}" """);

    /// <summary>Closes the town's venue.</summary>
    public Task<string> CloseAsync(AccessWorld world, string slot) =>
        MakeAsync(world, "closeVenue", "closure", $$"""venueId: "{{Venue}}", reason: "Works", period: {{slot}}""");

    /// <summary>The lead is away.</summary>
    public Task<string> LeaveAsync(AccessWorld world, string slot) =>
        MakeAsync(world, "addUnavailability", "unavailability", $$"""advisorId: "{{Lead}}", reason: "Training", period: {{slot}}""");

    /// <summary>Has an advisor wait for the town's room: who gets it at once gets an offer.</summary>
    public async Task<(string Entry, string? Booking)> WaitAsync(AccessWorld world, string advisor, string slot)
    {
        var data = await world.DoAsync(
            $$"""
            mutation { joinWaitlist(input: { roomId: "{{Room}}", advisorId: "{{advisor}}", period: {{slot}}, seats: 4,
              title: "Title {{AccessWorld.Person}}" }) { entry { id booking { id } } errors { code message } } }
            """);
        var entry = data.GetProperty("joinWaitlist").GetProperty("entry");
        var booking = entry.GetProperty("booking");
        return (entry.GetProperty("id").GetString()!,
            booking.ValueKind == JsonValueKind.Null ? null : booking.GetProperty("id").GetString());
    }

    private static Task<string> BookAsync(AccessWorld world, string slot, string what) => MakeAsync(
        world, "bookRoom", "booking",
        $$"""{{what}}, title: "Title {{AccessWorld.Person}}", seats: 4, period: {{slot}}""");

    private static async Task<string> MakeAsync(AccessWorld world, string mutation, string made, string input)
    {
        var data = await world.DoAsync(
            $$"""mutation { {{mutation}}(input: { {{input}} }) { {{made}} { id } errors { code message } } }""");
        return data.GetProperty(mutation).GetProperty(made).GetProperty("id").GetString()!;
    }

    private static Task<string> TownAsync(AccessWorld world, string name, string code) => MakeAsync(
        world, "registerMunicipality", "municipality", $$"""name: "{{name}}", inseeCode: "{{code}}" """);

    private static Task<string> AdvisorAsync(AccessWorld world, string network) => MakeAsync(
        world, "registerAdvisor", "advisor",
        $$"""networkId: "{{network}}", name: "Advisor {{world.Next()}} {{AccessWorld.Person}}" """);

    private static Task<string> VenueAsync(AccessWorld world, string owner)
    {
        // Round the clock, so that every slot can be booked.
        var hours = Enum.GetNames<DayOfWeek>().Select(day =>
            $$"""{ day: {{day.ToUpperInvariant()}}, opens: "00:00", closes: "00:00" }""");
        return MakeAsync(world, "publishVenue", "venue",
            $$"""
            ownerId: "{{owner}}", name: "Venue", opensOnDaysOff: true, openingHours: [{{string.Join(", ", hours)}}],
            address: { city: "Ardentes", postalCode: "36120", inseeCode: "{{TownCode}}" }
            """);
    }

    private static Task<string> RoomAsync(AccessWorld world, string venue, string more = "") => MakeAsync(
        world, "publishRoom", "room", $$"""venueId: "{{venue}}", name: "Room", seats: 8{{more}}""");

    private static string Argument(DateTimeOffset start, DateTimeOffset end) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{ start: "{{start:yyyy-MM-ddTHH:mm:ssZ}}", end: "{{end:yyyy-MM-ddTHH:mm:ssZ}}" }""");
}
