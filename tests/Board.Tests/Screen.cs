using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Scheduling.Board.Tests;

/// <summary>What a screen is like.</summary>
internal sealed record Look(int Width, int Height, ColorScheme Scheme = ColorScheme.Light, bool IsTouch = false)
{
    public static Look Television { get; } = new(1920, 1080);

    public static Look Dark { get; } = Television with { Scheme = ColorScheme.Dark };

    public static Look Phone { get; } = new(390, 844, IsTouch: true);
}

/// <summary>One screen with a browser profile of its own, which notes where requests go and what comes back.</summary>
internal sealed class Screen : IAsyncDisposable
{
    // Everything that fetch receives, streams included; the page reads the same bytes.
    private const string Listen = """
        const plain = window.fetch;
        window.received = '';
        window.fetch = async (...request) => {
          const response = await plain(...request);
          const [forPage, forTest] = response.body.tee();
          const listen = async () => {
            const reader = forTest.pipeThrough(new TextDecoderStream()).getReader();
            for (let piece = await reader.read(); !piece.done; piece = await reader.read()) window.received += piece.value;
          };
          listen().catch(() => undefined);
          return new Response(forPage, response);
        };
        """;

    private readonly Uri _server;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _complaints = new();

    private Screen(IPage page, Uri server)
    {
        (Page, _server) = (page, server);
        page.Request += (_, request) => _requests.Enqueue(request.Url);
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Console += (_, message) =>
        {
            // What the browser says about a request that failed is no complaint of the page's.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                _complaints.Enqueue(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>Every address asked for so far.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Errors of the page's scripts, and what its policy refused.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public ILocator Banner => Page.Locator("#banner");

    public ILocator Rooms => Page.GetByRole(AriaRole.Article);

    public static async Task<Screen> OpenAsync(IBrowser browser, Uri server, string locale, Look look, float patience)
    {
        var context = await browser.NewContextAsync(new()
        {
            Locale = locale,
            // Far from every venue: what is shown is the venue's time.
            TimezoneId = "Pacific/Kiritimati",
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.Scheme,
            HasTouch = look.IsTouch,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(patience);
        await context.AddInitScriptAsync(Listen);
        return new Screen(await context.NewPageAsync(), server);
    }

    /// <summary>The card of a room.</summary>
    public ILocator Room(string name) => Page.GetByRole(AriaRole.Article, new() { Name = name, Exact = true });

    public Task GoAsync(string address) => Page.GotoAsync(new Uri(_server, address).ToString());

    /// <summary>Everything the page received, and everything on it.</summary>
    public async Task<string> EverythingAsync() =>
        await Page.EvaluateAsync<string>("window.received") + await Page.ContentAsync();

    public Task CutAsync(bool isCut) => Page.Context.SetOfflineAsync(isCut);

    /// <summary>
    /// Answers the question for the last month with these days instead: what thirty days bring cannot be had in a test.
    /// </summary>
    public Task WithMonthAsync(Func<object> answer) => Page.RouteAsync("**/graphql", route =>
        route.Request.PostData?.Contains("utilization", StringComparison.Ordinal) == true
            ? route.FulfillAsync(new() { Json = answer() })
            : route.ContinueAsync());

    public Task KeepAsync(string name) =>
        Page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Screenshots, name + ".png"), FullPage = true });

    /// <summary>What axe finds against WCAG 2.1 AA and good practice, each with where.</summary>
    public async Task<IEnumerable<string>> BarriersAsync()
    {
        var found = await Page.RunAxe(new AxeRunOptions
        {
            RunOnly = RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"),
        });
        Assert.NotEmpty(found.Passes);
        return found.Violations.Select(barrier => $"{barrier.Id}: {barrier.Help} {string.Join(", ", barrier.Nodes.Select(node => node.Html))}");
    }

    public ValueTask DisposeAsync() => Page.Context.DisposeAsync();
}
