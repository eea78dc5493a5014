using System.Diagnostics;

namespace Scheduling.Api.Errors;

/// <summary>Ties an answer to the log lines of the same request.</summary>
internal static class CorrelationId
{
    /// <summary>The trace id of the request under way, 32 hexadecimal digits; "none" outside of one.</summary>
    public static string Current => Activity.Current?.TraceId.ToHexString() ?? "none";
}
