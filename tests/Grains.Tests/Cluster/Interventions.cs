namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Where a write or a call waits until a test lets it go on.</summary>
public sealed class Gate
{
    // A test that got something wrong fails here instead of hanging.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when something waits at the gate.</summary>
    public Task ArrivedAsync() => _arrived.Task.WaitAsync(Patience);

    /// <summary>Lets it go on.</summary>
    public void Open() => _open.TrySetResult();

    internal Task PassAsync()
    {
        _arrived.TrySetResult();
        return _open.Task.WaitAsync(Patience);
    }
}

/// <summary>What happens once to the next write or call that matches: a gate, then a fault, either or both.</summary>
public sealed record Intervention<TFault>(string Grain, string Name, TFault? Fault, Gate? Gate) where TFault : struct;

/// <summary>What tests have ordered. Each order names a grain, so tests that run side by side do not meet.</summary>
public sealed class Interventions<TFault> where TFault : struct
{
    private readonly Lock _lock = new();
    private readonly List<Intervention<TFault>> _orders = [];

    /// <summary>The next one of this grain whose name begins so fails like this.</summary>
    public void FailNext(string grain, string name, TFault fault) => Add(new(grain, name, fault, Gate: null));

    /// <summary>The next one of this grain whose name begins so waits at the gate, and then fails if a fault is given.</summary>
    public Gate HoldNext(string grain, string name, TFault? fault = null)
    {
        var gate = new Gate();
        Add(new(grain, name, fault, gate));
        return gate;
    }

    internal async Task<TFault?> MeetAsync(string grain, string name)
    {
        if (Take(grain, name) is not { } order)
            return null;
        if (order.Gate is { } gate)
            await gate.PassAsync();
        return order.Fault;
    }

    private void Add(Intervention<TFault> order)
    {
        lock (_lock)
            _orders.Add(order);
    }

    private Intervention<TFault>? Take(string grain, string name)
    {
        lock (_lock)
        {
            var order = _orders.Find(order =>
                string.Equals(order.Grain, grain, StringComparison.Ordinal) && name.StartsWith(order.Name, StringComparison.Ordinal));
            if (order is not null)
                _orders.Remove(order);
            return order;
        }
    }
}
