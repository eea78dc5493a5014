using System.Globalization;
using System.Net;
using System.Xml;
using Scheduling.Silo.Identity;

namespace Scheduling.Silo.Hosting;

/// <summary>Reads and checks the settings. Each refusal names the setting and what it accepts.</summary>
internal static class SettingsReader
{
    /// <summary>Reads all of them.</summary>
    /// <exception cref="StartupException">A setting is wrong, unknown or missing.</exception>
    public static SchedulingSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        KnownSettings.RefuseUnknown(configuration);
        var provider = Provider(configuration);
        var development = environment.IsDevelopment();
        return new SchedulingSettings
        {
            IsDevelopment = development,
            Urls = Urls(configuration),
            Provider = provider,
            ConnectionString = ConnectionString(configuration, provider),
            GroupCommit = Flag(configuration, "Storage:GroupCommit") ?? true,
            Cluster = new ClusterSettings(
                Text(configuration, "Cluster:Id") ?? "scheduling",
                Address(configuration),
                Port(configuration, "Cluster:SiloPort"),
                Port(configuration, "Cluster:GatewayPort"))
            {
                FailureDetection = FailureDetection(configuration),
                Tls = ClusterTls.Read(configuration),
            },
            Identity = IdentitySettingsReader.Read(configuration, environment),
            Prometheus = Flag(configuration, "Metrics:Prometheus") ?? development,
            SeedsDemo = development && (Flag(configuration, "Demo:Seed") ?? true),
            Limits = LimitSettingsReader.Read(configuration, development),
            Browsers = BrowserSettings.Read(configuration),
        };
    }

    /// <summary>The setting's text, or null when it is not set or blank.</summary>
    public static string? Text(IConfiguration configuration, string name) =>
        string.IsNullOrWhiteSpace(configuration[name]) ? null : configuration[name]!.Trim();

    private static StorageProvider Provider(IConfiguration configuration) =>
        Text(configuration, "Storage:Provider")?.ToUpperInvariant() switch
        {
            null or "SQLITE" => StorageProvider.Sqlite,
            "POSTGRESQL" => StorageProvider.PostgreSql,
            _ => throw Refuse(configuration, "Storage:Provider", "Sqlite or PostgreSql"),
        };

    private static string? ConnectionString(IConfiguration configuration, StorageProvider provider) =>
        (provider, Text(configuration, "ConnectionStrings:Scheduling")) switch
        {
            (StorageProvider.PostgreSql, null) => throw new StartupException(
                "ConnectionStrings:Scheduling is missing: with Storage:Provider=PostgreSql it must be a PostgreSQL "
                + "connection string (Host=…;Database=…;Username=…;Password=…)."),
            (_, var text) => text,
        };

    private static ImmutableArray<string> Urls(IConfiguration configuration)
    {
        var urls = Text(configuration, "urls") ?? SchedulingSettings.DefaultUrl;
        var parts = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 0 && parts.All(IsUrl)
            ? [.. parts]
            : throw StartupException.Setting(
                "urls", $"is '{urls}'", "http:// or https:// addresses with a port from 0 to 65535, separated by ';'");
    }

    private static bool IsUrl(string text)
    {
        // Kestrel also takes http://*:80 and http://+:80, which are no URIs.
        var candidate = text
            .Replace("://*", "://any", StringComparison.Ordinal)
            .Replace("://+", "://any", StringComparison.Ordinal);
        return Uri.TryCreate(candidate, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.PathAndQuery == "/" && uri.Host.Length > 0;
    }

    private static IPAddress Address(IConfiguration configuration) =>
        Text(configuration, "Cluster:Address") is not { } text ? IPAddress.Loopback
        : IPAddress.TryParse(text, out var address) && !IsEverywhere(address) ? address
        : throw Refuse(configuration, "Cluster:Address", "an IP address of this machine that other silos can reach");

    private static bool IsEverywhere(IPAddress address) =>
        address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static int? Port(IConfiguration configuration, string name) =>
        Text(configuration, name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw Refuse(configuration, name, "a port from 1 to 65535");

    private static TimeSpan FailureDetection(IConfiguration configuration)
    {
        const string Name = "Cluster:FailureDetection";
        if (Text(configuration, Name) is not { } text)
            return ClusterSettings.DefaultFailureDetection;

        try
        {
            var duration = XmlConvert.ToTimeSpan(text);
            if (duration >= TimeSpan.FromSeconds(4) && duration <= TimeSpan.FromMinutes(5))
                return duration;
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            // Said below, together with a duration out of range.
        }

        throw Refuse(configuration, Name, "an ISO 8601 duration from PT4S to PT5M, such as PT10S");
    }

    private static bool? Flag(IConfiguration configuration, string name) =>
        Text(configuration, name) is not { } text ? null
        : bool.TryParse(text, out var flag) ? flag
        : throw Refuse(configuration, name, "true or false");

    private static StartupException Refuse(IConfiguration configuration, string name, string accepted) =>
        StartupException.Setting(name, $"is '{configuration[name]}'", accepted);
}
