using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Scheduling.Benchmarks.Targets;

/// <summary>An issuer whose public key both servers are given: RS256, as most issuers sign.</summary>
internal sealed class Tokens : IDisposable
{
    /// <summary>Who issues, and for whom.</summary>
    public const string Issuer = "https://issuer.example", Audience = "scheduling";

    private static readonly TimeSpan s_valid = TimeSpan.FromHours(12);

    private readonly RSA _rsa = RSA.Create(2048);

    /// <summary>What the servers check with.</summary>
    public string PublicKey => _rsa.ExportSubjectPublicKeyInfoPem();

    /// <summary>A token with these claims.</summary>
    public string Sign(string role, string? organization = null, string? advisor = null)
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = $"{role}:{advisor ?? organization}",
            ["role"] = role,
            ["nbf"] = now.ToUnixTimeSeconds() - 1,
            ["exp"] = (now + s_valid).ToUnixTimeSeconds(),
        };
        if (organization is not null)
            claims["organization"] = organization;
        if (advisor is not null)
            claims["advisor"] = advisor;
        var signed = $"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{Encode(JsonSerializer.Serialize(claims))}";
        lock (_rsa)
            return $"{signed}.{Base64Url.EncodeToString(_rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <inheritdoc/>
    public void Dispose() => _rsa.Dispose();

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
