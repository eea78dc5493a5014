using System.Collections.Concurrent;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>What goes wrong with one call between grains, or from a client.</summary>
public enum CallFault
{
    /// <summary>The call never arrives.</summary>
    LostRequest,

    /// <summary>The call is executed, and its answer is lost.</summary>
    LostAnswer,
}

/// <summary>Holds, loses and counts calls on order. A lost one ends like one that timed out, without the wait.</summary>
public sealed class FaultyCalls : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<(string, string), (int Count, TaskCompletionSource Reached, int Goal)> _counts = new();

    /// <summary>What tests order, by the grain's key and the method's name.</summary>
    public Interventions<CallFault> Orders { get; } = new();

    /// <summary>Asked before each call of a domain grain for a fault by chance; null for none.</summary>
    public Func<CallFault?>? Chance { get; set; }

    /// <summary>Done when so many calls of this method have arrived at the grain from now on.</summary>
    public Task ArrivalsAsync(string grainKey, string method, int count)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _counts[(grainKey, method)] = (0, reached, count);
        return reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        // Only the product's grains: Orleans has its own, which the memory storage and the cluster itself are made of.
        if (context.ImplementationMethod.DeclaringType?.Assembly != typeof(GrainsSetup).Assembly)
        {
            await context.Invoke();
            return;
        }

        var (key, method) = (context.TargetId.Key.ToString()!, context.InterfaceMethod.Name);
        Count((key, method));
        var fault = await Orders.MeetAsync(key, method) ?? Chance?.Invoke();
        if (fault == CallFault.LostRequest)
            throw new TimeoutException($"{method} of {key} did not arrive (ordered by a test).");
        await context.Invoke();
        if (fault == CallFault.LostAnswer)
            throw new TimeoutException($"The answer of {method} of {key} was lost (ordered by a test).");
    }

    private void Count((string, string) call)
    {
        while (_counts.TryGetValue(call, out var known))
        {
            if (!_counts.TryUpdate(call, known with { Count = known.Count + 1 }, known))
                continue;
            if (known.Count + 1 == known.Goal)
                known.Reached.TrySetResult();
            return;
        }
    }
}
