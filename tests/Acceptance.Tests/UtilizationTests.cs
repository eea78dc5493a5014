using System.Globalization;
using System.Net;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Scheduling.Acceptance.Tests;

/// <summary>How much rooms were used, as the query and as the table tell it, on the real server.</summary>
public sealed class UtilizationTests(SharedServer shared)
{
    private const string Header = "from,to,open_hours,booked_hours,used_hours,booked_share,used_share,bookings";

    private const string Query =
        """
        query($where: UtilizationFilter!, $from: LocalDate!, $to: LocalDate!, $by: UtilizationSpan!) {
          utilization(where: $where, from: $from, to: $to, by: $by) {
            rooms rows { from to openHours bookedHours usedHours bookedShare usedShare bookings } total { bookedHours usedHours } } }
        """;

    private static readonly string s_monday = Text(Slot.Monday);
    private static readonly string s_sunday = Text(Slot.Monday.PlusDays(6));

    [Fact]
    public async Task Utilization_OfAWeek_SumsUpRoomsOfVenueCommuneAndNetwork()
    {
        var town = await Town.FoundAsync(shared.Server);
        var (venue, other) = (await town.VenueAsync(), await town.VenueAsync(Town.Hours("09:00", "11:00")));
        var (room, far) = (await town.RoomAsync(venue), await town.RoomAsync(other));
        await town.RoomAsync(venue);
        var (camille, sofiane) = (await town.Post.HireAsync(), await town.Emmaus.HireAsync());
        (await camille.BookAsync(room, Slot.On(Slot.Monday, "09:30", "11:00"))).Accepted();
        (await sofiane.BookAsync(room, Slot.On(Slot.Monday.PlusDays(2), "14:00", "15:00"))).Accepted();
        (await sofiane.BookAsync(far, Slot.On(Slot.Monday.PlusDays(3), "09:00", "11:00"))).Accepted();
        var cancelled = (await camille.BookAsync(far, Slot.On(Slot.Monday.PlusDays(4), "09:00", "10:00"))).Accepted().Text("booking.id");
        (await camille.CancelAsync(cancelled)).Accepted();

        Assert.Equal($"{s_monday},{s_sunday},84,2.5,0,0.0298,0,2", await RowAsync($"room={room}", new { roomId = room }, rooms: 1));
        Assert.Equal($"{s_monday},{s_sunday},168,2.5,0,0.0149,0,2", await RowAsync($"venue={venue}", new { venueId = venue }, rooms: 2));
        Assert.Equal($"{s_monday},{s_sunday},182,4.5,0,0.0247,0,3",
            await RowAsync($"inseeCode={town.InseeCode}", new { inseeCode = town.InseeCode }, rooms: 3));
        Assert.Equal($"{s_monday},{s_sunday},168,1.5,0,0.0089,0,1",
            await RowAsync($"venue={venue}&network={town.Post.Id}", new { venueId = venue, networkId = town.Post.Id }, rooms: 2));
        Assert.Equal($"{s_monday},{s_sunday},98,3,0,0.0306,0,2",
            await RowAsync($"network={town.Emmaus.Id}", new { networkId = town.Emmaus.Id }, rooms: 2));
        Assert.Equal($"{s_monday},{s_sunday},84,1.5,0,0.0179,0,1",
            await RowAsync($"network={town.Post.Id}", new { networkId = town.Post.Id }, rooms: 1));
    }

    [Fact]
    public async Task Utilization_PeopleCameAndWent_IsTheTimeTheyWereThere()
    {
        var town = await Town.FoundAsync(shared.Server);
        var room = await town.RoomAsync(await town.VenueAsync(Town.Always));
        var advisor = await town.Post.HireAsync();
        var soon = SystemClock.Instance.GetCurrentInstant() + Duration.FromSeconds(20);
        var slot = new Slot(soon, soon + Duration.FromHours(1), Slot.Paris);
        var booking = (await advisor.BookAsync(room, slot)).Accepted().Text("booking.id");
        (await town.Mayor.MutateAsync("checkIn", new { bookingId = booking })).Accepted();
        // Tomorrow too: it may have come by the time it is asked.
        var today = soon.InZone(Slot.Paris).Date;
        Task<JsonElement> TotalAsync() => AskAsync(new { roomId = room }, Text(today), Text(today.PlusDays(1)), "DAY", "total");

        // Nothing tells that a whole second of it has passed but the answer itself.
        while ((await TotalAsync()).GetProperty("usedHours").GetDouble() < 2.0 / 3600)
            Assert.True(SystemClock.Instance.GetCurrentInstant() < slot.To);
        (await town.Mayor.MutateAsync("checkOut", new { bookingId = booking })).Accepted();
        var total = await TotalAsync();

        var (used, booked) = (total.GetProperty("usedHours").GetDouble(), total.GetProperty("bookedHours").GetDouble());
        Assert.InRange(used, 0.0001, 0.1);
        Assert.Equal(booked, used);
        var csv = await CsvAsync($"room={room}&from={Text(today)}&to={Text(today)}");
        Assert.Equal([Header, Csv(await AskAsync(new { roomId = room }, Text(today), Text(today), "DAY", "rows.0"))], csv);
    }

    [Fact]
    public async Task Utilization_BeforeAndAfterHoursChange_CountsThoseOfThen()
    {
        var town = await Town.FoundAsync(shared.Server);
        var venue = await town.VenueAsync();
        var room = await town.RoomAsync(venue);
        var today = SystemClock.Instance.GetCurrentInstant().InZone(Slot.Paris).Date;
        (await town.Mayor.MutateAsync("updateVenue", new { venueId = venue, openingHours = Town.Hours("09:00", "11:00") })).Accepted();

        var lines = await CsvAsync($"room={room}&from={Text(today.PlusDays(-31))}&to={Text(today.PlusDays(31))}");

        Assert.Equal(64, lines.Count);
        // It was published today, and the new hours hold from now on.
        Assert.All(lines.Skip(1).Take(30), line => Assert.EndsWith(",0,0,0,,,0", line, StringComparison.Ordinal));
        Assert.All(lines.TakeLast(30), line => Assert.EndsWith(",2,0,0,0,0,0", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_OfAMonth_IsAFileOfTheRowsThatTheQueryTells()
    {
        var town = await Town.FoundAsync(shared.Server);
        var room = await town.RoomAsync();
        (await (await town.Post.HireAsync()).BookAsync(room, Slot.On(Slot.Monday, "09:30", "11:00"))).Accepted();
        var (from, to) = (Text(Slot.Monday.PlusDays(-40)), Text(Slot.Monday.PlusDays(40)));
        foreach (var by in new[] { "DAY", "WEEK", "MONTH" })
        {
            using var answer = await shared.Server.Display.GetAsync($"export/utilization.csv?room={room}&from={from}&to={to}&by={by}");

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("text/csv; charset=utf-8", $"{answer.Content.Headers.ContentType}");
            Assert.Equal($"attachment; filename=utilization-{from}-{to}.csv; filename*=UTF-8''utilization-{from}-{to}.csv",
                $"{answer.Content.Headers.ContentDisposition}");
            var rows = (await AskAsync(new { roomId = room }, from, to, by, "rows")).EnumerateArray().Select(Csv);
            Assert.Equal(string.Concat(rows.Prepend(Header).Select(line => $"{line}\r\n")), await answer.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("", 400, "INVALID_INPUT", "room")]
    [InlineData("&room=room-0&room=room-1", 400, "INVALID_INPUT", "room")]
    [InlineData("&room=venue-0", 400, "INVALID_INPUT", "room")]
    [InlineData("&venue=", 400, "INVALID_INPUT", "venue")]
    [InlineData("&inseeCode=20000", 400, "INVALID_INPUT", "inseeCode")]
    [InlineData("&inseeCode=36005&venue=venue-0", 400, "INVALID_INPUT", "inseeCode")]
    [InlineData("&network=network-%00", 400, "INVALID_INPUT", "network")]
    [InlineData("&room=room-0&by=YEAR", 400, "INVALID_INPUT", "by")]
    [InlineData("&room=room-0&from=2027-03-02", 400, "INVALID_INPUT", "from")]
    [InlineData("&room=room-none", 404, "NOT_FOUND", null)]
    [InlineData("&venue=venue-none", 404, "NOT_FOUND", null)]
    [InlineData("&inseeCode=2B033", 404, "NOT_FOUND", null)]
    [InlineData("&network=network-none", 404, "NOT_FOUND", null)]
    public async Task Export_WrongQuestion_IsAProblemWithTheQuerysCode(string more, int status, string code, string? field)
    {
        using var answer = await shared.Server.Display.GetAsync($"export/utilization.csv?from=2027-03-01&to=2027-03-31{more}");

        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((code, field), (problem.Text("code"), problem.TryGetProperty("field", out var named) ? named.GetString() : null));
    }

    [Theory]
    [InlineData("from=2027-3-1&to=2027-03-31", "from")]
    [InlineData("from=2027-03-01", "to")]
    [InlineData("from=2027-03-01&to=2027-02-28", "to")]
    [InlineData("from=2027-03-01&to=2028-03-01", "to")]
    [InlineData("from=9999-12-31&to=9999-12-31", "from")]
    public async Task Export_WrongDays_NamesTheOne(string days, string field)
    {
        using var answer = await shared.Server.Display.GetAsync($"export/utilization.csv?room=room-0&{days}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Text("field"));
    }

    [Fact]
    public async Task Export_NobodySignedIn_IsAskedForAToken()
    {
        using var answer = await shared.Server.Anonymous.GetAsync("export/utilization.csv?room=room-0&from=2027-03-01&to=2027-03-31");

        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (answer.StatusCode, $"{answer.Headers.WwwAuthenticate}"));
        Assert.Equal("UNAUTHENTICATED", JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Text("code"));
    }

    // The one row of the week, which query and table tell alike.
    private async Task<string> RowAsync(string target, object where, int rooms)
    {
        var answer = await shared.Server.Display.QueryAsync(Query, new { where, from = s_monday, to = s_sunday, by = "WEEK" });
        Assert.Equal(rooms, answer.At("utilization.rooms").GetInt32());
        var row = Csv(answer.At("utilization.rows.0"));
        Assert.Equal([Header, row], await CsvAsync($"{target}&from={s_monday}&to={s_sunday}&by=WEEK"));
        return row;
    }

    private async Task<JsonElement> AskAsync(object where, string from, string to, string by, string part) =>
        (await shared.Server.Display.QueryAsync(Query, new { where, from, to, by })).At($"utilization.{part}");

    private async Task<IReadOnlyList<string>> CsvAsync(string query)
    {
        using var answer = await shared.Server.Display.GetAsync($"export/utilization.csv?{query}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Csv(JsonElement row) => string.Join(',', row.EnumerateObject().Select(value => value.Value.ToString()));

    private static string Text(LocalDate date) => date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);
}
