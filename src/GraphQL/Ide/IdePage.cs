using System.Net.Mime;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;
using Scheduling.Api.Transport;

namespace Scheduling.Api.Ide;

/// <summary>
/// GraphiQL for browsers: a page, and the files that the build bundled into this assembly. Nothing of it comes from another
/// host. Built without Node there are no files, and the page says so.
/// </summary>
internal static class IdePage
{
    /// <summary>Where the files are, below the GraphQL path.</summary>
    public const string Folder = "ide";

    // Styles inline: the editor makes style elements. 'self' for connections covers WebSockets of this host.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
        + "font-src 'self' data:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly FileExtensionContentTypeProvider s_contentTypes = new();
    private static readonly EntityTagHeaderValue s_version = new($"\"{typeof(IdePage).Module.ModuleVersionId:N}\"");

    /// <summary>Whether the bundle is part of this build.</summary>
    public static bool IsBundled { get; } = Open("ide.js") is not null;

    /// <summary>Whether a browser opens the page, rather than a client that asks something.</summary>
    public static bool IsWanted(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && !request.Query.ContainsKey("query")
        && MediaTypes.WantsHtml(request.Headers.Accept);

    public static Task WriteAsync(HttpContext context)
    {
        var endpoint = HtmlEncoder.Default.Encode($"{context.Request.PathBase}{context.Request.Path}".TrimEnd('/'));
        Protect(context.Response);
        context.Response.ContentType = MediaTypeNames.Text.Html + "; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.WriteAsync(IsBundled ? Page(endpoint) : MissingPage, Encoding.UTF8, context.RequestAborted);
    }

    /// <summary>One of the IDE's files.</summary>
    public static IResult ServeFile(HttpContext context, string? file)
    {
        if (file is null || Open(file) is not { } content)
            return Results.NotFound();
        Protect(context.Response);
        context.Response.Headers.CacheControl = "no-cache"; // revalidated by the build's version
        var type = s_contentTypes.TryGetContentType(file, out var known) ? known : MediaTypeNames.Application.Octet;
        return Results.Stream(content, type, entityTag: s_version);
    }

    private static Stream? Open(string file) =>
        typeof(IdePage).Assembly.GetManifestResourceStream($"{Folder}/{file}");

    private static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }

    private static string Page(string endpoint) =>
        $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Scheduling: GraphQL</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="{endpoint}/{Folder}/ide.css">
        </head>
        <body>
          <div id="graphiql" data-endpoint="{endpoint}">Loading…</div>
          <script type="module" src="{endpoint}/{Folder}/ide.js"></script>
        </body>
        </html>
        """;

    private const string MissingPage =
        """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Scheduling: GraphQL</title><link rel="icon" href="data:,"></head>
        <body>
          <h1>The GraphQL IDE is not part of this build</h1>
          <p>The API on this address works: send GraphQL requests by POST, with a token. Only this page's editor is missing,
          because the server was built where Node.js with npm was not found, or could not install the editor's packages.</p>
          <p>To have it: install Node.js 20 or later, run <code>dotnet build</code> again, and restart the server.</p>
        </body>
        </html>
        """;
}
