using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Scheduling.Silo.Identity;

namespace Scheduling.Silo.Tests.Access;

/// <summary>Makes tokens with a server's own development key: good ones, and such as <c>change</c> spoils.</summary>
internal sealed class TokenMint(SymmetricSecurityKey key)
{
    /// <summary>The key, to sign with it in ways it is not meant for.</summary>
    public SymmetricSecurityKey Key => key;

    /// <summary>A good token with these claims.</summary>
    public string Sign(params (string Name, object Value)[] claims) => Sign(_ => { }, claims);

    /// <summary>A token with these claims, changed before it is signed.</summary>
    public string Sign(Action<SecurityTokenDescriptor> change, params (string Name, object Value)[] claims)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = DevelopmentKey.Issuer,
            Audience = DevelopmentKey.Audience,
            IssuedAt = now.AddMinutes(-10),
            NotBefore = now.AddMinutes(-10),
            Expires = now.AddHours(1),
            Claims = claims.ToDictionary(claim => claim.Name, claim => claim.Value),
            SigningCredentials = new SigningCredentials(key, DevelopmentKey.Algorithm),
        };
        change(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    /// <summary>The same, but a minute too late.</summary>
    public string SignExpired(params (string Name, object Value)[] claims) =>
        Sign(token => token.Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1), claims);
}
