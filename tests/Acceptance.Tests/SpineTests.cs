using System.Text.Json;

namespace Scheduling.Acceptance.Tests;

/// <summary>
/// The main job from end to end: publish, search, book, refuse, cancel, stop, start, and all of it is still there.
/// </summary>
public sealed class SpineTests(PostgresServer postgres) : IDisposable
{
    private static readonly Slot s_morning = Slot.On(Slot.Monday, "09:30", "11:00");

    private readonly TempFolder _folder = new();

    [Fact]
    public Task Spine_OnSqlite_SurvivesARestart() => RunAsync(Server.Options(_folder));

    [Fact]
    public async Task Spine_OnPostgreSql_SurvivesARestart() =>
        await RunAsync(Server.Options(_folder, await postgres.CreateDatabaseAsync()));

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    private static async Task RunAsync(SiloOptions options)
    {
        Town town;
        Advisor ana, ben;
        string room, cancelled, kept;
        JsonElement record, calendar;
        await using (var server = await Server.StartAsync(options))
        {
            town = await Town.FoundAsync(server);
            (ana, ben) = (await town.Post.HireAsync(), await town.Emmaus.HireAsync());
            var venue = await town.VenueAsync();
            room = await town.RoomAsync(venue, seats: 8);
            var neighbour = await town.RoomAsync(venue, seats: 8, name: "Petite salle");
            Assert.Equal([room, neighbour],
                [.. (await town.AvailableAsync(s_morning, seats: 8)).OrderBy(id => id == neighbour)]);

            cancelled = (await ana.BookAsync(room, s_morning, seats: 8)).Accepted().Text("booking.id");
            Assert.Equal([neighbour], await town.AvailableAsync(s_morning));
            await TakesNoOtherAndOffersWhatCanBeBookedAsync(town, ben, room);

            Assert.Equal("CANCELLED",
                (await ana.CancelAsync(cancelled, reason: "Grippe")).Accepted().Text("booking.status"));
            kept = (await ben.BookAsync(room, s_morning)).Accepted().Text("booking.id");
            (record, calendar) = (await ben.FindAsync(kept), await StoredAsync(town, room));
            Assert.Equal(0, await server.StopAsync());
        }

        await using (var server = await Server.StartAsync(options))
        {
            var (again, anaAgain, benAgain) =
                (town.On(server), new Advisor(server, ana.Id), new Advisor(server, ben.Id));

            Assert.Equal(record.GetRawText(), (await benAgain.FindAsync(kept)).GetRawText());
            Assert.Equal(calendar.GetRawText(), (await StoredAsync(again, room)).GetRawText());
            var story = await anaAgain.FindAsync(cancelled);
            Assert.Equal(["CONFIRMED", "CANCELLED"], story.List("history").Select(step => step.Text("status")));
            Assert.Equal("Grippe", story.Text("history.1.note"));
            Assert.Equal(["SLOT_TAKEN"], (await anaAgain.BookAsync(room, s_morning)).Codes());
            Assert.DoesNotContain(room, await again.AvailableAsync(s_morning));
        }
    }

    private static async Task TakesNoOtherAndOffersWhatCanBeBookedAsync(Town town, Advisor late, string room)
    {
        var refused = await late.BookAsync(room, s_morning, seats: 8);

        Assert.Equal(["SLOT_TAKEN"], refused.Codes());
        Assert.True(refused.IsNull("booking"));
        var conflict = Assert.Single(refused.List("errors.0.conflicts"));
        Assert.Equal(town.Post.Id, conflict.Text("network.id"));
        var alternatives = refused.List("errors.0.alternatives");
        Assert.Equal(5, alternatives.Count);
        foreach (var alternative in alternatives)
        {
            var made = await late.Caller.MutateAsync("bookRoom", new
            {
                roomId = alternative.Text("room.id"),
                period = new { start = alternative.Text("period.start"), end = alternative.Text("period.end") },
                seats = 8,
                advisorId = late.Id,
            });
            await late.CancelAsync(made.Accepted().Text("booking.id"));
        }
    }

    private static async Task<JsonElement> StoredAsync(Town town, string room) => (await town.Mayor.QueryAsync(
        "query($id: ID!, $during: PeriodInput!) { room(id: $id) { name seats venue { name owner { id name } address { city } } "
        + "calendar(during: $during) { period { start end } state seatsTaken network { id name } } "
        + "bookings(during: $during) { nodes { id status advisor { id name network { id } } } } } }",
        new { id = room, during = Slot.Days(Slot.Monday, 7).Input })).At("room");
}
