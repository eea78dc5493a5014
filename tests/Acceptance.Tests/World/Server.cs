namespace Scheduling.Acceptance.Tests.World;

/// <summary>The real program on a store of its own, without the demo, and whoever may call it.</summary>
internal sealed class Server : IAsyncDisposable
{
    // How long a token is accepted after it has expired.
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromSeconds(30);

    private readonly DevelopmentTokens _tokens;
    private readonly HttpClient _http;

    private Server(SiloProcess silo)
    {
        Silo = silo;
        _tokens = DevelopmentTokens.Of(silo.Options.Folder);
        _http = new HttpClient { BaseAddress = silo.Url };
        Admin = new Caller(_http, _tokens.Sign("ADMIN"));
    }

    /// <summary>Its process.</summary>
    public SiloProcess Silo { get; }

    /// <summary>Where it serves GraphQL.</summary>
    public Uri Url => new(Silo.Url, "graphql");

    /// <summary>Whoever runs it.</summary>
    public Caller Admin { get; }

    /// <summary>Nobody in particular.</summary>
    public Caller Anonymous => new(_http, token: null);

    /// <summary>A screen.</summary>
    public Caller Display => new(_http, _tokens.Sign("DISPLAY"));

    /// <summary>A screen's token that is accepted for so long from now, and a second at most less.</summary>
    public string DisplayFor(TimeSpan time) => _tokens.Sign("DISPLAY", expires: DateTimeOffset.UtcNow + time - s_clockSkew);

    /// <summary>Options for a store in this folder, or in this PostgreSQL database.</summary>
    public static SiloOptions Options(TempFolder folder, string? postgreSql = null)
    {
        var settings = new Dictionary<string, string> { ["Demo:Seed"] = "false" };
        if (postgreSql is not null)
        {
            // The same ones at every start: so a silo is recognised as the successor of one that was killed.
            var ports = FreePorts.Take(2);
            (settings["Cluster:SiloPort"], settings["Cluster:GatewayPort"]) = ($"{ports[0]}", $"{ports[1]}");
        }

        return new SiloOptions { Folder = folder.Path, PostgreSql = postgreSql, Settings = settings };
    }

    /// <summary>Starts one.</summary>
    public static async Task<Server> StartAsync(SiloOptions options) => new(await SiloProcess.StartAsync(options));

    /// <summary>A manager of an organisation.</summary>
    public Caller Manager(string organization) => new(_http, _tokens.Sign("MANAGER", organization: organization));

    /// <summary>An advisor.</summary>
    public Caller Advisor(string advisor) => new(_http, _tokens.Sign("ADVISOR", advisor: advisor));

    /// <summary>SIGTERM, to its end.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StopAsync()
    {
        Silo.SendTerminate();
        return Silo.WaitForExitAsync(TimeSpan.FromSeconds(90));
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return Silo.DisposeAsync();
    }
}
