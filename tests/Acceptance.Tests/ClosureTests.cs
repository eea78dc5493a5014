using System.Text.Json;

namespace Scheduling.Acceptance.Tests;

/// <summary>A venue is closed for some days, with bookings in the way or without, and stays so.</summary>
public sealed class ClosureTests(SharedServer shared, PostgresServer postgres)
{
    private static readonly Slot s_morning = Slot.On(Slot.Monday, "09:30", "11:00");
    private static readonly Slot s_days = Slot.Days(Slot.Monday, 2);

    [Fact]
    public async Task Close_BookingStands_IsRefusedAndNothingChanges()
    {
        var town = await Town.FoundAsync(shared.Server);
        var venue = await town.VenueAsync();
        var (room, advisor) = (await town.RoomAsync(venue), await town.Post.HireAsync());
        var booking = (await advisor.BookAsync(room, s_morning)).Accepted().Text("booking.id");

        var refused = await CloseAsync(town, venue, s_days);

        Assert.Equal(["SLOT_TAKEN"], refused.Codes());
        Assert.True(refused.IsNull("closure"));
        Assert.Equal(town.Post.Id, Assert.Single(refused.List("errors.0.conflicts")).Text("network.id"));
        Assert.Empty(await town.ClosuresAsync(venue, s_days));
        Assert.Equal("CONFIRMED", (await advisor.FindAsync(booking)).Text("status"));
        (await advisor.BookAsync(room, s_morning.Later(1))).Accepted();
    }

    [Fact]
    public async Task Close_NobodyInTheWay_RefusesBookingsInItOnly()
    {
        var town = await Town.FoundAsync(shared.Server);
        var venue = await town.VenueAsync();
        var (room, advisor) = (await town.RoomAsync(venue), await town.Post.HireAsync());

        (await CloseAsync(town, venue, s_days)).Accepted();

        var refused = await advisor.BookAsync(room, s_morning.Later(1));
        Assert.Equal(["CLOSED"], refused.Codes());
        Assert.Equal("closure", refused.Text("errors.0.rule"));
        Assert.Contains("Travaux", refused.Text("errors.0.message"));
        Assert.DoesNotContain(room, await town.AvailableAsync(s_morning));
        Assert.All(await town.CalendarAsync(room, s_morning), stretch => Assert.Equal("CLOSED", stretch.Text("state")));
        (await advisor.BookAsync(room, s_morning.Later(2))).Accepted();
    }

    [Fact]
    public async Task Close_ByAnotherTownHall_IsForbidden()
    {
        var (town, other) = (await Town.FoundAsync(shared.Server), await Town.FoundAsync(shared.Server));
        var venue = await town.VenueAsync();

        var refused = await CloseAsync(other, venue, s_days);

        Assert.Equal(["FORBIDDEN"], refused.Codes());
        Assert.Empty(await town.ClosuresAsync(venue, s_days));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Close_CancelBookings_CancelsThemWithItsReasonAndSurvivesARestart(bool onPostgreSql)
    {
        using var folder = new TempFolder();
        var options = Server.Options(folder, onPostgreSql ? await postgres.CreateDatabaseAsync() : null);
        Town town;
        string venue, room, inside, outside, closure;
        Advisor ana, ben;
        await using (var server = await Server.StartAsync(options))
        {
            town = await Town.FoundAsync(server);
            venue = await town.VenueAsync();
            (room, ana, ben) =
                (await town.RoomAsync(venue), await town.Post.HireAsync(), await town.Emmaus.HireAsync());
            inside = (await ana.BookAsync(room, s_morning)).Accepted().Text("booking.id");
            outside = (await ben.BookAsync(room, s_morning.Later(2))).Accepted().Text("booking.id");

            var made = (await CloseAsync(town, venue, s_days, cancelBookings: true)).Accepted();

            closure = made.Text("closure.id");
            Assert.Equal([inside], made.List("cancelled").Select(booking => booking.Text("id")));
            Assert.Equal("CANCELLED", made.Text("cancelled.0.status"));
            Assert.Equal(0, await server.StopAsync());
        }

        await using (var server = await Server.StartAsync(options))
        {
            var again = town.On(server);
            var (anaAgain, benAgain) = (new Advisor(server, ana.Id), new Advisor(server, ben.Id));
            Assert.Equal("Travaux", (await anaAgain.FindAsync(inside)).Text("history.1.note"));
            Assert.Equal("CONFIRMED", (await benAgain.FindAsync(outside)).Text("status"));
            Assert.Equal(closure, Assert.Single(await again.ClosuresAsync(venue, s_days)).Text("id"));
            Assert.Equal(["CLOSED"], (await benAgain.BookAsync(room, s_morning)).Codes());
        }
    }

    private static Task<JsonElement> CloseAsync(Town town, string venue, Slot period, bool cancelBookings = false) =>
        town.Mayor.MutateAsync("closeVenue",
            new { venueId = venue, period = period.Input, reason = "Travaux", cancelBookings });
}
