using System.Net;
using System.Text.RegularExpressions;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>The page a browser gets. The tests need Node anyway, so the bundle must be there.</summary>
public sealed partial class IdePageTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Fact]
    public async Task Get_ByBrowserWithoutToken_IsThePageAndEverythingItNeeds()
    {
        await using var host = await TestHost.StartAsync();
        using var browser = new HttpClient { BaseAddress = host.Address };
        browser.DefaultRequestHeaders.Add("Accept", Browser);

        using var response = await browser.GetAsync("");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy);
        var page = await response.Content.ReadAsStringAsync();
        var links = Links().Matches(page).Select(match => match.Groups["link"].Value).Where(link => link != "data:,").ToList();
        Assert.Equal(["/graphql/ide/ide.css", "/graphql/ide/ide.js"], links);
        foreach (var link in links)
        {
            using var file = await browser.GetAsync(link);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.NotNull(file.Headers.ETag);
        }
    }

    [Fact]
    public async Task Get_FileUnchanged_IsNotSentAgain()
    {
        await using var host = await TestHost.StartAsync();
        using var first = await host.Client.GetAsync("/graphql/ide/ide.css");
        host.Client.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await host.Client.GetAsync("/graphql/ide/ide.css");

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/graphql/ide/nothing.js")]
    [InlineData("/graphql/ide/../ide/nothing")]
    [InlineData("/graphql/ide/")]
    public async Task Get_UnknownFile_Is404(string path)
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Get_ByBrowserWithQuery_IsTheAnswer()
    {
        await using var host = await TestHost.StartAsync();
        host.Client.DefaultRequestHeaders.Add("Accept", Browser);

        Assert.Equal("""{"data":{"hello":"world"}}""", await host.Client.GetStringAsync("?query={hello}"));
    }

    [GeneratedRegex("(href|src)=\"(?<link>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();
}
