using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Scheduling.Testing;

/// <summary>
/// Tokens as the token command prints them, without a process for each: JWT signed with the development key that a
/// server keeps beside its store.
/// </summary>
/// <param name="key">The key, as decoded from its file.</param>
public sealed class DevelopmentTokens(byte[] key)
{
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";

    /// <summary>The key of the one store whose server was started in this folder.</summary>
    public static DevelopmentTokens Of(string folder) =>
        new(Convert.FromBase64String(
            File.ReadAllText(Directory.GetFiles(Path.Combine(folder, "data"), "*.key").Single())));

    /// <summary>A token that is valid for an hour, or until then.</summary>
    /// <param name="role">ADMIN, MANAGER, ADVISOR or DISPLAY.</param>
    /// <param name="organization">Whom a manager speaks for.</param>
    /// <param name="advisor">Who an advisor is.</param>
    /// <param name="expires">Until when; whole seconds.</param>
    /// <param name="validFrom">Since when, for servers whose clock is behind; now at the latest.</param>
    public string Sign(string role, string? organization = null, string? advisor = null, DateTimeOffset? expires = null,
        DateTimeOffset? validFrom = null)
    {
        var now = DateTimeOffset.UtcNow;
        var until = expires ?? now.AddHours(1);
        var claims = new Dictionary<string, object>
        {
            ["iss"] = "scheduling-development",
            ["aud"] = "scheduling",
            ["sub"] = $"{role}:{advisor ?? organization}",
            ["role"] = role,
            ["nbf"] = Math.Min((validFrom ?? now).ToUnixTimeSeconds(), until.ToUnixTimeSeconds() - 1),
            ["exp"] = until.ToUnixTimeSeconds(),
        };
        if (organization is not null)
            claims["organization"] = organization;
        if (advisor is not null)
            claims["advisor"] = advisor;
        var signed = $"{Encode(Header)}.{Encode(JsonSerializer.Serialize(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
