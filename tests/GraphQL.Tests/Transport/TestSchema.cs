using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GraphQL;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Scheduling.Api.Execution;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>A small schema with one field for each thing a transport has to get right.</summary>
public sealed class Query
{
    public static string Hello() => "world";

    public static string Greet(string name) => $"Hello {name}";

    public static string? User(IResolveFieldContext context) => context.User?.Identity?.Name;

    public static IReadOnlyList<TestRoom> Rooms(int first = 20) => [.. Enumerable.Range(1, first).Select(i => new TestRoom(i))];

    public static string Span(SpanInput input) => $"{input.Start:O} {input.Note}";

    public static string? Late() => throw new TimeoutException("hunter2 did not answer");

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

    /// <summary>Each tick as news: the same for everybody.</summary>
    [SaysTheSameToAll]
    public static IObservable<TestNews> News([FromServices] TickHub hub, [FromServices] TestDesk desk, string? about = null) =>
        new TestNewsStream(hub, tick => new TestNews(desk.BulletinOf(tick), about));

    public static IObservable<int> Broken() => throw new InvalidOperationException("cannot start: hunter2");

    /// <summary>Large events, as fast as the reader takes them; tells when it has come to its end.</summary>
    public static async IAsyncEnumerable<string> Paced(
        IResolveFieldContext context, [FromServices] TestSignals signals, int to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 1; i <= to; i++)
            {
                await StreamFlow.Of(context)!.RoomAsync(cancellationToken);
                yield return $"{i} {new string('x', 16_000)}";
            }
        }
        finally
        {
            signals.PacedEnded.TrySetResult();
        }
    }

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

public sealed class TestNews(Bulletin bulletin, string? about) : ISharedEvent
{
    [SaysTheSameToAll]
    public async Task<string> TextAsync() => $"{await bulletin.ReadAsync()} {about}";

    [SaysTheSameToAll]
    public TestNews Again => this;

    public string? Reader(IResolveFieldContext context) => context.User?.Identity?.Name;

    object ISharedEvent.News => bulletin;

    object ISharedEvent.Source() => this;
}

internal sealed class TestNewsStream(TickHub hub, Func<int, TestNews> show) : IObservable<TestNews>
{
    public IDisposable Subscribe(IObserver<TestNews> observer) => hub.Subscribe(new Showing(observer, show));

    private sealed class Showing(IObserver<TestNews> observer, Func<int, TestNews> show) : IObserver<int>
    {
        public void OnCompleted() => observer.OnCompleted();

        public void OnError(Exception error) => observer.OnError(error);

        public void OnNext(int value) => observer.OnNext(show(value));
    }
}

/// <summary>One instance for each tick.</summary>
public sealed class TestDesk
{
    private readonly ConcurrentDictionary<int, Bulletin> _bulletins = new();

    public Bulletin BulletinOf(int tick) => _bulletins.GetOrAdd(tick, static tick => new Bulletin(tick));
}

/// <summary>Counts how often it is read; reading ends when the test says so, the first time with a failure if that is wanted.</summary>
public sealed class Bulletin(int tick)
{
    private int _reads;

    public int Reads => _reads;

    public bool FailsFirst { get; set; }

    public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<string> ReadAsync()
    {
        var read = Interlocked.Increment(ref _reads);
        Began.TrySetResult();
        await Release.Task;
        return FailsFirst && read == 1 ? throw new InvalidOperationException("unreadable: hunter2") : $"news of {tick}";
    }
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

    public TaskCompletionSource PacedEnded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
