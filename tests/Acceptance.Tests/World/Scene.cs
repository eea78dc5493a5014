using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scheduling.Acceptance.Tests.World;

/// <summary>
/// A town with a venue, a room, advisors and a booking, good inputs for every mutation, and a look at all of it.
/// </summary>
public sealed class Scene(SharedServer shared) : IAsyncLifetime
{
    internal static readonly Slot Morning = Slot.On(Slot.Monday, "09:30", "11:00");

    internal Server Server => shared.Server;

    internal Town Town { get; private set; } = null!;

    internal Advisor Advisor { get; private set; } = null!;

    internal string Venue { get; private set; } = "";

    internal string Room { get; private set; } = "";

    internal string Booking { get; private set; } = "";

    internal string Series { get; private set; } = "";

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        Town = await Town.FoundAsync(shared.Server);
        Advisor = await Town.Post.HireAsync();
        Venue = await Town.VenueAsync();
        Room = await Town.RoomAsync(Venue);
        Booking = (await Advisor.BookAsync(Room, Morning)).Accepted().Text("booking.id");
        Series = (await Advisor.Caller.MutateAsync("bookSeries", SeriesInput(50))).Accepted().Text("series.id");
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private object SeriesInput(int daysLater) => new
    {
        roomId = Room,
        advisorId = Advisor.Id,
        firstDate = Morning.Later(daysLater).Day,
        startsAt = "17:00",
        duration = "PT1H",
        rule = "FREQ=DAILY;COUNT=1",
        seats = 4,
        coHostIds = Array.Empty<string>(),
    };

    /// <summary>An input with which this mutation would succeed, or get as far as it can.</summary>
    internal JsonNode Input(string mutation)
    {
        var period = Morning.Later(1).Input;
        object input = mutation switch
        {
            "registerMunicipality" => new { inseeCode = "2A004", name = "Ajaccio" },
            "registerNetwork" => new { name = "Réseau" },
            "registerAdvisor" =>
                new { networkId = Town.Post.Id, name = "Léa", timeZone = "Europe/Paris", workingHours = Town.Daytime },
            "publishVenue" => new
            {
                ownerId = Town.Id,
                name = "Mairie",
                address = new { street = "1 rue Haute", postalCode = "36120", city = "Ardentes", inseeCode = "36005" },
                location = new { latitude = 46.7, longitude = 1.8 },
                timeZone = "Europe/Paris",
                openingHours = Town.Daytime,
                maxOccupancy = 50,
            },
            "publishRoom" => new
            {
                venueId = Venue,
                name = "Salle",
                seats = 8,
                equipment = new[] { "wifi" },
                policy = new { minimumNotice = "PT1H" },
            },
            "closeVenue" => new { venueId = Venue, period = Morning.Later(30).Input, reason = "Travaux" },
            "removeClosure" => new { venueId = Venue, closureId = "closure-none" },
            "updateVenue" => new { venueId = Venue, maxOccupancy = 500 },
            "updateRoom" => new { roomId = Room, seats = 12 },
            "updateAdvisor" => new { advisorId = Advisor.Id, workingHours = Array.Empty<object>() },
            "addUnavailability" => new { advisorId = Advisor.Id, period = Morning.Later(40).Input },
            "removeUnavailability" => new { advisorId = Advisor.Id, unavailabilityId = "unavailability-none" },
            "bookRoom" =>
                new { roomId = Room, period, seats = 4, advisorId = Advisor.Id, coHostIds = Array.Empty<string>() },
            "cancelBooking" => new { bookingId = Booking },
            "rescheduleBooking" => new { bookingId = Booking, period, roomId = Room },
            "changeBooking" => new { bookingId = Booking, seats = 3, coHostIds = Array.Empty<string>() },
            "decideBooking" => new { bookingId = Booking, decision = "ACCEPT" },
            "answerInvitation" => new { bookingId = Booking, advisorId = Advisor.Id, decision = "ACCEPT" },
            "registerAttendee" or "cancelRegistration" or "forgetAttendee" =>
                new { bookingId = Booking, networkId = Town.Post.Id, reference = "A-17" },
            "recordAttendance" => new
            {
                bookingId = Booking,
                attendances = new[] { new { networkId = Town.Post.Id, reference = "A-17", attendance = "ATTENDED" } },
            },
            "setPlaces" => new { bookingId = Booking, places = 9 },
            "leaveBooking" => new { bookingId = Booking, advisorId = Advisor.Id },
            "setInvitationPolicy" => new { advisorId = Advisor.Id, acceptAll = false, networkIds = Array.Empty<string>() },
            "askToJoin" => new { bookingId = Booking, advisorId = Advisor.Id },
            "answerJoinRequest" => new { bookingId = Booking, advisorId = Advisor.Id, decision = "ACCEPT" },
            "bookSeries" => SeriesInput(51),
            "retrySeries" or "cancelSeries" => new { seriesId = Series },
            "rescheduleSeries" => new { seriesId = Series, days = 1, roomId = Room },
            "decideSeries" => new { seriesId = Series, decision = "ACCEPT" },
            "joinWaitlist" => new { roomId = Room, period, seats = 4, advisorId = Advisor.Id, title = "Atelier" },
            "leaveWaitlist" => new { entryId = $"wait-{Room["room-".Length..]}-none" },
            "answerOffer" => new { bookingId = Booking, decision = "ACCEPT" },
            "checkIn" => new { bookingId = Booking, people = 4 },
            "checkOut" => new { bookingId = Booking },
            "setTravelRules" => new { networkId = Town.Post.Id, kilometresPerHour = 50 },
            _ => throw new ArgumentOutOfRangeException(nameof(mutation), mutation, "No input is written for it."),
        };
        return JsonSerializer.SerializeToNode(input)!;
    }

    /// <summary>The same with another value at a path; null takes what is there away.</summary>
    internal JsonNode Input(string mutation, string path, JsonNode? value)
    {
        var input = Input(mutation);
        var steps = path.Split('.');
        var parent = steps[..^1].Aggregate(input, (node, step) =>
            int.TryParse(step, CultureInfo.InvariantCulture, out var place) ? node[place]! : node[step]!);
        if (value is null)
            parent.AsObject().Remove(steps[^1]);
        else if (int.TryParse(steps[^1], CultureInfo.InvariantCulture, out var place))
            parent.AsArray().Insert(place, value);
        else
            parent[steps[^1]] = value;
        return input;
    }

    /// <summary>Everything of the scene that a call could have changed, as text.</summary>
    internal async Task<string> LookAsync() => (await Server.Admin.SendAsync(
        "query($t: String!, $n: ID!, $r: ID!, $v: ID!, $b: ID!, $a: ID!, $d: PeriodInput!) { municipality(inseeCode: $t) { name venues(first: 100) { nodes { id name } } } "
        + "network(id: $n) { name advisors(first: 100) { nodes { id name } } } venue(id: $v) { name rooms { id name } closures(during: $d) { id } } "
        + "room(id: $r) { calendar(during: $d) { state period { start end } } } booking(id: $b) { version status } advisor(id: $a) { freeBusy(during: $d) { state } } }",
        new
        {
            t = Town.InseeCode,
            n = Town.Post.Id,
            r = Room,
            v = Venue,
            b = Booking,
            a = Advisor.Id,
            d = Slot.Days(Slot.Monday, 60).Input,
        })).Body;
}
