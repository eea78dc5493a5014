using System.Diagnostics;

namespace Scheduling.Api.Errors;

/// <summary>Ties an answer to the log lines of the same request.</summary>
internal static class CorrelationId
{
    /// <summary>The trace id of the request under way, 32 hexadecimal digits; outside of one a fresh id of the same form.</summary>
    public static string Current => (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToHexString();
}
