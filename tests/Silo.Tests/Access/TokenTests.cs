using System.Net;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Scheduling.Silo.Tests.Access;

/// <summary>Tokens that are not worth their claims, on every way into the real server.</summary>
[Collection(AccessCollection.Name)]
public sealed class TokenTests(AccessWorld world)
{
    private const string Document = "{ viewer { subject } }";

    private static readonly (string, object)[] Admin = [("sub", "eve"), ("role", "ADMIN")];

    public static TheoryData<string> BadTokens => [.. Forgeries.Keys];

    private static Dictionary<string, Func<TokenMint, string>> Forgeries { get; } = new()
    {
        ["no token"] = _ => "nonsense",
        ["signed with another key"] = mint => new TokenMint(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(64))).Sign(Admin),
        ["signed by RSA"] = mint =>
        {
            using var rsa = RSA.Create(2048);
            return mint.Sign(token => token.SigningCredentials = new SigningCredentials(new RsaSecurityKey(rsa.ExportParameters(true)), SecurityAlgorithms.RsaSha256), Admin);
        },
        ["signed with the key by another algorithm"] = mint =>
            mint.Sign(token => token.SigningCredentials = new SigningCredentials(mint.Key, SecurityAlgorithms.HmacSha512), Admin),
        ["unsigned (alg none)"] = Unsigned,
        ["unsigned, with a good token's signature"] = mint => $"{Unsigned(mint)}{mint.Sign(Admin).Split('.')[2]}",
        ["changed after it was signed"] = mint => Changed(mint.Sign(("sub", "eve"), ("role", "DISPLAY"))),
        ["for another audience"] = mint => mint.Sign(token => token.Audience = "another", Admin),
        ["for nobody"] = mint => mint.Sign(token => token.Audience = null, Admin),
        ["of another issuer"] = mint => mint.Sign(token => token.Issuer = "https://another.example", Admin),
        ["of no issuer"] = mint => mint.Sign(token => token.Issuer = null, Admin),
        ["expired"] = mint => mint.SignExpired(Admin),
        ["that never expires"] = mint => mint.Sign(token => token.Expires = null, Admin),
        ["of tomorrow"] = mint => mint.Sign(
            token => (token.NotBefore, token.Expires) = (token.Expires!.Value.AddDays(1), token.Expires.Value.AddDays(2)), Admin),
        ["naming nobody"] = mint => mint.Sign(("role", "ADMIN")),
        ["naming an empty subject"] = mint => mint.Sign(("sub", ""), ("role", "ADMIN")),
    };

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task Ask_BadToken_IsRefusedOnEveryTransport(string name)
    {
        var token = Forgeries[name](world.Tokens);

        Assert.Equal("401", (await world.AskAsync(Document, token)).Outcome);
        Assert.Equal("401", (await world.AskAsync(Document, token, "application/json")).Outcome);
        Assert.Equal("401", (await world.AskAsync(Document, token, "text/event-stream")).Outcome);
        Assert.Equal("401", (await world.GetAsync($"graphql?query={Uri.EscapeDataString(Document)}", token)).Outcome);
        Assert.Equal("4403", await SocketAttempt.SignInAsync(world, token));
        Assert.Equal("4401", await SocketAttempt.SignInAsync(world, token: null, headerToken: token));
        Assert.Equal("401", (await world.GetAsync("orleans/ClusterStats", token)).Outcome);
        Assert.Equal("401", (await world.GetAsync("orleans/ClusterStats", token: null, ("Cookie", $"scheduling-dashboard={token}"))).Outcome);
        Assert.Equal("401", (await world.GetAsync("metrics", token, ("X-Forwarded-For", "192.0.2.7"))).Outcome);
    }

    [Fact]
    public async Task Ask_GoodToken_IsAcceptedOnEveryTransport()
    {
        var token = world.Tokens.Sign(Admin);

        Assert.Equal("eve", (await world.AskAsync(Document, token)).Data.GetProperty("viewer").GetProperty("subject").GetString());
        Assert.Equal("ok", (await world.AskAsync(Document, token, "text/event-stream")).Outcome);
        Assert.Equal("ok", (await world.GetAsync($"graphql?query={Uri.EscapeDataString(Document)}", token)).Outcome);
        Assert.Equal("connection_ack", await SocketAttempt.SignInAsync(world, token));
        Assert.Equal("connection_ack", await SocketAttempt.SignInAsync(world, token: null, headerToken: token));
    }

    [Fact]
    public async Task Ask_TokenWhereNoneIsLookedFor_IsAnonymous()
    {
        var token = world.Tokens.Sign(Admin);

        Assert.Equal("401", (await world.GetAsync($"graphql?query={Uri.EscapeDataString(Document)}&access_token={token}", token: null)).Outcome);
        Assert.Equal("401", (await world.GetAsync(
            $"graphql?query={Uri.EscapeDataString(Document)}", token: null, ("Cookie", $"scheduling-dashboard={token}"))).Outcome);
        Assert.Equal("4401", await SocketAttempt.SignInAsync(world, token: null));
    }

    [Fact]
    public async Task Get_IdePageAndItsFiles_AreForEverybody()
    {
        var page = await world.GetAsync("graphql", token: null, ("Accept", "text/html"));

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("eyJ", page.Body, StringComparison.Ordinal);
        if (page.Tells("ide/ide.js"))
            Assert.Equal(HttpStatusCode.OK, (await world.GetAsync("graphql/ide/ide.js", token: null)).Status);
    }

    private static string Unsigned(TokenMint mint) => mint.Sign(token => token.SigningCredentials = null, Admin);

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var body = Base64UrlEncoder.Decode(parts[1]).Replace("DISPLAY", "ADMIN", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(body)}.{parts[2]}";
    }
}
