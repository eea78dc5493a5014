using System.Security.Claims;

namespace Scheduling.Api.Transport;

/// <summary>Who calls, and until when the caller's token says so (null: no end).</summary>
public sealed record AuthenticatedCaller(ClaimsPrincipal User, DateTimeOffset? ExpiresAt);

/// <summary>
/// Checks the token that a WebSocket sends in <c>connection_init</c>. The default runs the host's default authentication
/// scheme, so that a token is worth the same on every transport.
/// </summary>
public interface IRequestAuthenticator
{
    /// <summary>The caller that the token names, or null when it is not (or no longer) valid.</summary>
    ValueTask<AuthenticatedCaller?> AuthenticateAsync(string bearerToken, CancellationToken cancellationToken);
}
