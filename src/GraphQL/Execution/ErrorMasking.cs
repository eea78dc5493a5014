using GraphQL;
using GraphQL.DI;
using Microsoft.Extensions.Logging;
using Scheduling.Api.Errors;

namespace Scheduling.Api.Execution;

/// <summary>
/// Replaces every failure that is not meant for the client, and logs it: an outage by an <see cref="UnavailableError"/>, anything
/// else by an <see cref="InternalError"/>.
/// </summary>
internal sealed partial class ErrorMasking(ILogger<ErrorMasking> logger) : IConfigureExecution
{
    /// <summary>After other configuration: a handler registered there sees the failure first and may give it a meaning.</summary>
    public float SortOrder => 1000;

    /// <inheritdoc/>
    public Task<ExecutionResult> ExecuteAsync(ExecutionOptions execution, ExecutionDelegate next)
    {
        var known = execution.UnhandledExceptionDelegate;
        execution.UnhandledExceptionDelegate = async failure =>
        {
            await known(failure);
            if (failure.Exception is not ExecutionError)
                failure.Exception = Mask(failure.Exception, failure.FieldContext?.FieldDefinition.Name ?? "(request)");
        };
        return next(execution);
    }

    /// <summary>Logs the failure under a correlation id, the trace's own where there is one, and gives what the client sees.</summary>
    public ExecutionError Mask(Exception failure, string field)
    {
        var correlationId = CorrelationId.Current;
        if (Outage.Is(failure))
        {
            LogOutage(logger, failure, field, correlationId);
            return new UnavailableError(correlationId);
        }

        LogFailure(logger, failure, field, correlationId);
        return new InternalError(correlationId);
    }

    [LoggerMessage(LogLevel.Error, "GraphQL field {Field} failed, correlation id {CorrelationId}")]
    private static partial void LogFailure(ILogger logger, Exception failure, string field, string correlationId);

    [LoggerMessage(LogLevel.Warning, "GraphQL field {Field} could not be read, correlation id {CorrelationId}")]
    private static partial void LogOutage(ILogger logger, Exception failure, string field, string correlationId);
}
