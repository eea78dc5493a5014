using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Identity;

/// <summary>Reads the settings that say whose tokens are accepted.</summary>
internal static class IdentitySettingsReader
{
    /// <summary>Reads them and checks that they fit together.</summary>
    /// <exception cref="StartupException">They contradict one another, or outside Development there are none.</exception>
    public static IdentitySettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = new IdentitySettings(
            SettingsReader.Text(configuration, "Authentication:Authority"),
            SettingsReader.Text(configuration, "Authentication:Audience"),
            SettingsReader.Text(configuration, "Authentication:PublicKey"),
            SettingsReader.Text(configuration, "Authentication:Issuer"));

        if (!settings.HasIssuer && !environment.IsDevelopment())
        {
            throw new StartupException(
                $"Authentication:Authority is missing: the environment is {environment.EnvironmentName}, and outside Development "
                + "it must be the URL of an OpenID Connect issuer, with Authentication:Audience, or "
                + "Authentication:PublicKey must be a PEM public key, with Authentication:Issuer and Authentication:Audience.");
        }

        if (settings.Authority is { } authority)
            RequireAuthorityUrl(authority);
        if (settings is { Authority: not null, PublicKey: not null })
            throw new StartupException("Authentication:PublicKey is set together with Authentication:Authority: only one of them is accepted.");
        if (settings is { HasIssuer: true, Audience: null })
            throw new StartupException("Authentication:Audience is missing: it must be the audience that the issuer puts into tokens for this server.");
        if (settings is { PublicKey: not null, Issuer: null })
            throw new StartupException("Authentication:Issuer is missing: with Authentication:PublicKey it must be the issuer that tokens name.");
        if (settings is { PublicKey: null, Issuer: not null })
            throw new StartupException("Authentication:Issuer is set without Authentication:PublicKey: it is accepted only together with it.");
        return settings;
    }

    private static void RequireAuthorityUrl(string authority)
    {
        var usable = Uri.TryCreate(authority, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
        if (!usable)
            throw new StartupException($"Authentication:Authority is '{authority}': it accepts an https:// URL (http:// on this machine only).");
    }
}
