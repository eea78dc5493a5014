using System.Data.Common;
using Microsoft.Extensions.Logging;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Errors;

/// <summary>
/// Failures after which nobody here knows whether a command took effect. Anything else that a grain throws is a bug and
/// is masked as one.
/// </summary>
internal static partial class Outage
{
    /// <summary>The grain's answer, or OUTCOME_UNKNOWN when it was lost.</summary>
    public static async Task<Outcome<T>> OrUnknownAsync<T>(this Task<Outcome<T>> call, ILogger log) where T : class
    {
        try
        {
            return await call;
        }
        catch (Exception failure) when (Is(failure))
        {
            var correlationId = CorrelationId.Current;
            LogOutcomeUnknown(log, failure, correlationId);
            return Refusal.Plain(RefusalCode.OutcomeUnknown,
                "The answer was lost on the way: repeat the call with the same idempotencyKey to learn it. "
                + $"Correlation id: {correlationId}.");
        }
    }

    /// <summary>
    /// True when a call may or may not have taken effect: no answer in time, a silo gone, a record changed by another
    /// activation (InconsistentStateException is an OrleansException), a store that failed or gave up.
    /// </summary>
    public static bool Is(Exception failure) =>
        failure is TimeoutException or OrleansException or DbException or OperationCanceledException;

    [LoggerMessage(1, LogLevel.Error, "A command's outcome is unknown to its caller; correlation id {CorrelationId}")]
    private static partial void LogOutcomeUnknown(ILogger log, Exception failure, string correlationId);

    [LoggerMessage(2, LogLevel.Warning, "Alternatives could not be looked for; correlation id {CorrelationId}")]
    public static partial void LogNoAlternatives(ILogger log, Exception failure, string correlationId);
}
