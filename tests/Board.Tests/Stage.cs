using System.Reflection;
using Microsoft.Playwright;

namespace Scheduling.Board.Tests;

/// <summary>The real program on an address that it keeps when it is started again, and a real Chromium.</summary>
public sealed class Stage : IAsyncLifetime
{
    private const float PatienceMilliseconds = 30_000;

    private readonly TempFolder _folder = new();
    private readonly int _port = FreePorts.Take(1)[0];
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    internal Server Server { get; private set; } = null!;

    internal DevelopmentTokens Tokens => DevelopmentTokens.Of(_folder.Path);

    /// <summary>Where screenshots are kept.</summary>
    public static string Screenshots { get; } = Path.GetFullPath(Data("Screenshots"));

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        SetDefaultExpectTimeout(PatienceMilliseconds);
        Server = await StartServerAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = FindChromium() });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (Server is not null)
            await Server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Kills the server, and starts it on the same store and address when the caller is done without it.</summary>
    internal async Task WithoutServerAsync(Func<Task> meanwhile)
    {
        await Server.Silo.KillAsync();
        await meanwhile();
        await Server.DisposeAsync();
        Server = await StartServerAsync();
    }

    /// <summary>A browser of its own, as of one screen.</summary>
    internal Task<Screen> ScreenAsync(string locale = "fr-FR", Look? look = null) =>
        Screen.OpenAsync(_browser, Server.Silo.Url, locale, look ?? Look.Television, PatienceMilliseconds);

    internal static string Data(string key) => typeof(Stage).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;

    private Task<Server> StartServerAsync() => Server.StartAsync(new SiloOptions
    {
        Folder = _folder.Path,
        Settings = new Dictionary<string, string> { ["Demo:Seed"] = "false", ["urls"] = $"http://127.0.0.1:{_port}" },
    });

    // The system's own: a browser of hundreds of megabytes is not downloaded for a test run.
    private static string FindChromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, "chromium"), Path.Combine(folder, "google-chrome") })
            .FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException("These tests need Chromium: apt-get install chromium.");
}
