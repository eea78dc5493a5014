using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Hosting;

/// <summary>An authority of a cluster's own, and the certificates it signs, as PEM files.</summary>
internal sealed class Certificates : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly TempFolder folder;
    private readonly string name;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 authority;

    /// <summary>Makes an authority.</summary>
    public Certificates(TempFolder folder, string name)
    {
        (this.folder, this.name) = (folder, name);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        authority = request.CreateSelfSigned(Now.AddDays(-2), Now.AddDays(30));
        File.WriteAllText(AuthorityPath, authority.ExportCertificatePem());
    }

    /// <summary>Its own certificate.</summary>
    public string AuthorityPath => folder.File($"{name}.ca.pem");

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    /// <summary>The settings of a silo with a certificate of this authority.</summary>
    public Dictionary<string, string> Issue(string silo, bool forClients = true, bool expired = false)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={silo}", own, HashAlgorithmName.SHA256);
        OidCollection uses = forClients ? [new Oid(ServerUse), new Oid(ClientUse)] : [new Oid(ServerUse)];
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, critical: false));
        var until = expired ? Now.AddHours(-1) : Now.AddDays(1);
        using var certificate = request.Create(authority, Now.AddDays(-1), until, RandomNumberGenerator.GetBytes(8));
        var (certificatePath, keyPath) = (folder.File($"{name}.{silo}.pem"), folder.File($"{name}.{silo}.key"));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, own.ExportPkcs8PrivateKeyPem());
        return new Dictionary<string, string>
        {
            ["Cluster:Tls:Certificate"] = certificatePath,
            ["Cluster:Tls:Key"] = keyPath,
            ["Cluster:Tls:Authority"] = AuthorityPath,
        };
    }

    /// <inheritdoc />
    public void Dispose()
    {
        authority.Dispose();
        key.Dispose();
    }
}
