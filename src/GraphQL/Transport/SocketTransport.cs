using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Scheduling.Api.Execution;
using Scheduling.Api.Overload;

namespace Scheduling.Api.Transport;

/// <summary>Accepts WebSockets that speak <c>graphql-transport-ws</c> and runs each until it ends.</summary>
internal sealed class SocketTransport(
    GraphQLExecutor executor, IRequestAuthenticator authenticator, IServiceScopeFactory scopes, ErrorMasking masking, OverloadGate gate,
    IOptions<GraphQLTransportOptions> options, TimeProvider time, IHostApplicationLifetime lifetime,
    ILogger<SocketTransport> logger)
{
    public const string Subprotocol = "graphql-transport-ws";

    public GraphQLExecutor Executor => executor;

    public IRequestAuthenticator Authenticator => authenticator;

    public IServiceScopeFactory Scopes => scopes;

    public ErrorMasking Masking => masking;

    public OverloadGate Gate => gate;

    public GraphQLTransportOptions Options { get; } = options.Value;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    public CancellationToken Stopping => lifetime.ApplicationStopping;

    /// <summary>Ends with the socket; gives why it was not even accepted, or null.</summary>
    /// <exception cref="RequestError">The page's origin may not connect (403).</exception>
    public async Task<OverloadError?> AcceptAsync(HttpContext context)
    {
        if (!IsAllowed(context.Request))
            throw new RequestError(403, "ORIGIN_NOT_ALLOWED", "Pages of this origin may not connect.");

        using var seat = gate.OpenStream(out var full);
        if (full is not null)
            return full;
        SlowReaders.AreOurs(context);
        var agreed = context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol, StringComparer.Ordinal);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = agreed ? Subprotocol : null,
            KeepAliveInterval = Options.KeepAliveInterval,
            KeepAliveTimeout = Options.KeepAliveInterval,
        });
        var authenticated = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult;
        await using var connection = new SocketConnection(socket, this, SchemeAuthenticator.From(authenticated), context.Connection.RemoteIpAddress);
        if (!agreed)
            connection.Close(SocketClose.SubprotocolNotAcceptable);
        await connection.RunAsync();
        return null;
    }

    private bool IsAllowed(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || Options.AllowedOrigins.Contains("*")
            || Options.AllowedOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var page)
                && string.Equals(page.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
