using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Identity;

/// <summary>
/// <c>token --role ADMIN</c>: prints a token signed with the store's development key, and nothing else. It needs
/// neither a running server nor a store that exists already.
/// </summary>
internal static class TokenCommand
{
    /// <summary>Runs the command.</summary>
    /// <returns>0.</returns>
    /// <exception cref="StartupException">The arguments are wrong, or tokens come from an issuer here.</exception>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TimeProvider clock)
    {
        var asked = TokenArguments.Parse(arguments);
        var builder = ServerHost.CreateBuilder(asked.Settings);
        if (!builder.Environment.IsDevelopment())
        {
            throw new StartupException(
                $"token works in Development only, and this is {builder.Environment.EnvironmentName}: ask the issuer of "
                + "Authentication:Authority for a token, or set ASPNETCORE_ENVIRONMENT=Development.");
        }

        var settings = SettingsReader.Read(builder.Configuration, builder.Environment);
        if (settings.Identity.HasIssuer)
        {
            throw new StartupException(
                "token is of no use here: Authentication:Authority or Authentication:PublicKey is set, so the local key "
                + "counts for nothing.");
        }


        output.WriteLine(Sign(asked, DevelopmentKey.LoadOrCreate(DevelopmentKey.PathFor(settings)), clock));
        return 0;
    }

    /// <summary>A token as the development server accepts it.</summary>
    public static string Sign(TokenArguments asked, SymmetricSecurityKey key, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        List<Claim> claims = [new(TokenClaims.Subject, asked.Subject)];
        claims.AddRange(asked.Roles.Select(role => new Claim(TokenClaims.Role, role)));
        if (asked.Organization is { } organization)
            claims.Add(new Claim(TokenClaims.Organization, organization));
        if (asked.Advisor is { } advisor)
            claims.Add(new Claim(TokenClaims.Advisor, advisor));

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = DevelopmentKey.Issuer,
            Audience = DevelopmentKey.Audience,
            Subject = new ClaimsIdentity(claims),
            IssuedAt = now,
            NotBefore = now,
            Expires = now + asked.ValidFor,
            SigningCredentials = new SigningCredentials(key, DevelopmentKey.Algorithm),
        });
    }
}
