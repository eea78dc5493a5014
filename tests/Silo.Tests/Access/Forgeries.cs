using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Scheduling.Silo.Tests.Access;

/// <summary>Tokens that claim to be an administrator's and are not valid, each for one reason.</summary>
internal static class Forgeries
{
    private static readonly (string, object)[] Admin = [("sub", "eve"), ("role", "ADMIN")];

    /// <summary>How each is made, by what is wrong with it.</summary>
    public static IReadOnlyDictionary<string, Func<TokenMint, string>> All { get; } =
        new Dictionary<string, Func<TokenMint, string>>
        {
            ["no token"] = _ => "nonsense",
            ["signed with another key"] = _ => new TokenMint(new(RandomNumberGenerator.GetBytes(64))).Sign(Admin),
            ["signed with another kind of key"] = SignedByRsa,
            ["signed by another algorithm"] = mint =>
                mint.Sign(token => token.SigningCredentials = new(mint.Key, SecurityAlgorithms.HmacSha512), Admin),
            ["unsigned, alg none"] = Unsigned,
            ["unsigned, with a signature"] = mint => $"{Unsigned(mint)}{mint.Sign(Admin).Split('.')[2]}",
            ["changed after it was signed"] = Changed,
            ["for another audience"] = mint => mint.Sign(token => token.Audience = "another", Admin),
            ["for no audience"] = mint => mint.Sign(token => token.Audience = null, Admin),
            ["of another issuer"] = mint => mint.Sign(token => token.Issuer = "https://another.example", Admin),
            ["of no issuer"] = mint => mint.Sign(token => token.Issuer = null, Admin),
            ["expired"] = mint => mint.SignExpired(Admin),
            ["that never expires"] = mint => mint.Sign(token => token.Expires = null, Admin),
            ["not valid yet"] = mint =>
                mint.Sign(token => token.NotBefore = token.Expires!.Value.AddMinutes(-1), Admin),
            ["naming nobody"] = mint => mint.Sign(("role", "ADMIN")),
            ["naming an empty subject"] = mint => mint.Sign(("sub", ""), ("role", "ADMIN")),
        };

    private static string SignedByRsa(TokenMint mint)
    {
        using var rsa = RSA.Create(2048);
        var key = new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: true));
        return mint.Sign(token => token.SigningCredentials = new(key, SecurityAlgorithms.RsaSha256), Admin);
    }

    private static string Unsigned(TokenMint mint) => mint.Sign(token => token.SigningCredentials = null, Admin);

    private static string Changed(TokenMint mint)
    {
        var parts = mint.Sign(("sub", "eve"), ("role", "DISPLAY")).Split('.');
        var body = Base64UrlEncoder.Decode(parts[1]).Replace("DISPLAY", "ADMIN", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(body)}.{parts[2]}";
    }
}
