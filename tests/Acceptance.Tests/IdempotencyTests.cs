using System.Text.Json;

namespace Scheduling.Acceptance.Tests;

/// <summary>The same key with the same input never acts twice, however often and however fast it is sent.</summary>
public sealed class IdempotencyTests(SharedServer shared)
{
    private static readonly Slot s_morning = Slot.On(Slot.Monday, "09:30", "11:00");
    private static readonly object s_address = new { postalCode = "36120", city = "Ardentes" };

    private readonly Server _server = shared.Server;

    [Fact]
    public async Task Book_SameKeyFiftyTimesAtOnce_IsOneBookingAndFiftyEqualAnswers()
    {
        var town = await Town.FoundAsync(_server);
        var (room, advisor) = (await town.RoomAsync(), await town.Post.HireAsync());
        var input = advisor.Booking(room, s_morning, key: "the same");

        var answers = await RepeatAsync(50, advisor.Caller, "bookRoom", input);

        var booking = Assert.Single(answers.Distinct());
        Assert.Contains("CONFIRMED", booking);
        Assert.Single(await town.BookingsAsync(room, s_morning));
        Assert.Equal(booking, (await RepeatAsync(1, advisor.Caller, "bookRoom", input))[0]);
        var other = await advisor.BookAsync(room, s_morning.Later(1), key: "the same");
        Assert.Equal(["IDEMPOTENCY_MISMATCH"], other.Codes());
        Assert.Empty(await town.BookingsAsync(room, s_morning.Later(1)));
    }

    [Fact]
    public async Task Book_SameKeyRefusedThenFree_ActsThen()
    {
        var town = await Town.FoundAsync(_server);
        var (room, first, second) =
            (await town.RoomAsync(), await town.Post.HireAsync(), await town.Emmaus.HireAsync());
        var held = (await first.BookAsync(room, s_morning)).Accepted().Text("booking.id");
        Assert.Equal(["SLOT_TAKEN"], (await second.BookAsync(room, s_morning, key: "k")).Codes());
        (await first.CancelAsync(held)).Accepted();

        var retried = await second.BookAsync(room, s_morning, key: "k");

        Assert.Equal("CONFIRMED", retried.Accepted().Text("booking.status"));
    }

    [Fact]
    public async Task Send_SameKeyToAnotherThingOrOperation_IsRefusedAndChangesNothing()
    {
        var town = await Town.FoundAsync(_server);
        var (room, first, second) = (await town.RoomAsync(), await town.Post.HireAsync(), await town.Post.HireAsync());
        var key = $"key of {room}";
        var made = await _server.Admin.MutateAsync("bookRoom", first.Booking(room, s_morning, key: key));
        var booking = made.Accepted().Text("booking.id");

        var otherLead = await _server.Admin.MutateAsync("bookRoom", second.Booking(room, s_morning.Later(3), key: key));
        var cancelled = await _server.Admin.MutateAsync("cancelBooking", new { bookingId = booking, idempotencyKey = key });
        var network = await _server.Admin.MutateAsync("registerNetwork", new { name = "Other", idempotencyKey = key });

        Assert.All([otherLead, cancelled, network], answer => Assert.Equal(["IDEMPOTENCY_MISMATCH"], answer.Codes()));
        Assert.Equal("CONFIRMED", (await first.FindAsync(booking)).Text("status"));
        Assert.Empty(await town.BookingsAsync(room, s_morning.Later(3)));
    }

    [Fact]
    public async Task Cancel_SameKeyTenTimesAtOnce_CancelsOnce()
    {
        var town = await Town.FoundAsync(_server);
        var (room, advisor) = (await town.RoomAsync(), await town.Post.HireAsync());
        var booking = (await advisor.BookAsync(room, s_morning)).Accepted().Text("booking.id");

        var answers = await RepeatAsync(10, advisor.Caller, "cancelBooking",
            new { bookingId = booking, reason = "Grippe", idempotencyKey = "c" });

        Assert.Single(answers.Distinct());
        var story = await advisor.FindAsync(booking);
        Assert.Equal((2, 2), (story.Number("version"), story.List("history").Count));
        Assert.Equal(["IDEMPOTENCY_MISMATCH"],
            (await advisor.CancelAsync(booking, key: "c", reason: "Autre chose")).Codes());
    }

    [Fact]
    public async Task Close_SameKeyTenTimesAtOnce_ClosesOnce()
    {
        var town = await Town.FoundAsync(_server);
        var venue = await town.VenueAsync();
        var (room, advisor) = (await town.RoomAsync(venue), await town.Post.HireAsync());
        (await advisor.BookAsync(room, s_morning)).Accepted();
        var period = Slot.Days(Slot.Monday, 2);

        var answers = await RepeatAsync(10, town.Mayor, "closeVenue", Input(period, "Travaux"));

        Assert.Contains("CANCELLED", Assert.Single(answers.Distinct()));
        Assert.Single(await town.ClosuresAsync(venue, period));
        Assert.Equal(["IDEMPOTENCY_MISMATCH"],
            (await town.Mayor.MutateAsync("closeVenue", Input(period, "Fête"))).Codes());

        object Input(Slot when, string reason) =>
            new { venueId = venue, period = when.Input, reason, cancelBookings = true, idempotencyKey = "close" };
    }

    [Theory]
    [InlineData("registerNetwork")]
    [InlineData("registerMunicipality")]
    [InlineData("registerAdvisor")]
    [InlineData("publishVenue")]
    [InlineData("publishRoom")]
    public async Task Make_SameKeyFiftyTimesAtOnce_MakesOne(string mutation)
    {
        var town = await Town.FoundAsync(_server);
        var venue = await town.VenueAsync();
        var key = Guid.NewGuid().ToString();
        var neighbour = $"9{town.InseeCode[1..]}";
        var caller = mutation switch
        {
            "registerAdvisor" => town.Post.Manager,
            "publishVenue" or "publishRoom" => town.Mayor,
            _ => _server.Admin,
        };

        var before = await CountAsync(town, venue);

        var answers = await RepeatAsync(50, caller, mutation, Input("Un"));

        Assert.Contains("Un", Assert.Single(answers.Distinct()));
        Assert.Equal(["IDEMPOTENCY_MISMATCH"], (await caller.MutateAsync(mutation, Input("Deux"))).Codes());
        var isListed = mutation is "registerAdvisor" or "publishVenue" or "publishRoom";
        Assert.Equal(isListed ? 1 : 0, await CountAsync(town, venue) - before);

        object Input(string name) => mutation switch
        {
            "registerNetwork" => new { name, idempotencyKey = key },
            "registerMunicipality" => new { inseeCode = neighbour, name, idempotencyKey = key },
            "registerAdvisor" => new { networkId = town.Post.Id, name, idempotencyKey = key },
            "publishVenue" =>
                new { ownerId = town.Id, name, address = s_address, openingHours = Town.Daytime, idempotencyKey = key },
            _ => new { venueId = venue, name, seats = 8, idempotencyKey = key },
        };
    }

    private static async Task<int> CountAsync(Town town, string venue)
    {
        var lists = await town.Mayor.QueryAsync(
            "query($town: String!, $network: ID!, $venue: ID!) { municipality(inseeCode: $town) { venues { nodes { id } } } "
            + "network(id: $network) { advisors { nodes { id } } } venue(id: $venue) { rooms { id } } }",
            new { town = town.InseeCode, network = town.Post.Id, venue });
        return new[] { "municipality.venues.nodes", "network.advisors.nodes", "venue.rooms" }.Sum(list =>
            lists.List(list).Count);
    }

    private static Task<string[]> RepeatAsync(int times, Caller caller, string mutation, object input) =>
        Task.WhenAll(Enumerable.Range(0, times)
            .Select(async _ => (await caller.MutateAsync(mutation, input)).Accepted().GetRawText()));
}
