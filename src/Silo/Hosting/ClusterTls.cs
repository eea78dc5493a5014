using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace Scheduling.Silo.Hosting;

/// <summary>
/// TLS between silos: each shows its certificate, and talks only to silos whose certificate comes from the cluster's
/// authority. Names are not compared: whoever that authority certifies is a silo, so it should certify nothing else.
/// </summary>
internal sealed class ClusterTls
{
    private const string Section = "Cluster:Tls";
    private const string ServerName = "scheduling-silo";

    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 certificate;
    private readonly X509Certificate2Collection authorities;

    private ClusterTls(X509Certificate2 certificate, X509Certificate2Collection authorities) =>
        (this.certificate, this.authorities) = (certificate, authorities);

    /// <summary>
    /// Reads <c>Cluster:Tls:Certificate</c>, <c>Key</c> and <c>Authority</c>, the paths of PEM files.
    /// </summary>
    /// <returns>Null when none of the three is set.</returns>
    /// <exception cref="StartupException">One is missing, or a file does not hold what it should.</exception>
    public static ClusterTls? Read(IConfiguration configuration)
    {
        var (certificatePath, keyPath, authorityPath) = (
            SettingsReader.Text(configuration, $"{Section}:Certificate"),
            SettingsReader.Text(configuration, $"{Section}:Key"),
            SettingsReader.Text(configuration, $"{Section}:Authority"));
        if (certificatePath is null && keyPath is null && authorityPath is null)
            return null;

        var trusted = Certificates("Authority", authorityPath);
        var own = WithKey(Certificates("Certificate", certificatePath)[0], keyPath);
        RequireUse(own, ServerUse, "server");
        RequireUse(own, ClientUse, "client");
        var tls = new ClusterTls(own, trusted);
        return tls.Accepts(own, extra: null, out var reason)
            ? tls
            : throw Refuse(
                "Certificate",
                $"does not hold against {Section}:Authority ({reason})",
                "a certificate of that authority that is valid now");
    }

    /// <summary>Makes every connection between silos, and of clients, use it in both directions.</summary>
    public void AddTo(ISiloBuilder silo) => silo.UseTls(options =>
    {
        options.LocalCertificate = certificate;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (other, chain, _) =>
            Accepts(other, chain?.ChainPolicy.ExtraStore, out var _);
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = ServerName;
    });

    /// <summary>True when the certificate comes from one of the authorities and is valid now.</summary>
    /// <param name="other">The certificate.</param>
    /// <param name="extra">Certificates that may stand between it and an authority.</param>
    /// <param name="reason">Why not.</param>
    internal bool Accepts(X509Certificate2 other, X509Certificate2Collection? extra, out string reason)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (extra is not null)
            chain.ChainPolicy.ExtraStore.AddRange(extra);
        var accepted = chain.Build(other);
        reason = string.Join(", ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()));
        return accepted;
    }

    private static X509Certificate2Collection Certificates(string key, string? path)
    {
        var read = new X509Certificate2Collection();
        try
        {
            read.ImportFromPem(ReadFile(key, path));
        }
        catch (CryptographicException failure)
        {
            throw Refuse(key, $"names {path}, which cannot be read ({failure.Message})");
        }

        return read.Count > 0 ? read : throw Refuse(key, $"names {path}, which holds no certificate");
    }

    private static X509Certificate2 WithKey(X509Certificate2 certificate, string? path)
    {
        var pem = ReadFile("Key", path);
        try
        {
            return X509Certificate2.CreateFromPem(certificate.ExportCertificatePem(), pem);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            throw Refuse("Key", $"names {path}, which is not the key of {Section}:Certificate ({failure.Message})");
        }
    }

    private static void RequireUse(X509Certificate2 certificate, string use, string side)
    {
        var uses = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().ToList();
        var named = uses.SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>()).Any(oid => oid.Value == use);
        if (uses.Count > 0 && !named)
        {
            throw Refuse(
                "Certificate",
                $"is not for the {side}'s side of a connection",
                "a certificate for both sides (serverAuth and clientAuth)");
        }
    }

    private static string ReadFile(string key, string? path)
    {
        if (path is null)
            throw Refuse(key, $"is missing, and another setting of {Section} is set");

        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Refuse(key, $"names {path}, which cannot be read");
        }
    }

    private static StartupException Refuse(string key, string problem, string? accepted = null) =>
        StartupException.Setting(
            $"{Section}:{key}", problem, accepted ?? $"the path of a PEM file with {Holds(key)}");

    private static string Holds(string key) => key switch
    {
        "Key" => "the private key of this silo's certificate, not encrypted",
        "Certificate" => "this silo's certificate",
        _ => "the certificate of the authority that signs the silos' certificates",
    };
}
