using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Scheduling.Silo.Identity;

/// <summary>
/// Checks a token that did not come in an HTTP header, such as the one in a WebSocket's <c>connection_init</c>, by the
/// very rules that hold for the header.
/// </summary>
internal sealed class BearerTokens(IOptionsMonitor<JwtBearerOptions> options)
{
    private const string Scheme = "Bearer ";

    /// <summary>Checks one token.</summary>
    /// <param name="token">The token, with or without <c>Bearer</c> before it.</param>
    /// <returns>Who it speaks for and until when, or null when it is not valid.</returns>
    public async ValueTask<(ClaimsPrincipal Principal, DateTimeOffset Expires)?> ValidateAsync(string token)
    {
        var rules = options.Get(JwtBearerDefaults.AuthenticationScheme);
        var parameters = rules.TokenValidationParameters.Clone();
        if (rules.ConfigurationManager is BaseConfigurationManager discovered)
            parameters.ConfigurationManager = discovered;

        var bare = token.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? token[Scheme.Length..].Trim() : token;
        var result = await rules.TokenHandlers[0].ValidateTokenAsync(bare, parameters);
        if (!result.IsValid)
            return null;

        var principal = new ClaimsPrincipal(result.ClaimsIdentity);
        return IdentitySetup.NamesSomebody(principal)
            ? (principal, new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero))
            : null;
    }
}
