using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Scheduling.Api.Board;

/// <summary>
/// The board for a town hall's entrance: a page that shows who is in the rooms of a venue or a commune. It is the same for
/// everybody; what it shows it asks of the GraphQL API with the token in its link's fragment, which browsers send to nobody.
/// </summary>
public static class BoardSetup
{
    private const string Page = "index.html";

    // Nothing inline and no other host: what a name in the data might try finds nothing to run.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Maps the page, and its files below it. The API is expected beside it, at <c>graphql</c>.</summary>
    /// <param name="endpoints">Where to map it.</param>
    /// <param name="path">The page's path, without a slash at its end.</param>
    public static IEndpointRouteBuilder MapBoard(this IEndpointRouteBuilder endpoints, string path = "/board")
    {
        var everybody = new AllowAnonymousAttribute();
        endpoints.MapGet(path, ServePage).WithMetadata(everybody);
        endpoints.MapGet($"{path}/{{file}}", Serve).WithMetadata(everybody);
        return endpoints;
    }

    // The page names its files relative to itself, so that it also works below the prefix of a proxy.
    private static IResult ServePage(HttpContext context)
    {
        var asked = context.Request.PathBase + context.Request.Path;
        return asked.Value!.EndsWith('/')
            ? Results.LocalRedirect(asked.Value.TrimEnd('/') + context.Request.QueryString)
            : Serve(context, Page);
    }

    private static IResult Serve(HttpContext context, string file)
    {
        if (BoardFiles.Find(file) is not { } found)
            return Results.NotFound();
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-cache"; // kept, and asked about each time by its tag
        return Results.Bytes(found.Content, found.ContentType, entityTag: found.Tag);
    }
}
