using GraphQL;
using Scheduling.Api.Execution;

namespace Scheduling.Api.Overload;

/// <summary>
/// The operation was refused before any of it ran, and may be sent again after <c>retryAfterSeconds</c>. Extensions:
/// <c>limit</c> names the setting that was met.
/// </summary>
internal sealed class OverloadError : ExecutionError, IHttpStatusError
{
    private static int s_refused;

    private OverloadError(int statusCode, string code, string limit, int retryAfterSeconds, string message) : base(message)
    {
        (StatusCode, RetryAfterSeconds, Limit, Code) = (statusCode, retryAfterSeconds, limit, code);
        Extensions = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["limit"] = limit,
            ["retryAfterSeconds"] = retryAfterSeconds,
        };
    }

    public int StatusCode { get; }

    public string Limit { get; }

    /// <summary>At least 1.</summary>
    public int RetryAfterSeconds { get; }

    /// <summary>The server has too much to do, whoever asks (503).</summary>
    public static OverloadError Server(string limit) => new(503, "OVERLOADED", limit, Soon(),
        "The server has too much to do: nothing of this was done. Send it again later.");

    /// <summary>This caller asks for too much (429).</summary>
    public static OverloadError Caller(string limit, TimeSpan? wait = null) => new(429, "RATE_LIMITED", limit,
        wait is { } known ? (int)Math.Clamp(Math.Ceiling(known.TotalSeconds), 1, 60) : Soon(),
        "Too many requests: nothing of this was done. Send it again later.");

    // Not the same for all: who was refused together should not come back together.
    private static int Soon() => 1 + (int)(unchecked((uint)Interlocked.Increment(ref s_refused)) % 3);
}
