using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Scheduling.Board.Tests;

/// <summary>The page and its files as the server sends them.</summary>
public sealed partial class FileTests(Stage stage)
{
    [Theory]
    [InlineData("board", "text/html")]
    [InlineData("board/main.js", "text/javascript")]
    [InlineData("board/board.css", "text/css")]
    [InlineData("board/icon.svg", "image/svg+xml")]
    public async Task Get_File_IsProtectedAndSentAgainOnlyWhenItHasChanged(string path, string type)
    {
        var http = stage.Server.Silo.Http;

        using var first = await http.GetAsync(path);
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await http.SendAsync(again);

        Assert.Equal((HttpStatusCode.OK, type), (first.StatusCode, first.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.True(first.Headers.CacheControl!.NoCache);
        Assert.Equal(["no-referrer"], first.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["nosniff"], first.Headers.GetValues("X-Content-Type-Options"));
        var policy = first.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("board/package.json")]
    [InlineData("board/none.js")]
    [InlineData("board/..%2fide%2fide.js")]
    public async Task Get_NoFileOfThePage_IsNotFound(string path)
    {
        using var answer = await stage.Server.Silo.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Get_SlashAtTheEnd_LeadsToThePageWithItsQuery()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = stage.Server.Silo.Url };
        using var answer = await http.GetAsync("board/?inseeCode=36005");
        Assert.Equal("/board?inseeCode=36005", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Get_EveryFileThatIsNamed_IsThere()
    {
        var http = stage.Server.Silo.Http;
        var (asked, waiting) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>(["board"]));
        while (waiting.TryDequeue(out var path))
        {
            if (!asked.Add(path))
                continue;
            var text = await http.GetStringAsync(path);
            foreach (Match named in Named().Matches(text))
                waiting.Enqueue("board/" + named.Groups["file"].Value);
        }

        Assert.Contains("board/timeline.js", asked);
        Assert.Contains("board/board.css", asked);
    }

    [GeneratedRegex("""(?:"board/|from '\./)(?<file>[a-z]+\.[a-z]+)["']""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
