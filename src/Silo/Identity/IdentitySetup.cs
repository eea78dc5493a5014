using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.Tokens;
using Scheduling.Silo.Hosting;

namespace Scheduling.Silo.Identity;

/// <summary>Says whose tokens are accepted, and who may open what is not GraphQL.</summary>
internal static class IdentitySetup
{
    /// <summary>The policy of what only an administrator may see.</summary>
    public const string AdminPolicy = "admin";

    // How far the clocks of issuer and server may differ.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>Adds bearer authentication, the policies and <see cref="BearerTokens"/>.</summary>
    /// <exception cref="StartupException">A key cannot be read.</exception>
    public static IServiceCollection AddSchedulingIdentity(
        this IServiceCollection services, SchedulingSettings settings)
    {
        var identity = settings.Identity;
        var parameters = Rules();
        if (identity.PublicKey is { } publicKey)
            UsePublicKey(parameters, publicKey, identity);
        else if (identity.Authority is null)
            UseDevelopmentKey(parameters, settings);

        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(options =>
        {
            options.MapInboundClaims = false;
            options.TokenValidationParameters = parameters;
            if (identity.Authority is { } authority)
            {
                options.Authority = authority;
                options.Audience = identity.Audience;
                options.RequireHttpsMetadata = authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
            }

            options.Events = new JwtBearerEvents
            {
                OnMessageReceived = DashboardAccess.TakeTokenFromCookieAsync,
                OnTokenValidated = OnValidatedAsync,
            };
        });
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<TimeProvider>((options, clock) =>
            options.TokenHandlers[0] = new CheckedTokens(options.TokenHandlers[0], ClockSkew, clock));
        RemoveDataProtectionWarmUp(services);
        services.AddAuthorizationBuilder().AddPolicy(AdminPolicy, policy => policy.RequireRole(Roles.Admin));
        return services.AddSingleton<BearerTokens>();
    }

    /// <summary>
    /// True when it is said who is speaking. What callers do is noted under that name, so a token without one is none.
    /// </summary>
    public static bool NamesSomebody(ClaimsPrincipal? principal) => principal?.Identity?.Name is { Length: > 0 };

    private static Task OnValidatedAsync(TokenValidatedContext context)
    {
        // A stream ends when its token is accepted no more: before, whoever comes back with it would be let in, and cut off, again and again.
        context.Properties.ExpiresUtc += ClockSkew;
        if (!NamesSomebody(context.Principal))
            context.Fail($"The token has no '{TokenClaims.Subject}'.");
        return Task.CompletedTask;
    }

    // Authentication brings data protection along, which makes a key ring in the user's home at every start. Bearer
    // tokens need none, and nothing else here does.
    private static void RemoveDataProtectionWarmUp(IServiceCollection services)
    {
        foreach (var service in services.Where(IsWarmUp).ToList())
            services.Remove(service);

        static bool IsWarmUp(ServiceDescriptor service) =>
            service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(DataProtectionServiceCollectionExtensions).Assembly;
    }

    private static TokenValidationParameters Rules() => new()
    {
        NameClaimType = TokenClaims.Subject,
        RoleClaimType = TokenClaims.Role,
        ClockSkew = ClockSkew,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidateLifetime = true,
        ValidateIssuer = true,
        ValidateAudience = true,
        ValidateIssuerSigningKey = true,

        // An issuer's key is public: with a symmetric algorithm allowed, anybody could sign with it.
        ValidAlgorithms =
        [
            SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
            SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
            SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        ],
    };

    private static void UsePublicKey(TokenValidationParameters parameters, string publicKey, IdentitySettings identity)
    {
        parameters.IssuerSigningKey = PublicKeys.Read(publicKey);
        parameters.ValidIssuer = identity.Issuer;
        parameters.ValidAudience = identity.Audience;
    }

    private static void UseDevelopmentKey(TokenValidationParameters parameters, SchedulingSettings settings)
    {
        parameters.IssuerSigningKey = DevelopmentKey.LoadOrCreate(DevelopmentKey.PathFor(settings));
        parameters.ValidIssuer = DevelopmentKey.Issuer;
        parameters.ValidAudience = DevelopmentKey.Audience;
        parameters.ValidAlgorithms = [DevelopmentKey.Algorithm];
    }
}
