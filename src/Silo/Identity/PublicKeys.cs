using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Identity;

/// <summary>Reads the configured public key: PEM text, or the path of a file that holds it.</summary>
internal static class PublicKeys
{
    /// <summary>Reads it.</summary>
    /// <exception cref="StartupException">It is neither an RSA nor an elliptic curve public key.</exception>
    public static SecurityKey Read(string setting)
    {
        var pem = setting.Contains("-----BEGIN", StringComparison.Ordinal) ? setting : ReadFile(setting);
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
            throw Refuse("holds a private key");

        return TryRsa(pem) ?? TryCurve(pem) ?? throw Refuse("cannot be read as one");
    }

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Refuse($"names {path}, which cannot be read");
        }
    }

    private static SecurityKey? TryRsa(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            return null;
        }

        return rsa.KeySize >= 2048 ? new RsaSecurityKey(rsa) : throw Refuse($"has only {rsa.KeySize} bits");
    }

    private static SecurityKey? TryCurve(string pem)
    {
        var curve = ECDsa.Create();
        try
        {
            curve.ImportFromPem(pem);
            return new ECDsaSecurityKey(curve);
        }
        catch (Exception failure) when (failure is ArgumentException or CryptographicException)
        {
            curve.Dispose();
            return null;
        }
    }

    private static StartupException Refuse(string problem) => StartupException.Setting(
        "Authentication:PublicKey",
        problem,
        "an RSA (2048 bits or more) or elliptic curve public key as PEM text, or the path of a file with it");
}
