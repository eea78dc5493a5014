using System.Runtime.CompilerServices;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>A small schema with one field for each thing a transport has to get right.</summary>
public sealed class Query
{
    public static string Hello() => "world";

    public static string Greet(string name) => $"Hello {name}";

    public static string? User(IResolveFieldContext context) => context.User?.Identity?.Name;

    public static IReadOnlyList<TestRoom> Rooms(int first = 20) => [.. Enumerable.Range(1, first).Select(i => new TestRoom(i))];

    public static string Span(SpanInput input) => $"{input.Start:O} {input.Note}";

    public static string? Fail() => throw new InvalidOperationException("the password is hunter2");

    /// <summary>Ends only when it is cancelled.</summary>
    public static async Task<string> SlowAsync([FromServices] TestSignals signals, CancellationToken cancellationToken)
    {
        signals.SlowStarted.TrySetResult();
        using var registration = cancellationToken.Register(() => signals.SlowCancelled.TrySetResult());
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return "never";
    }

    /// <summary>Ends when the test says so, cancelled or not.</summary>
    public static async Task<string> HeldAsync([FromServices] TestSignals signals)
    {
        signals.HeldStarted.TrySetResult();
        await signals.Release.Task;
        return "released";
    }

    public static bool Scoped([FromServices] ScopedService first, IResolveFieldContext context) =>
        ReferenceEquals(first, context.RequestServices!.GetRequiredService<ScopedService>()) && !first.IsDisposed;
}

public sealed class Mutation
{
    public static int Add([FromServices] TestSignals signals, int amount) => signals.Add(amount);
}

public sealed class Subscription
{
    public static async IAsyncEnumerable<int> Count(int to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var i = 1; i <= to; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return i;
            await Task.Yield();
        }
    }

    public static IObservable<int> Ticks([FromServices] TickHub hub) => hub;

    public static IObservable<int> Broken() => throw new InvalidOperationException("cannot start: hunter2");

    public static async IAsyncEnumerable<int> Failing()
    {
        yield return 1;
        await Task.Yield();
        throw new InvalidOperationException("broke off: hunter2");
    }
}

public sealed class TestRoom(int number)
{
    public string Name => $"Room {number}";

    public TestRoom Next => new(number + 1);

    public IReadOnlyList<TestRoom> Near(int first = 20) => [.. Enumerable.Range(number + 1, first).Select(i => new TestRoom(i))];
}

public sealed record SpanInput
{
    public required DateTimeOffset Start { get; init; }

    public string? Note { get; init; }
}

public sealed class ScopedService : IDisposable
{
    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}

/// <summary>What resolvers and tests tell each other.</summary>
public sealed class TestSignals
{
    private int _total;

    public TaskCompletionSource SlowStarted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource SlowCancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource HeldStarted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Total => _total;

    public int Add(int amount) => Interlocked.Add(ref _total, amount);
}

/// <summary>Publishes numbers to whoever subscribes, and tells when somebody does or leaves.</summary>
public sealed class TickHub : IObservable<int>
{
    private readonly Lock _lock = new();
    private readonly List<IObserver<int>> _observers = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];

    public void Publish(int tick)
    {
        IObserver<int>[] observers;
        lock (_lock)
            observers = [.. _observers];
        foreach (var observer in observers)
            observer.OnNext(tick);
    }

    /// <summary>Ends when exactly so many subscribers are there.</summary>
    public Task SubscribersAsync(int count)
    {
        lock (_lock)
        {
            if (_observers.Count == count)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(TestHost.Patience);
        }
    }

    public IDisposable Subscribe(IObserver<int> observer)
    {
        Change(() => _observers.Add(observer));
        return new Leaving(() => Change(() => _observers.Remove(observer)));
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            foreach (var (_, reached) in _waiting.Where(waiting => waiting.Count == _observers.Count))
                reached.TrySetResult();
        }
    }

    private sealed class Leaving(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
