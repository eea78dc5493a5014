using System.Net;
using Scheduling.Api.Overload;

namespace Scheduling.Silo.Hosting;

/// <summary>Where state lives.</summary>
internal enum StorageProvider
{
    /// <summary>One file, one server.</summary>
    Sqlite,

    /// <summary>A database, any number of servers.</summary>
    PostgreSql,
}

/// <summary>Everything that was set, read once and checked.</summary>
internal sealed record SchedulingSettings
{
    /// <summary>Where it listens unless told otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>
    /// True on a developer's machine: local keys and the token command work, nothing is asked of an issuer.
    /// </summary>
    public required bool IsDevelopment { get; init; }

    /// <summary>Addresses to listen on.</summary>
    public required ImmutableArray<string> Urls { get; init; }

    /// <summary><c>Storage:Provider</c>. Default: Sqlite.</summary>
    public required StorageProvider Provider { get; init; }

    /// <summary><c>ConnectionStrings:Scheduling</c>; null means the default SQLite file.</summary>
    public required string? ConnectionString { get; init; }

    /// <summary>
    /// <c>Storage:GroupCommit</c>: writes that wait for the store at the same time are committed together. Default: true.
    /// </summary>
    public bool GroupCommit { get; init; } = true;

    /// <summary>How silos reach one another.</summary>
    public required ClusterSettings Cluster { get; init; }

    /// <summary>Whose tokens are accepted.</summary>
    public required IdentitySettings Identity { get; init; }

    /// <summary><c>Metrics:Prometheus</c>: serve <c>/metrics</c>. Default: in Development only.</summary>
    public required bool Prometheus { get; init; }

    /// <summary><c>Demo:Seed</c>: load the demo into an empty store. Default: in Development only.</summary>
    public bool SeedsDemo { get; init; }

    /// <summary><c>Limits:…</c>: how much work it takes on at once.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary><c>Cors:Origins</c> and <c>Proxy:Trusted</c>.</summary>
    public BrowserSettings Browsers { get; init; } = BrowserSettings.None;
}

/// <summary>How silos of one cluster find and reach one another.</summary>
/// <param name="Id"><c>Cluster:Id</c>: silos with the same id on one database form a cluster. Default:
/// scheduling.</param>
/// <param name="Address"><c>Cluster:Address</c>: the address other silos reach this one at. Default: loopback.</param>
/// <param name="SiloPort"><c>Cluster:SiloPort</c>; null picks a free one.</param>
/// <param name="GatewayPort"><c>Cluster:GatewayPort</c>; null picks a free one.</param>
internal sealed record ClusterSettings(string Id, IPAddress Address, int? SiloPort, int? GatewayPort)
{
    /// <summary>What <see cref="FailureDetection"/> is unless it is set.</summary>
    public static readonly TimeSpan DefaultFailureDetection = TimeSpan.FromSeconds(10);

    /// <summary>
    /// <c>Cluster:FailureDetection</c>: the longest that a silo which answers nothing counts as alive, on machines that
    /// are not overloaded.
    /// </summary>
    public TimeSpan FailureDetection { get; init; } = DefaultFailureDetection;

    /// <summary><c>Cluster:Tls</c>; null means that silos talk in the clear.</summary>
    public ClusterTls? Tls { get; init; }
}

/// <summary>
/// Whose tokens are accepted: an OpenID Connect issuer's, a public key's, or (neither set) the local key's.
/// </summary>
/// <param name="Authority"><c>Authentication:Authority</c>: the issuer, asked for its keys by OpenID Connect
/// discovery.</param>
/// <param name="Audience"><c>Authentication:Audience</c>: what a token must be meant for.</param>
/// <param name="PublicKey"><c>Authentication:PublicKey</c>: PEM text, instead of discovery.</param>
/// <param name="Issuer"><c>Authentication:Issuer</c>: who must have issued a token checked with the public key.</param>
internal sealed record IdentitySettings(string? Authority, string? Audience, string? PublicKey, string? Issuer)
{
    /// <summary>True when tokens come from elsewhere; the local development key counts for nothing then.</summary>
    public bool HasIssuer => Authority is not null || PublicKey is not null;
}
