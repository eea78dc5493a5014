using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Net.Http.Headers;

namespace Scheduling.Silo.Hosting;

/// <summary>
/// Where a request came from, what a browser may do with the answer, and which other sites' pages may have it.
/// </summary>
internal static class BrowserProtection
{
    // An answer of the API is no page: whatever is in it, nothing of it may run, be framed or be guessed at. Pages say more.
    private const string OfAnswers = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // Orleans' dashboard, for administrators only, has scripts and styles of its own inside its page.
    private const string OfDashboard = "base-uri 'self'; object-src 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly TimeSpan OneYear = TimeSpan.FromDays(365);

    /// <summary>Adds what <see cref="UseBrowserProtection"/> needs.</summary>
    public static IServiceCollection AddBrowserProtection(this IServiceCollection services, BrowserSettings settings)
    {
        services.AddHsts(hsts => hsts.MaxAge = OneYear);
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear(); // loopback, by default
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in settings.TrustedProxies)
                forwarded.KnownIPNetworks.Add(proxy);
        });
        return services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. settings.Origins])
            .WithMethods(HttpMethods.Get, HttpMethods.Post)
            .WithHeaders(HeaderNames.Authorization, HeaderNames.ContentType, HeaderNames.Accept)
            .WithExposedHeaders(HeaderNames.RetryAfter)
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
    }

    /// <summary>Goes before everything that answers.</summary>
    public static void UseBrowserProtection(this WebApplication app, BrowserSettings settings)
    {
        if (!settings.TrustedProxies.IsEmpty)
            app.UseForwardedHeaders();
        app.Use(ProtectAsync);
        app.UseHsts();
        if (!settings.Origins.IsEmpty)
            app.UseCors();
    }

    private static Task ProtectAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        var dashboard = context.Request.Path.StartsWithSegments("/orleans", StringComparison.OrdinalIgnoreCase);
        headers.ContentSecurityPolicy = dashboard ? OfDashboard : OfAnswers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        if (!dashboard)
            headers.CacheControl = "no-store";
        return next(context);
    }
}
