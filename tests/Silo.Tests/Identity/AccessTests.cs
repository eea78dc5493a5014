using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Identity;

/// <summary>Who may see the dashboard and the metrics of a running server.</summary>
public sealed class AccessTests : IDisposable
{
    private readonly TempFolder folder = new();

    [Fact]
    public async Task Dashboard_AnonymousManagerAdmin_401_403_200()
    {
        await using var silo = await SiloProcess.StartAsync(new SiloOptions { Folder = folder.Path });
        using var manager = await silo.ClientAsync("--role", "MANAGER", "--organization", "o");
        using var admin = await silo.ClientAsync("--role", "ADMIN");
        string[] pages =
            ["orleans/", "orleans", "ORLEANS/ClusterStats", "orleans/index.min.js", "orleans/Trace", "orleans/nothing"];

        foreach (var page in pages)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await silo.Http.GetAsync(page)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await manager.GetAsync(page)).StatusCode);
        }

        Assert.Contains("<html", await admin.GetStringAsync("orleans/"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("orleans/ClusterStats")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("orleans/nothing")).StatusCode);
    }

    [Fact]
    public async Task Dashboard_TokenInTheAddress_MovesIntoACookieOfTheDashboardOnly()
    {
        await using var silo = await SiloProcess.StartAsync(new SiloOptions { Folder = folder.Path });
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var browser = new HttpClient(handler) { BaseAddress = silo.Url };

        var handed = await browser.GetAsync($"orleans?access_token={await silo.TokenAsync("--role", "ADMIN")}");
        var cookie = Assert.Single(handed.Headers.GetValues("Set-Cookie"));

        Assert.Equal((HttpStatusCode.Redirect, "/orleans/"), (handed.StatusCode, handed.Headers.Location?.ToString()));
        foreach (var guard in (string[])["httponly", "samesite=strict", "path=/orleans", "expires="])
            Assert.Contains(guard, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(browser, "orleans/ClusterStats", cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("orleans?access_token=nonsense")).StatusCode);

        // Anywhere else the cookie is nobody, so no other site can make a browser act with it.
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(browser, "metrics", cookie, proxied: true));
    }

    [Fact]
    public async Task Metrics_DirectAndLocalOrAdmin_200_ThroughAProxy_401()
    {
        await using var silo = await SiloProcess.StartAsync(new SiloOptions { Folder = folder.Path });
        using var admin = await silo.ClientAsync("--role", "ADMIN");
        admin.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");

        Assert.Contains("orleans_", await silo.Http.GetStringAsync("metrics"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("metrics")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(silo.Http, "metrics", "no=cookie", proxied: true));
    }

    [Fact]
    public async Task Production_WithAnIssuer_AcceptsItsTokensOnlyAndLogsJson()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var silo = await SiloProcess.StartAsync(new SiloOptions
        {
            Folder = folder.Path,
            Environment = "Production",
            Settings = new Dictionary<string, string>
            {
                ["Authentication:Authority"] = issuer.Url,
                ["Authentication:Audience"] = "scheduling-test",
            },
        });
        var manager = issuer.Token(token => token.Claims["role"] = "MANAGER");
        var elsewhere = issuer.Token(token => token.Audience = "another");

        Assert.Equal(HttpStatusCode.OK, await GetWithTokenAsync(silo, issuer.Token()));
        Assert.Equal(HttpStatusCode.Forbidden, await GetWithTokenAsync(silo, manager));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetWithTokenAsync(silo, elsewhere));
        Assert.Equal(HttpStatusCode.NotFound, (await silo.Http.GetAsync("metrics")).StatusCode);
        Assert.All(silo.Log.Split('\n'), line => Assert.NotNull(JsonNode.Parse(line)?.AsObject()));
    }

    [Fact]
    public async Task Production_WithoutAnIssuer_DoesNotStart()
    {
        var options = new SiloOptions { Folder = folder.Path, Environment = "Production" };

        var result = await SiloProcess.RunAsync(options, "--urls=http://127.0.0.1:0");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("Authentication:Authority", result.ErrorLine, StringComparison.Ordinal);
    }

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();

    private static async Task<HttpStatusCode> GetWithTokenAsync(SiloProcess silo, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "orleans/version");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await silo.Http.SendAsync(request)).StatusCode;
    }

    private static async Task<HttpStatusCode> GetAsync(HttpClient client, string path, string cookie, bool proxied = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", cookie.Split(';')[0]);
        if (proxied)
            request.Headers.Add("X-Forwarded-For", "192.0.2.7");
        return (await client.SendAsync(request)).StatusCode;
    }
}
