using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GraphQL;
using GraphQL.Execution;
using GraphQL.MicrosoftDI;
using Microsoft.Extensions.DependencyInjection;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Scheduling.Api.Execution;

/// <summary>
/// Runs subscriptions. An event that is the same for everyone (<see cref="ISharedEvent"/>) is executed and written once for
/// all operations that ask the same and select only what says the same to all: two thousand screens of one town hall cost one
/// execution and two thousand copies of its bytes. Failures are not shared: each then asks for itself.
/// </summary>
internal sealed class SharingStrategy(IServiceScopeFactory scopes)
    : ScopedSubscriptionExecutionStrategy(scopes, new PlannedStrategy())
{
    // What was answered to an event lives as long as the event itself.
    private readonly ConditionalWeakTable<object, ConcurrentDictionary<string, Task<ExecutionResult?>>> _answers = [];

    /// <inheritdoc/>
    protected override Task<IObservable<ExecutionResult>?> ResolveResponseStreamAsync(ExecutionContext context, ExecutionNode node)
    {
        if (context.UserContext is TransportContext transport)
            transport.SharedBy = SharedOperation.KeyOf(context, node.Parent!.GraphType!);
        return base.ResolveResponseStreamAsync(context, node);
    }

    /// <inheritdoc/>
    protected override ValueTask<ExecutionResult> ProcessDataAsync(ExecutionContext context, ExecutionNode node, object? value)
    {
        if (value is not ISharedEvent shared)
            return base.ProcessDataAsync(context, node, value);
        if (context.UserContext is not TransportContext { SharedBy: { } key })
            return base.ProcessDataAsync(context, node, shared.Source());
        return _answers.GetOrCreateValue(shared.News) is var answers
            && answers.TryGetValue(key, out var known) && known is { IsCompletedSuccessfully: true, Result: { } answer }
                ? new ValueTask<ExecutionResult>(answer)
                : ShareAsync(context, node, shared, answers, key);
    }

    private async ValueTask<ExecutionResult> ShareAsync(
        ExecutionContext context, ExecutionNode node, ISharedEvent shared,
        ConcurrentDictionary<string, Task<ExecutionResult?>> answers, string key)
    {
        var mine = new TaskCompletionSource<ExecutionResult?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = answers.GetOrAdd(key, mine.Task);
        if (first != mine.Task)
            return await first.WaitAsync(context.CancellationToken) ?? await base.ProcessDataAsync(context, node, shared.Source());

        WrittenResult? written = null;
        try
        {
            // For everyone: not ended with the one who happened to come first.
            context.CancellationToken = CancellationToken.None;
            var result = await base.ProcessDataAsync(context, node, shared.Source());
            if (result.Errors is not { Count: > 0 })
                written = WrittenResult.Of(result);
            return written ?? result;
        }
        finally
        {
            if (written is null)
                answers.TryRemove(key, out _);
            mine.SetResult(written);
        }
    }
}
