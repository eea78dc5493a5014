using System.Net;

namespace Scheduling.Silo.Tests.Access;

/// <summary>What a token is worth on every way into the real server.</summary>
[Collection(AccessCollection.Name)]
public sealed class TokenTests(AccessWorld world)
{
    private const string Document = "{ viewer { subject } }";

    private static readonly string ByGet = $"graphql?query={Uri.EscapeDataString(Document)}";

    private static readonly (string, string) ThroughAProxy = ("X-Forwarded-For", "192.0.2.7");

    public static TheoryData<string> BadTokens => [.. Forgeries.All.Keys];

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Ask_BadToken_IsRefusedOnEveryTransport(string name)
    {
        var token = Forgeries.All[name](world.Tokens);

        Assert.Equal("401", (await world.AskAsync(Document, token)).Outcome);
        Assert.Equal("401", (await world.AskAsync(Document, token, "application/json")).Outcome);
        Assert.Equal("401", (await world.AskAsync(Document, token, "text/event-stream")).Outcome);
        Assert.Equal("401", (await world.GetAsync(ByGet, token)).Outcome);
        Assert.Equal("4403", await SocketAttempt.SignInAsync(world, token));
        Assert.Equal("4403", await SocketAttempt.SignInAsync(world, token, headerToken: GoodToken()));
        Assert.Equal("4401", await SocketAttempt.SignInAsync(world, token: null, headerToken: token));
        Assert.Equal("401", (await world.GetAsync("metrics", token, ThroughAProxy)).Outcome);
        Assert.Equal("401", (await world.GetAsync("orleans/ClusterStats", token)).Outcome);
        Assert.Equal("401", (await world.GetAsync("orleans/ClusterStats", token: null, Cookie(token))).Outcome);
        Assert.Equal("401", (await world.GetAsync($"orleans?access_token={token}", token: null)).Outcome);
    }

    [Fact]
    public async Task Ask_GoodToken_IsAcceptedOnEveryTransport()
    {
        var token = GoodToken();

        var viewer = (await world.AskAsync(Document, token)).Data.GetProperty("viewer");
        Assert.Equal("eve", viewer.GetProperty("subject").GetString());
        Assert.Equal("ok", (await world.AskAsync(Document, token, "text/event-stream")).Outcome);
        Assert.Equal("ok", (await world.GetAsync(ByGet, token)).Outcome);
        Assert.Equal("connection_ack", await SocketAttempt.SignInAsync(world, token));
        Assert.Equal("connection_ack", await SocketAttempt.SignInAsync(world, token: null, headerToken: token));
        Assert.Equal("ok", (await world.GetAsync("orleans/ClusterStats", token: null, Cookie(token))).Outcome);
    }

    [Fact]
    public async Task Ask_TokenWhereNoneIsLookedFor_IsAnonymous()
    {
        var token = GoodToken();

        Assert.Equal("401", (await world.GetAsync($"{ByGet}&access_token={token}", token: null)).Outcome);
        Assert.Equal("401", (await world.GetAsync(ByGet, token: null, Cookie(token))).Outcome);
        Assert.Equal("4401", await SocketAttempt.SignInAsync(world, token: null));
    }

    [Fact]
    public async Task Get_IdePage_IsForEverybodyAndHoldsNoToken()
    {
        var page = await world.GetAsync("graphql", token: null, ("Accept", "text/html"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("eyJ", page.Body, StringComparison.Ordinal);
    }

    private static (string, string) Cookie(string token) => ("Cookie", $"scheduling-dashboard={token}");

    private string GoodToken() => world.Tokens.Sign(("sub", "eve"), ("role", "ADMIN"));
}
