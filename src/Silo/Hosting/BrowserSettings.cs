using System.Net;

namespace Scheduling.Silo.Hosting;

/// <summary>What stands between this server and browsers.</summary>
/// <param name="Origins"><c>Cors:Origins</c>: sites whose pages may call, and open WebSockets; <c>*</c> is all. Default: none.</param>
/// <param name="TrustedProxies">
/// <c>Proxy:Trusted</c>: who is believed about where a request came from (X-Forwarded-For, X-Forwarded-Proto). Default: nobody.
/// </param>
internal sealed record BrowserSettings(ImmutableArray<string> Origins, ImmutableArray<IPNetwork> TrustedProxies)
{
    /// <summary>No other site, no proxy.</summary>
    public static BrowserSettings None { get; } = new([], []);

    /// <summary>Reads them.</summary>
    /// <exception cref="StartupException">One is no origin, or no address.</exception>
    public static BrowserSettings Read(IConfiguration configuration) => new(
        AllIfAny([.. List(configuration, "Cors:Origins").Select(Origin)]),
        [.. List(configuration, "Proxy:Trusted").Select(Proxy)]);

    private static ImmutableArray<string> AllIfAny(IEnumerable<string> origins) =>
        origins.Contains("*", StringComparer.Ordinal) ? ["*"] : [.. origins];

    // Separated by ';' in one value, or one each as configuration files write lists.
    private static IEnumerable<string> List(IConfiguration configuration, string name) =>
        configuration.GetSection(name).GetChildren().Select(child => child.Value).Prepend(configuration[name])
            .SelectMany(value => (value ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static string Origin(string text) =>
        text == "*" || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.GetLeftPart(UriPartial.Authority).Equals(text.TrimEnd('/'), StringComparison.OrdinalIgnoreCase))
            ? text.TrimEnd('/').ToLowerInvariant()
            : throw StartupException.Setting(
                "Cors:Origins", $"is '{text}'", "origins such as https://rooms.example, or *, separated by ';'");

    private static IPNetwork Proxy(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw StartupException.Setting(
            "Proxy:Trusted", $"is '{text}'", "IP addresses or networks such as 10.0.0.0/8, separated by ';'");
}
