using System.Text.Json;

namespace Scheduling.Acceptance.Tests.World;

/// <summary>A screen that follows the rooms of a venue, and never sees a version go back.</summary>
internal sealed class Screen : IAsyncDisposable
{
    private readonly Dictionary<string, long> _versions = [];

    private Screen(NodeClient client) => Client = client;

    /// <summary>The client from npm.</summary>
    public NodeClient Client { get; }

    /// <summary>Switches on one that follows a venue.</summary>
    public static Task<Screen> OpenAsync(string script, Server server, string venue) =>
        OpenAsync(script, server, server.Display.Token, OfVenue(venue));

    /// <summary>Switches on one that presents this token, and starts this operation as <c>screen</c>.</summary>
    public static async Task<Screen> OpenAsync(string script, Server server, string token, string operation)
    {
        var screen = new Screen(await NodeClient.StartAsync(script, server.Url, token));
        await screen.Client.SubscribeAsync("screen", operation);
        return screen;
    }

    /// <summary>The operation that follows a venue.</summary>
    public static string OfVenue(string venue) => Of($"venueIds: [\"{venue}\"]");

    /// <summary>The operation that follows a commune.</summary>
    public static string OfCommune(string inseeCode) => Of($"inseeCodes: [\"{inseeCode}\"]");

    private static string Of(string rooms) =>
        $"subscription {{ occupancyChanged(where: {{ {rooms} }}) {{ room {{ id name }} state seatsTaken seatsTotal people network {{ id name }} until version asOf }} }}";

    /// <summary>What it is told next.</summary>
    public async Task<JsonElement> NextAsync()
    {
        var next = (await Client.ExpectAsync("next")).At("payload.data.occupancyChanged");
        var (room, version) = (next.Text("room.id"), next.At("version").GetInt64());
        Assert.True(version > _versions.GetValueOrDefault(room), $"after {_versions.GetValueOrDefault(room)}: {next}");
        _versions[room] = version;
        return next;
    }

    /// <summary>State, seats taken, people, network and the next change of what it is told next.</summary>
    public async Task<(string State, int Seats, int People, string? Network, NodaTime.Instant? Until)> ShowsAsync()
    {
        var next = await NextAsync();
        return (next.Text("state"), next.Number("seatsTaken"), next.Number("people"),
            next.IsNull("network") ? null : next.Text("network.id"), next.IsNull("until") ? null : Slot.Instant(next.Text("until")));
    }

    /// <summary>The code and the reason with which its socket is closed next.</summary>
    public async Task<(int Code, string Reason)> ClosedAsync()
    {
        var closed = await Client.ExpectAsync("closed");
        return (closed.Number("code"), closed.Text("reason"));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Client.DisposeAsync();
}
