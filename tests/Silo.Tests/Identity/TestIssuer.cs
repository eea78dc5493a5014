using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Scheduling.Silo.Tests.Identity;

/// <summary>
/// An OpenID Connect issuer as far as a server needs one: its discovery document, its keys, and tokens.
/// </summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private readonly RSA rsa = RSA.Create(2048);
    private readonly WebApplication app;

    private TestIssuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => new { issuer = Url, jwks_uri = $"{Url}/keys" });
        app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
    }

    /// <summary>Where it is, and the issuer its tokens name.</summary>
    public string Url => app.Urls.First();

    /// <summary>Its public key as PEM text.</summary>
    public string Pem => rsa.ExportSubjectPublicKeyInfoPem();

    /// <summary>Starts one.</summary>
    public static async Task<TestIssuer> StartAsync()
    {
        var issuer = new TestIssuer();
        await issuer.app.StartAsync();
        return issuer;
    }

    /// <summary>A token as <paramref name="change"/> makes it; without one a good token of an ADMIN.</summary>
    public string Token(Action<SecurityTokenDescriptor>? change = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Url,
            Audience = "scheduling-test",
            NotBefore = now.AddMinutes(-10),
            IssuedAt = now.AddMinutes(-10),
            Expires = now.AddMinutes(10),
            Claims = new Dictionary<string, object> { ["sub"] = "ana", ["role"] = "ADMIN" },
            SigningCredentials = new SigningCredentials(
                new RsaSecurityKey(rsa) { KeyId = "test" }, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
    }

    private Dictionary<string, string> PublicKey()
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return new Dictionary<string, string>
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = "test",
            ["alg"] = SecurityAlgorithms.RsaSha256,
            ["n"] = Base64UrlEncoder.Encode(key.Modulus),
            ["e"] = Base64UrlEncoder.Encode(key.Exponent),
        };
    }
}
