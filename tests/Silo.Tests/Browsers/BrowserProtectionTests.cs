using System.Net;
using System.Net.WebSockets;
using System.Text;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Browsers;

/// <summary>One server with a site that may call it and a proxy that is believed.</summary>
public sealed class ProtectedServer : IAsyncLifetime
{
    /// <summary>The site that may.</summary>
    public const string Site = "https://screens.example";

    private readonly TempFolder folder = new();

    internal SiloProcess Silo { get; private set; } = null!;

    internal DevelopmentTokens Tokens { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Silo = await SiloProcess.StartAsync(new SiloOptions
        {
            Folder = folder.Path,
            Settings = new Dictionary<string, string>
            {
                ["Demo:Seed"] = "false",
                ["Cors:Origins"] = Site,
                ["Proxy:Trusted"] = "127.0.0.1",
                ["Limits:AnonymousRate"] = "1",
                ["Limits:AnonymousBurst"] = "3",
            },
        });
        Tokens = DevelopmentTokens.Of(folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        folder.Dispose();
    }
}

/// <summary>What browsers are told with every answer, and which sites' pages get one.</summary>
public sealed class BrowserProtectionTests(ProtectedServer server) : IClassFixture<ProtectedServer>
{
    [Theory]
    [InlineData("graphql?query={__typename}")]
    [InlineData("graphql", "text/html")]
    [InlineData("graphql/ide/ide.js")]
    [InlineData("board")]
    [InlineData("board/none.js")]
    [InlineData("export/utilization.csv")]
    [InlineData("health/live")]
    [InlineData("health/ready")]
    [InlineData("metrics")]
    [InlineData("orleans")]
    [InlineData("nothing/here")]
    public async Task EveryAnswer_HasTheHeaders(string path, string accept = "*/*")
    {
        using var answer = await SendAsync(HttpMethod.Get, path, ("Accept", accept));

        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
        Assert.Contains("frame-ancestors 'none'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("", Header(answer, "Server"));
        Assert.Equal("", Header(answer, "Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("graphql?query={__typename}")]
    [InlineData("export/utilization.csv")]
    [InlineData("nothing/here")]
    public async Task AnswersOfTheApi_AreKeptByNobody(string path)
    {
        using var answer = await SendAsync(HttpMethod.Get, path);

        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task OverHttps_BehindTheTrustedProxy_AnswersAskForHttpsOnly()
    {
        using var answer = await SendAsync(HttpMethod.Get, "health/live", ("X-Forwarded-Proto", "https"), ("Host", "rooms.example"));

        Assert.Equal("max-age=31536000", Header(answer, "Strict-Transport-Security"));
    }

    [Fact]
    public async Task Anonymous_BehindTheTrustedProxy_CountByTheirOwnAddresses()
    {
        var statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => StatusFromAsync("203.0.113.7")));

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusFromAsync("203.0.113.8"));

        async Task<HttpStatusCode> StatusFromAsync(string address)
        {
            using var answer = await SendAsync(HttpMethod.Get, "graphql?query={__typename}", ("X-Forwarded-For", address));
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData(ProtectedServer.Site, true)]
    [InlineData("https://elsewhere.example", false)]
    [InlineData("null", false)]
    public async Task Preflight_OnlySitesThatWereNamed(string origin, bool allowed)
    {
        using var answer = await SendAsync(
            HttpMethod.Options, "graphql", ("Origin", origin), ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization,content-type"));

        Assert.Equal(allowed ? origin : "", Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal("", Header(answer, "Access-Control-Allow-Credentials"));
        Assert.Equal(allowed, Header(answer, "Access-Control-Allow-Headers").Contains("Authorization", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Answer_ToASiteThatWasNamed_MayBeReadByItsPages()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "graphql")
        {
            Content = new StringContent("""{"query":"{ __typename }"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Origin", ProtectedServer.Site);
        request.Headers.Add("Authorization", $"Bearer {server.Tokens.Sign("ADMIN")}");
        using var answer = await server.Silo.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(ProtectedServer.Site, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Contains("Retry-After", Header(answer, "Access-Control-Expose-Headers"), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("own", true)]
    [InlineData(ProtectedServer.Site, true)]
    [InlineData("https://elsewhere.example", false)]
    [InlineData("null", false)]
    public async Task Socket_OnlyFromItsOwnPagesAndSitesThatWereNamed(string? origin, bool allowed)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.CollectHttpResponseDetails = true;
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin == "own" ? server.Silo.Url.GetLeftPart(UriPartial.Authority) : origin);

        var failure = await Record.ExceptionAsync(() => socket.ConnectAsync(
            new UriBuilder(server.Silo.Url) { Scheme = "ws", Path = "graphql" }.Uri, CancellationToken.None));

        Assert.Equal(allowed, failure is null);
        Assert.Equal(allowed ? HttpStatusCode.SwitchingProtocols : HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await server.Silo.Http.SendAsync(request);
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : "";
}
