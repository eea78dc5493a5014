using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Identity;

/// <summary>Reads the settings that say whose tokens are accepted.</summary>
internal static class IdentitySettingsReader
{
    /// <summary>Reads them and checks that they fit together.</summary>
    /// <exception cref="StartupException">They contradict one another, or outside Development there are
    /// none.</exception>
    public static IdentitySettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = new IdentitySettings(
            SettingsReader.Text(configuration, "Authentication:Authority"),
            SettingsReader.Text(configuration, "Authentication:Audience"),
            SettingsReader.Text(configuration, "Authentication:PublicKey"),
            SettingsReader.Text(configuration, "Authentication:Issuer"));

        if (!settings.HasIssuer && !environment.IsDevelopment())
            throw MissingIssuer(environment.EnvironmentName);
        if (settings.Authority is { } authority)
            RequireAuthorityUrl(authority);
        if (settings is { Authority: not null, PublicKey: not null })
            throw Refuse("PublicKey", "is set together with Authentication:Authority", "a value only without it");
        if (settings is { HasIssuer: true, Audience: null })
            throw Refuse("Audience", "is missing", "the audience that the issuer puts into tokens for this server");
        if (settings is { PublicKey: not null, Issuer: null })
            throw Refuse("Issuer", "is missing", "the issuer that the tokens name, whose key Authentication:PublicKey is");
        if (settings is { PublicKey: null, Issuer: not null })
            throw Refuse("Issuer", "is set without Authentication:PublicKey", "a value only together with it");
        return settings;
    }

    private static void RequireAuthorityUrl(string authority)
    {
        var usable = Uri.TryCreate(authority, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
        if (!usable)
            throw Refuse("Authority", $"is '{authority}'", "an https:// URL, and http:// on this machine only");
    }

    private static StartupException MissingIssuer(string environment) => Refuse(
        "Authority",
        $"is missing, and outside Development (this is {environment}) tokens must come from an issuer",
        "the URL of an OpenID Connect issuer, with Authentication:Audience; or set Authentication:PublicKey, "
        + "with Authentication:Issuer and Authentication:Audience");

    private static StartupException Refuse(string key, string problem, string accepted) =>
        StartupException.Setting($"Authentication:{key}", problem, accepted);
}
