using NodaTime;

namespace Scheduling.Acceptance.Tests;

/// <summary>What every screen shows is what is true: bookings, people who come and go, closures, and the clock alone.</summary>
public sealed class OccupancyTests(SharedServer shared)
{
    private readonly Server _server = shared.Server;

    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Follow_AVenue_TellsThePresentStateThenEachChange(string script)
    {
        var town = await Town.FoundAsync(_server);
        var venue = await town.VenueAsync(Town.Always);
        var (room, advisor) = (await town.RoomAsync(venue), await town.Post.HireAsync());
        await using var screen = await Screen.OpenAsync(script, _server, venue);

        Assert.Equal(("FREE", 0, 0, null, null), await screen.ShowsAsync());
        var now = SystemClock.Instance.GetCurrentInstant();
        // Soon enough to wait for, late enough to be booked on a busy machine.
        var slot = new Slot(Whole(now + Duration.FromSeconds(30)), Whole(now + Duration.FromHours(1)), Slot.Paris);
        var later = new Slot(slot.To + Duration.FromHours(1), slot.To + Duration.FromHours(2), Slot.Paris);
        var cancelled = (await advisor.BookAsync(room, later)).Accepted().Text("booking.id");
        Assert.Equal(("FREE", 0, 0, null, later.From), await screen.ShowsAsync());
        (await advisor.CancelAsync(cancelled)).Accepted();
        Assert.Equal(("FREE", 0, 0, null, null), await screen.ShowsAsync());
        var booking = (await advisor.BookAsync(room, slot)).Accepted().Text("booking.id");
        Assert.Equal(("FREE", 0, 0, null, slot.From), await screen.ShowsAsync());
        // Nobody does anything.
        Assert.Equal(("RESERVED", 4, 0, town.Post.Id, slot.To), await screen.ShowsAsync());
        (await town.Mayor.MutateAsync("checkIn", new { bookingId = booking, people = 3 })).Accepted();
        Assert.Equal(("OCCUPIED", 4, 3, town.Post.Id, slot.To), await screen.ShowsAsync());
        Assert.Equal(4, await SeatsTakenAsync(town, venue, room));
        (await town.Mayor.MutateAsync("checkOut", new { bookingId = booking })).Accepted();
        Assert.Equal(("FREE", 0, 0, null, null), await screen.ShowsAsync());
        Assert.Equal(0, await SeatsTakenAsync(town, venue, room));
        var closed = new Slot(Whole(now - Duration.FromHours(1)), later.To, Slot.Paris);
        var closure = (await town.Mayor.MutateAsync("closeVenue", new { venueId = venue, period = closed.Input, reason = "Travaux" }))
            .Accepted().Text("closure.id");
        Assert.Equal(("CLOSED", 0, 0, null, closed.To), await screen.ShowsAsync());
        (await town.Mayor.MutateAsync("removeClosure", new { venueId = venue, closureId = closure })).Accepted();
        Assert.Equal(("FREE", 0, 0, null, null), await screen.ShowsAsync());
        await screen.Client.StopAsync("screen");
        await screen.Client.ExpectAsync("complete");
    }

    [Fact]
    public async Task Follow_VenueWithSeveralRooms_TellsThePresentStateOfEach()
    {
        var town = await Town.FoundAsync(_server);
        var venue = await town.VenueAsync();
        var first = new[] { await town.RoomAsync(venue), await town.RoomAsync(venue) };
        await using var screen = await Screen.OpenAsync(NodeClient.WebSocket, _server, venue);

        var told = new[] { (await screen.NextAsync()).Text("room.id"), (await screen.NextAsync()).Text("room.id") };

        Assert.Equal(first.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Follow_ACommune_TellsThePresentStateOfEachRoomThenEachChange(string script)
    {
        var town = await Town.FoundAsync(_server);
        var rooms = new[] { await town.RoomAsync(await town.VenueAsync(Town.Always)), await town.RoomAsync(await town.VenueAsync(Town.Always)) };
        await using var screen = await Screen.OpenAsync(script, _server, _server.Display.Token, Screen.OfCommune(town.InseeCode));
        var told = new[] { (await screen.NextAsync()).Text("room.id"), (await screen.NextAsync()).Text("room.id") };
        Assert.Equal(rooms.ToHashSet(), [.. told]);

        var slot = Slot.On(Slot.Monday, "10:00", "11:00");
        (await (await town.Post.HireAsync()).BookAsync(rooms[1], slot)).Accepted();

        var next = await screen.NextAsync();
        Assert.Equal((rooms[1], slot.From), (next.Text("room.id"), Slot.Instant(next.Text("until"))));
    }

    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Follow_ServerStopsAndComesBack_TellsThePresentStateWithAHigherVersion(string script)
    {
        using var folder = new TempFolder();
        var options = Server.Options(folder);
        // The same address at every start, so that a client finds it again.
        options = options with
        {
            Settings = new Dictionary<string, string>(options.Settings) { ["urls"] = $"http://127.0.0.1:{FreePorts.Take(1)[0]}" },
        };
        var server = await Server.StartAsync(options);
        try
        {
            var town = await Town.FoundAsync(server);
            var venue = await town.VenueAsync(Town.Always);
            await town.RoomAsync(venue);
            await using var screen = await Screen.OpenAsync(script, server, venue);
            Assert.Equal(("FREE", 0, 0, null, null), await screen.ShowsAsync());

            Assert.Equal(0, await server.StopAsync());
            if (script == NodeClient.WebSocket)
                Assert.Equal((1001, "The server is stopping: come back"), await screen.ClosedAsync());
            await server.DisposeAsync();
            server = await Server.StartAsync(options);

            // Not told that it is over, it has come back by itself.
            await screen.Client.ExpectAsync("connected", butNot: "complete");
            Assert.Equal(("FREE", 0, 0, null, null), await screen.ShowsAsync());
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private async Task<int> SeatsTakenAsync(Town town, string venue, string room)
    {
        var now = await _server.Display.QueryAsync(
            "query($v: ID!, $r: ID!, $c: String!) { venue(id: $v) { occupancy { seatsTaken rooms { room { id } } } } room(id: $r) { occupancy { seatsTaken } } "
            + "municipality(inseeCode: $c) { occupancy { seatsTaken venues { seatsTaken venue { id } } } } }",
            new { v = venue, r = room, c = town.InseeCode });
        Assert.Equal(room, Assert.Single(now.List("venue.occupancy.rooms")).Text("room.id"));
        Assert.Equal(venue, Assert.Single(now.List("municipality.occupancy.venues")).Text("venue.id"));
        var taken = new[]
        {
            now.Number("venue.occupancy.seatsTaken"), now.Number("room.occupancy.seatsTaken"),
            now.Number("municipality.occupancy.seatsTaken"), now.Number("municipality.occupancy.venues.0.seatsTaken"),
        };
        return Assert.Single(taken.Distinct());
    }

    // Callers write whole seconds.
    private static Instant Whole(Instant instant) => Instant.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());
}
