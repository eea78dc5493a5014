using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Scheduling.Api.Transport;

/// <summary>The forms an answer can take.</summary>
internal enum ResponseForm
{
    /// <summary><c>application/json</c>: status 200 for every well-formed request.</summary>
    Json,

    /// <summary><c>application/graphql-response+json</c>: the status says whether the operation ran.</summary>
    GraphQLResponse,

    /// <summary><c>text/event-stream</c>: graphql-sse, distinct connections.</summary>
    EventStream,
}

/// <summary>Content negotiation as GraphQL over HTTP asks for it.</summary>
internal static class MediaTypes
{
    public const string Json = "application/json";
    public const string GraphQLResponse = "application/graphql-response+json";
    public const string EventStream = "text/event-stream";

    // Several times what browsers send. What reads these headers takes memory with the square of the length of a wrong one.
    private const int LengthMax = 2_000;

    public static string ContentType(this ResponseForm form) => form switch
    {
        ResponseForm.GraphQLResponse => GraphQLResponse + "; charset=utf-8",
        ResponseForm.EventStream => EventStream + "; charset=utf-8",
        _ => Json + "; charset=utf-8",
    };

    /// <summary>
    /// The form the client likes best, null when it accepts none. No header means JSON, and so do wildcards; a named type goes
    /// before a wildcard of the same quality.
    /// </summary>
    public static ResponseForm? Negotiate(StringValues accept)
    {
        if (StringValues.IsNullOrEmpty(accept))
            return ResponseForm.Json;
        if (IsTooLong(accept) || !MediaTypeHeaderValue.TryParseList(accept, out var ranges))
            return null;

        var refused = ranges.Where(range => range.Quality == 0).Select(Form).ToHashSet();
        return ranges
            .Where(range => range.Quality != 0 && Utf8(range))
            .OrderByDescending(range => range.Quality ?? 1)
            .ThenBy(range => range.MatchesAllSubTypes)
            .Select(Form)
            .FirstOrDefault(form => form is not null && !refused.Contains(form));
    }

    /// <summary>Whether a browser asks for a page.</summary>
    public static bool WantsHtml(StringValues accept) =>
        !IsTooLong(accept) && MediaTypeHeaderValue.TryParseList(accept, out var ranges)
        && ranges.Any(range => Is(range, "text/html") && range.Quality != 0);

    /// <summary>Whether a body of this type can be read: JSON in UTF-8.</summary>
    public static bool IsJson(string? contentType) =>
        !IsTooLong(contentType) && MediaTypeHeaderValue.TryParse(contentType, out var type) && Is(type, Json) && Utf8(type);

    private static bool IsTooLong(StringValues header) => header.Sum(value => value?.Length ?? 0) > LengthMax;

    private static ResponseForm? Form(MediaTypeHeaderValue range)
    {
        if (range.MatchesAllTypes || Is(range, "application/*") || Is(range, Json))
            return ResponseForm.Json;
        if (Is(range, GraphQLResponse))
            return ResponseForm.GraphQLResponse;
        return Is(range, EventStream) ? ResponseForm.EventStream : null;
    }

    private static bool Is(MediaTypeHeaderValue range, string type) =>
        range.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);

    private static bool Utf8(MediaTypeHeaderValue range) =>
        !range.Charset.HasValue || HeaderUtilities.RemoveQuotes(range.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
