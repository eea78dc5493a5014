using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Orleans.Dashboard;

namespace Scheduling.Silo.Identity;

/// <summary>
/// Lets an administrator's browser into the dashboard. A browser sends no bearer header by itself, so
/// <c>/orleans?access_token=…</c> hands the token in once; it then lives in a cookie that only the dashboard gets, no
/// script can read, and no other site can make the browser send. A header works as everywhere.
/// </summary>
internal static class DashboardAccess
{
    private const string Path = "/orleans";
    private const string Cookie = "scheduling-dashboard";
    private const string QueryKey = "access_token";

    /// <summary>
    /// Serves Orleans' dashboard to administrators. Goes after authentication. Its pages are made when the first of
    /// them asks: the package compresses 17 MB of assets then and keeps some 60 MB, which a server nobody looks at
    /// should not spend.
    /// </summary>
    public static void UseSchedulingDashboard(this WebApplication app)
    {
        var pages = new Lazy<RequestDelegate>(() => BuildPages(app));
        app.MapWhen(
            context => IsDashboard(context.Request),
            branch => branch.Run(context => ServeAsync(context, pages)));
    }

    /// <summary>
    /// Takes the token out of the address, before it is logged or bookmarked, into the cookie. Goes before
    /// authentication.
    /// </summary>
    public static void UseSchedulingDashboardAccess(this WebApplication app) =>
        app.UseWhen(
            context => IsDashboard(context.Request) && context.Request.Query.ContainsKey(QueryKey),
            branch => branch.Run(MoveTokenToCookieAsync));

    /// <summary>Authenticates a request of the dashboard by its cookie.</summary>
    public static Task TakeTokenFromCookieAsync(MessageReceivedContext context)
    {
        if (IsDashboard(context.Request) && context.Request.Headers.Authorization.Count == 0)
            context.Token = context.Request.Cookies[Cookie];
        return Task.CompletedTask;
    }

    private static bool IsDashboard(HttpRequest request) =>
        request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);

    private static async Task ServeAsync(HttpContext context, Lazy<RequestDelegate> pages)
    {
        var authorization = context.RequestServices.GetRequiredService<IAuthorizationService>();
        if ((await authorization.AuthorizeAsync(context.User, IdentitySetup.AdminPolicy)).Succeeded)
            await pages.Value(context);
        else if (context.User.Identity?.IsAuthenticated == true)
            await context.ForbidAsync();
        else
            await context.ChallengeAsync();
    }

    private static RequestDelegate BuildPages(IApplicationBuilder app)
    {
        var branch = app.New();
        branch.UseRouting();
        branch.UseEndpoints(endpoints => endpoints.MapOrleansDashboard(Path));
        return branch.Build();
    }

    private static async Task MoveTokenToCookieAsync(HttpContext context)
    {
        var token = context.Request.Query[QueryKey].ToString();
        if (await context.RequestServices.GetRequiredService<BearerTokens>().ValidateAsync(token) is not { } caller)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        context.Response.Cookies.Append(Cookie, token, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Path = Path,
            Expires = caller.Expires,
        });
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Redirect(Path + "/");
    }
}
