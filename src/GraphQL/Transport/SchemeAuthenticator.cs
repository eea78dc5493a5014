using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Scheduling.Api.Transport;

/// <summary>Runs the default authentication scheme on a request that has nothing but the token.</summary>
internal sealed class SchemeAuthenticator(IServiceScopeFactory scopes) : IRequestAuthenticator
{
    public async ValueTask<AuthenticatedCaller?> AuthenticateAsync(string bearerToken, CancellationToken cancellationToken)
    {
        // A handler answers once per scope: the socket's own request has had its answer, without this token.
        await using var scope = scopes.CreateAsyncScope();
        var request = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = cancellationToken };
        request.Request.Headers.Authorization = $"Bearer {bearerToken}";
        var result = await request.AuthenticateAsync();
        return From(result);
    }

    /// <summary>The caller of an authenticated request, or null.</summary>
    public static AuthenticatedCaller? From(AuthenticateResult? result) =>
        result is { Succeeded: true, Principal.Identity.IsAuthenticated: true }
            ? new AuthenticatedCaller(Slim(result.Principal), result.Properties?.ExpiresUtc)
            : null;

    // What the caller's claims say, and nothing else of the token: a socket may live for hours, and there are many.
    private static ClaimsPrincipal Slim(ClaimsPrincipal user) => new(user.Identities.Select(identity => new ClaimsIdentity(
        identity.Claims.Select(claim => new Claim(claim.Type, claim.Value, claim.ValueType, claim.Issuer)),
        identity.AuthenticationType, identity.NameClaimType, identity.RoleClaimType)));
}
