using System.Globalization;
using System.Text.Json;
using NodaTime;

namespace Scheduling.Acceptance.Tests;

/// <summary>Series over HTTP, and a server that is killed while it books one.</summary>
public sealed class SeriesTests(ITestOutputHelper output) : IDisposable
{
    private const int Dates = 52;

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task BookSeries_AYearInParisAndInReunion_StaysAtItsWallClockTime()
    {
        await using var server = await Server.StartAsync(Server.Options(_folder));
        var town = await Town.FoundAsync(server);
        var advisor = await town.Post.HireAsync();
        foreach (var (zone, startsAt) in new[] { ("Europe/Paris", "09:30"), ("Indian/Reunion", "16:00") })
        {
            var room = await town.RoomAsync(await town.VenueAsync(Town.Always, timeZone: zone));

            var made = (await advisor.Caller.MutateAsync("bookSeries", Input(room, advisor, "k" + zone, startsAt))).Accepted();

            var starts = made.List("dates").Select(date => Slot.Instant(date.Text("period.start")).InZone(DateTimeZoneProviders.Tzdb[zone]));
            Assert.Equal(Enumerable.Range(0, Dates).Select(week => Slot.Monday.PlusWeeks(week)), starts.Select(start => start.Date));
            Assert.All(made.List("dates"), date => Assert.Equal("BOOKED", date.Text("outcome")));
            Assert.All(starts, start => Assert.Equal(startsAt, start.ToString("HH:mm", CultureInfo.InvariantCulture)));
            var booking = made.Text("dates.7.booking.id");
            Assert.Equal(made.Text("series.id"), (await advisor.Caller.QueryAsync(
                "query($id: ID!) { booking(id: $id) { seriesId } }", new { id = booking })).Text("booking.seriesId"));
        }
    }

    [Fact]
    public async Task Kill_WhileASeriesIsBooked_EveryDateStandsOrNoneAndTheKeyMakesItOnce()
    {
        var options = Server.Options(_folder);
        var server = await Server.StartAsync(options);
        try
        {
            var town = await Town.FoundAsync(server);
            var venue = await town.VenueAsync(Town.Always);
            var advisor = await town.Post.HireAsync();
            // Later and later, so that some of them hit it at each of its steps.
            foreach (var (round, answers) in new[] { 1, 4, 12, 30 }.Index())
            {
                var room = await town.On(server).RoomAsync(venue);
                var input = Input(room, advisor, $"k{round}", $"{8 + (2 * round):00}:00");
                var acknowledged = IsAcknowledgedAsync(new Advisor(server, advisor.Id).Caller.MutateAsync("bookSeries", input));
                await KillAfterAsync(server, answers);
                var wasAcknowledged = await acknowledged;
                await server.DisposeAsync();
                server = await Server.StartAsync(options);

                var before = await StandingAsync(town.On(server), room);
                var made = (await new Advisor(server, advisor.Id).Caller.MutateAsync("bookSeries", input)).Accepted();

                output.WriteLine($"round {round}: {before.Count} dates stood after the kill");
                Assert.True(before.Count == Dates || (before.Count == 0 && !wasAcknowledged), $"{before.Count} dates stood after the kill");
                var after = await StandingAsync(town.On(server), room);
                Assert.Equal(made.List("dates").Select(date => date.Text("booking.id")).Order(StringComparer.Ordinal), after);
                if (before.Count > 0)
                    Assert.Equal(before, after);
            }
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static object Input(string room, Advisor advisor, string key, string startsAt) => new
    {
        roomId = room,
        advisorId = advisor.Id,
        firstDate = Slot.On(Slot.Monday, "00:00", "01:00").Day,
        startsAt,
        duration = "PT1H",
        rule = $"FREQ=WEEKLY;COUNT={Dates}",
        seats = 4,
        idempotencyKey = key,
    };

    private static async Task<bool> IsAcknowledgedAsync(Task<JsonElement> call)
    {
        try
        {
            (await call).Accepted();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // So many other answers later: by the server's own pace, however slow the machine is.
    private static async Task KillAfterAsync(Server server, int answers)
    {
        for (var i = 0; i < answers; i++)
            await server.Display.QueryAsync("{ viewer { subject } }");
        await server.Silo.KillAsync();
    }

    private static async Task<IReadOnlyList<string>> StandingAsync(Town town, string room)
    {
        var bookings = new List<JsonElement>();
        for (var half = 0; half < 2; half++)
            bookings.AddRange(await town.BookingsAsync(room, Slot.Days(Slot.Monday.PlusWeeks(half * 26), 26 * 7)));
        return [.. bookings.Where(booking => booking.Text("status") == "CONFIRMED").Select(booking => booking.Text("id")).Order(StringComparer.Ordinal)];
    }
}
