using GraphQL;
using GraphQL.Validation;

namespace Scheduling.Api.Execution;

/// <summary>An error that fixes the HTTP status of its response, whatever the media type.</summary>
internal interface IHttpStatusError
{
    int StatusCode { get; }
}

/// <summary>A request that is refused before any of it runs.</summary>
internal sealed class RequestError : ExecutionError, IHttpStatusError
{
    public RequestError(int statusCode, string code, string message) : base(message)
    {
        StatusCode = statusCode;
        Code = code;
    }

    public int StatusCode { get; }

    public static RequestError Unauthenticated() =>
        new(401, "UNAUTHENTICATED", "A valid token is needed: send it as 'Authorization: Bearer …'.");
}

/// <summary>A document that would cost too much. Extensions: <c>limit</c> names the setting, <c>maximum</c> its value.</summary>
internal sealed class LimitExceededError : ValidationError, IHttpStatusError
{
    public LimitExceededError(string limit, int maximum, string message) : base(message)
    {
        Code = "LIMIT_EXCEEDED";
        Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["limit"] = limit, ["maximum"] = maximum };
    }

    public int StatusCode => 400;
}

/// <summary>An operation of a kind that this way of asking does not serve: a mutation by GET, a subscription without a stream.</summary>
internal sealed class OperationNotAllowedError : ValidationError, IHttpStatusError
{
    public OperationNotAllowedError(int statusCode, string message) : base(message)
    {
        StatusCode = statusCode;
        Code = "OPERATION_NOT_ALLOWED";
    }

    public int StatusCode { get; }
}

/// <summary>A failure nobody foresaw: its details are in the log under the correlation id, not in the response.</summary>
internal sealed class InternalError : ExecutionError
{
    public InternalError(string correlationId) : base("Internal error")
    {
        Code = "INTERNAL";
        Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["correlationId"] = correlationId };
    }
}

/// <summary>
/// A field could not be read, since a silo or the store did not answer: ask again. Whatever the operation was told besides stands.
/// </summary>
internal sealed class UnavailableError : ExecutionError
{
    public UnavailableError(string correlationId) : base("Could not be read just now: ask again.")
    {
        Code = "UNAVAILABLE";
        Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["correlationId"] = correlationId };
    }
}
