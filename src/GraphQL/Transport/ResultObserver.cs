using GraphQL;
using Scheduling.Api.Execution;

namespace Scheduling.Api.Transport;

/// <summary>Hands a subscription's results on, and its end once: null, or the error that ended it.</summary>
internal sealed class ResultObserver(Action<ExecutionResult> next, Action<ExecutionError?> end, ErrorMasking masking)
    : IObserver<ExecutionResult>
{
    public void OnNext(ExecutionResult value) => next(value);

    public void OnError(Exception error) => end(error as ExecutionError ?? masking.Mask(error, "(stream)"));

    public void OnCompleted() => end(null);
}
