namespace Scheduling.Acceptance.Tests;

/// <summary>
/// Screens that follow a room with the clients of npm, and the ends this can come to: the client's own, the token's, and every
/// close code of <c>graphql-transport-ws</c> that a client can bring about.
/// </summary>
public sealed class OccupancyClientTests(SharedServer shared)
{
    // Enough to come in with it on a busy machine.
    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(20);

    private readonly Server _server = shared.Server;

    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Stop_OneOfTwo_CompletesItAndFreesItsId(string script)
    {
        var venue = await VenueAsync();
        await using var screen = await Screen.OpenAsync(script, _server, venue);
        await screen.Client.ExpectAsync("next");
        // Keeps the socket open.
        await screen.Client.SubscribeAsync("other", Screen.OfVenue(venue));
        Assert.Equal("other", (await screen.Client.ExpectAsync("next")).Text("id"));

        await screen.Client.StopAsync("screen");

        Assert.Equal("screen", (await screen.Client.ExpectAsync("complete")).Text("id"));
        await screen.Client.SubscribeAsync("screen", Screen.OfVenue(venue));
        Assert.Equal("screen", (await screen.Client.ExpectAsync("next", butNot: "closed")).Text("id"));
    }

    [Fact]
    public async Task Ping_WhileFollowing_IsAnsweredWithItsPayload()
    {
        await using var screen = await Screen.OpenAsync(NodeClient.WebSocket, _server, await VenueAsync());
        await screen.NextAsync();

        await screen.Client.DoAsync(new { @do = "ping", payload = new { at = 7 } });

        Assert.Equal(7, (await screen.Client.ExpectAsync("pong")).Number("payload.at"));
    }

    [Theory]
    [InlineData("bad", 4403, "Forbidden")]
    [InlineData("", 4401, "Unauthorized")]
    public async Task Socket_NoGoodToken_IsClosed(string token, int code, string reason)
    {
        await using var screen = await Screen.OpenAsync(NodeClient.WebSocket, _server, token, Screen.OfCommune("36005"));

        Assert.Equal((code, reason), await screen.ClosedAsync());
    }

    [Theory]
    [InlineData("bad")]
    [InlineData("")]
    public async Task EventStream_NoGoodToken_Is401(string token)
    {
        await using var screen = await Screen.OpenAsync(NodeClient.EventStream, _server, token, Screen.OfCommune("36005"));

        Assert.Equal(401, (await screen.Client.ExpectAsync("response", butNot: "connected")).Number("status"));
    }

    [Fact]
    public async Task Socket_TokenExpires_IsClosedUntilAFreshOneComes()
    {
        await using var screen = await OpenForAShortTimeAsync(NodeClient.WebSocket);

        Assert.Equal((4403, "Token expired"), await screen.ClosedAsync());
        // Nobody gets in with it again.
        Assert.Equal((4403, "Forbidden"), await screen.ClosedAsync());
        await screen.Client.DoAsync(new { @do = "token", token = _server.Display.Token });
        await screen.Client.ExpectAsync("next", butNot: "complete");
    }

    [Fact]
    public async Task EventStream_TokenExpires_EndsUncompletedAndIs401UntilAFreshOneComes()
    {
        await using var screen = await OpenForAShortTimeAsync(NodeClient.EventStream);

        Assert.Equal(401, (await screen.Client.ExpectAsync("response", butNot: "complete")).Number("status"));
        await screen.Client.DoAsync(new { @do = "token", token = _server.Display.Token });
        await screen.Client.ExpectAsync("next", butNot: "complete");
    }

    [Fact]
    public async Task Subscribe_IdInUse_Is4409()
    {
        var venue = await VenueAsync();
        await using var screen = await Screen.OpenAsync(NodeClient.WebSocket, _server, venue);
        await screen.NextAsync();

        await screen.Client.SubscribeAsync("screen", Screen.OfVenue(venue));

        Assert.Equal((4409, "Subscriber for screen already exists"), await screen.ClosedAsync());
    }

    [Theory]
    [InlineData("not json", 4400, "Invalid message: not JSON")]
    [InlineData("""{"type":"start","id":"2"}""", 4400, "Invalid message: type 'start'")]
    [InlineData("""{"type":"connection_init"}""", 4429, "Too many initialisation requests")]
    public async Task Send_WhatNobodyMay_IsClosed(string text, int code, string reason)
    {
        await using var screen = await Screen.OpenAsync(NodeClient.WebSocket, _server, await VenueAsync());
        await screen.NextAsync();

        await screen.Client.DoAsync(new { @do = "send", text });

        Assert.Equal((code, reason), await screen.ClosedAsync());
    }

    [Theory]
    [InlineData(null, 4406, "Subprotocol not acceptable")]
    [InlineData("graphql-transport-ws", 4408, "Connection initialisation timeout")]
    public async Task Connect_AndSayNothing_IsClosed(string? protocol, int code, string reason)
    {
        await using var screen = await Screen.OpenAsync(NodeClient.WebSocket, _server, await VenueAsync());

        await screen.Client.DoAsync(new { @do = "connect", protocols = protocol is null ? [] : new[] { protocol } });

        Assert.Equal((code, reason), await screen.ClosedAsync());
    }

    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Subscribe_UnknownVenue_IsToldAndNothingElse(string script)
    {
        await using var screen = await Screen.OpenAsync(script, _server, "venue-none");

        var told = script == NodeClient.WebSocket
            ? (await screen.Client.ExpectAsync("error", butNot: "next")).At("errors.0")
            : (await screen.Client.ExpectAsync("next")).At("payload.errors.0");

        Assert.Equal("NOT_FOUND", told.Text("extensions.code"));
    }

    // It has been told the present state, and its token is about to expire.
    private async Task<Screen> OpenForAShortTimeAsync(string script)
    {
        var operation = Screen.OfVenue(await VenueAsync());
        // The process takes its time to start.
        var screen = await Screen.OpenAsync(script, _server, _server.Display.Token, operation);
        await screen.NextAsync();
        await screen.Client.DoAsync(new { @do = "token", token = _server.DisplayFor(s_short) });
        await screen.Client.StopAsync("screen");
        await screen.Client.ExpectAsync("complete");
        await screen.Client.SubscribeAsync("again", operation);
        await screen.Client.ExpectAsync("next");
        return screen;
    }

    private async Task<string> VenueAsync()
    {
        var town = await Town.FoundAsync(_server);
        var venue = await town.VenueAsync(Town.Always);
        await town.RoomAsync(venue);
        return venue;
    }
}
