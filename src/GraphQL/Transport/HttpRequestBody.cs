using GraphQL;
using Microsoft.AspNetCore.Http;
using Scheduling.Api.Execution;

namespace Scheduling.Api.Transport;

/// <summary>Takes the GraphQL request out of an HTTP request.</summary>
internal static class HttpRequestBody
{
    /// <summary>The request in the query string or in the body.</summary>
    /// <exception cref="RequestError">Too large (413), not JSON by its type (415).</exception>
    /// <exception cref="MalformedRequestException">It is not a GraphQL request.</exception>
    public static ValueTask<OperationRequest> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken) =>
        HttpMethods.IsGet(request.Method)
            ? new ValueTask<OperationRequest>(FromQuery(request, maxBytes))
            : FromBodyAsync(request, maxBytes, cancellationToken);

    private static OperationRequest FromQuery(HttpRequest request, int maxBytes)
    {
        if (request.QueryString.Value?.Length > maxBytes)
            throw TooLarge(maxBytes);
        return new OperationRequest(
            Parameter(request, "query") ?? throw new MalformedRequestException("'query' is missing."),
            Parameter(request, "operationName"),
            Map(request, "variables"),
            Map(request, "extensions"));
    }

    private static string? Parameter(HttpRequest request, string name) => request.Query[name] switch
    {
        { Count: > 1 } => throw new MalformedRequestException($"'{name}' is given twice."),
        var values => values.ToString() is { Length: > 0 } value ? value : null,
    };

    private static Inputs? Map(HttpRequest request, string name) =>
        Parameter(request, name) is { } json && json != "null" ? RequestReader.ReadObject(json, name) : null;

    private static async ValueTask<OperationRequest> FromBodyAsync(
        HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (!MediaTypes.IsJson(request.ContentType))
            throw new RequestError(415, "UNSUPPORTED_MEDIA_TYPE", "Send the request as application/json in UTF-8.");
        if (request.ContentLength > maxBytes)
            throw TooLarge(maxBytes);

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            // Also where it is refused: a reader left in the middle costs the client its connection.
            var consumed = read.Buffer.End;
            try
            {
                if (read.Buffer.Length > maxBytes)
                    throw TooLarge(maxBytes);
                if (read.IsCompleted)
                    return RequestReader.ReadRequest(read.Buffer);
                consumed = read.Buffer.Start;
            }
            finally
            {
                request.BodyReader.AdvanceTo(consumed, read.Buffer.End);
            }
        }
    }

    private static RequestError TooLarge(int maxBytes) =>
        new(413, "PAYLOAD_TOO_LARGE", $"The request is larger than {maxBytes} bytes.");
}
