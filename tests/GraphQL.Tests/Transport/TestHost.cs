using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using GraphQL;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Scheduling.Api.Overload;
using Scheduling.Api.Transport;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>The transports over the test schema, on a real port.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    /// <summary>How long anything may take that should be immediate, on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly WebApplication _app;

    private TestHost(WebApplication app)
    {
        _app = app;
        Address = new Uri(new Uri(app.Urls.Single()), "/graphql");
        Client = new HttpClient { BaseAddress = Address, Timeout = Patience };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.Good);
    }

    public Uri Address { get; }

    public Uri SocketAddress => new UriBuilder(Address) { Scheme = "ws" }.Uri;

    /// <summary>Sends the good token unless told otherwise.</summary>
    public HttpClient Client { get; }

    public TickHub Ticks => _app.Services.GetRequiredService<TickHub>();

    public TestSignals Signals => _app.Services.GetRequiredService<TestSignals>();

    public TestDesk Desk => _app.Services.GetRequiredService<TestDesk>();

    public LogCollector Log => _app.Services.GetRequiredService<LogCollector>();

    public static async Task<TestHost> StartAsync(
        Action<GraphQLTransportOptions>? configure = null, TimeProvider? time = null, int port = 0, LimitOptions? limits = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<LogCollector>();
        builder.Services.AddSingleton<ILoggerProvider>(services => services.GetRequiredService<LogCollector>());
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<TickHub>();
        builder.Services.AddSingleton<TestSignals>();
        builder.Services.AddSingleton<TestDesk>();
        builder.Services.AddScoped<ScopedService>();
        builder.Services.AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, TestTokens>("Test", null);
        builder.Services.AddGraphQL(graphql => graphql.AddAutoSchema<Query>(schema =>
            schema.WithMutation<Mutation>().WithSubscription<Subscription>()));
        builder.Services.AddSingleton(limits ?? new LimitOptions());
        builder.Services.AddGraphQLTransport(configure);

        var app = builder.Build();
        app.UseAuthentication();
        app.MapGraphQLTransport();
        await app.StartAsync();
        return new TestHost(app);
    }

    public Task<HttpResponseMessage> PostAsync(string json, string? accept = null, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Address)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public async Task<RawSocket> ConnectAsync(
        string? subprotocol = "graphql-transport-ws", string? origin = null, string? token = null)
    {
        var socket = new ClientWebSocket();
        if (subprotocol is not null)
            socket.Options.AddSubProtocol(subprotocol);
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        if (token is not null)
            socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await socket.ConnectAsync(SocketAddress, CancellationToken.None);
        return new RawSocket(socket);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>Knows one user: <c>good</c> is a token without end, <c>until:TICKS</c> one that expires then.</summary>
internal sealed class TestTokens(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Good = "good";

    /// <summary>Checking it fails, and says nothing of it.</summary>
    public const string Broken = "broken";

    public static string Until(DateTimeOffset instant) => $"until:{instant.UtcTicks}";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        const string Prefix = "Bearer ";
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.Ordinal))
            return Task.FromResult(AuthenticateResult.NoResult());

        var token = header[Prefix.Length..];
        if (token == Broken)
            throw new InvalidOperationException("The issuer does not answer.");
        DateTimeOffset? expires = token.StartsWith("until:", StringComparison.Ordinal)
            ? new DateTimeOffset(long.Parse(token["until:".Length..]), TimeSpan.Zero)
            : null;
        if ((token != Good && expires is null) || expires <= TimeProvider.GetUtcNow())
            return Task.FromResult(AuthenticateResult.Fail("not a valid token"));

        var user = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ana")], Scheme.Name));
        return Task.FromResult(AuthenticateResult.Success(
            new AuthenticationTicket(user, new AuthenticationProperties { ExpiresUtc = expires }, Scheme.Name)));
    }
}
