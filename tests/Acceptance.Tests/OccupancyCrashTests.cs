using System.Text.Json;

namespace Scheduling.Acceptance.Tests;

/// <summary>A screen that follows a room goes on when the process that hosts the room is killed, and never sees what is older.</summary>
public sealed class OccupancyCrashTests(PostgresServer postgres) : IDisposable
{
    private const string Fields = "state seatsTaken until version";

    // Until the others have given a silo up, and a little more.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Kill_SiloThatHostsTheRoom_StreamOfAnotherSiloGoesOn(string client)
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var first = await Server.StartAsync(Server.Options(_folder, database));
        var town = await Town.FoundAsync(first);
        var room = await town.RoomAsync(await town.VenueAsync(Town.Always));
        // Where there is one silo only, the room is there, and stays.
        await OccupancyAsync(first, room);
        await using var second = await Server.StartAsync(Server.Options(_folder, database));
        await using var screen = await NodeClient.StartAsync(client, second.Url, second.Display.Token);
        await screen.SubscribeAsync("room", $"subscription {{ occupancyChanged(where: {{ roomIds: [\"{room}\"] }}) {{ {Fields} }} }}");
        var free = await NextAsync(screen);
        Assert.Equal(("FREE", true), (free.Text("state"), free.IsNull("until")));

        var far = Slot.On(Slot.Monday, "14:00", "15:00");
        (await (await town.Post.HireAsync()).BookAsync(room, far)).Accepted();
        var booked = await UntilAsync(screen, far, free);
        await first.Silo.KillAsync();
        var near = Slot.On(Slot.Monday, "10:00", "11:00");
        await BookAsync(town.On(second), room, near);

        var last = await UntilAsync(screen, near, booked);
        var asked = await OccupancyAsync(second, room);
        Assert.Equal(last.GetRawText(), asked.GetRawText());
    }

    [Fact]
    public async Task Restart_OfTheOnlySilo_VersionIsHigher()
    {
        var options = Server.Options(_folder);
        long before;
        string room;
        await using (var server = await Server.StartAsync(options))
        {
            room = await (await Town.FoundAsync(server)).RoomAsync();
            before = (await OccupancyAsync(server, room)).At("version").GetInt64();
            await server.Silo.KillAsync();
        }

        await using var again = await Server.StartAsync(options);

        var after = (await OccupancyAsync(again, room)).At("version").GetInt64();
        Assert.True(after > before, $"{after} after {before}");
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    // By somebody new each time, until nobody is asked any more who is gone.
    private static async Task BookAsync(Town town, string room, Slot slot)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            try
            {
                var booked = await (await town.Post.HireAsync()).BookAsync(room, slot);
                // The attempt before may have succeeded without an answer.
                Assert.True(booked.Codes() is [] or ["SLOT_TAKEN"], booked.GetRawText());
                return;
            }
            catch (Exception lost) when (lost is Xunit.Sdk.XunitException or HttpRequestException && !patience.IsCancellationRequested)
            {
                // Whoever was asked has not been given up yet.
            }
        }
    }

    private static async Task<JsonElement> OccupancyAsync(Server server, string room) =>
        (await server.Display.QueryAsync($"query($id: ID!) {{ room(id: $id) {{ occupancy {{ {Fields} }} }} }}", new { id = room }))
            .At("room.occupancy");

    private static async Task<JsonElement> NextAsync(NodeClient screen) =>
        (await screen.ExpectAsync("next")).At("payload.data.occupancyChanged");

    private static async Task<JsonElement> UntilAsync(NodeClient screen, Slot slot, JsonElement known)
    {
        while (true)
        {
            var next = await NextAsync(screen);
            Assert.True(next.At("version").GetInt64() > known.At("version").GetInt64(), $"{next} came after {known}");
            known = next;
            if (!next.IsNull("until") && Slot.Instant(next.Text("until")) == slot.From)
                return next;
        }
    }
}
