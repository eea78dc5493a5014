using System.Diagnostics;

namespace Scheduling.Benchmarks.Occupancy;

/// <summary>Everybody who follows one server.</summary>
/// <param name="messages">Reads what they are told.</param>
/// <param name="rooms">How many rooms they hear of.</param>
internal sealed class Audience(MessageReader messages, int rooms) : IAsyncDisposable
{
    // Longer than anything takes that is not broken.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private const int ConnectedAtOnce = 32;
    private readonly List<Subscriber> _subscribers = [];
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Round? _round;

    /// <summary>Reads what they are told.</summary>
    public MessageReader Messages => messages;

    /// <summary>How many rooms they hear of.</summary>
    public int Rooms => rooms;

    /// <summary>Who they are.</summary>
    public IReadOnlyList<Subscriber> Subscribers => _subscribers;

    /// <summary>Connects more of them; ends when all follow.</summary>
    /// <param name="count">How many.</param>
    /// <param name="connect">What each does.</param>
    public async Task ConnectAsync(int count, Func<Subscriber, Task> connect)
    {
        var more = Enumerable.Range(_subscribers.Count, count).Select(index => new Subscriber(this, index)).ToList();
        _subscribers.AddRange(more);
        await UnlessFailedAsync(Parallel.ForEachAsync(
            more, new ParallelOptions { MaxDegreeOfParallelism = ConnectedAtOnce }, async (subscriber, _) => await connect(subscriber)));
    }

    /// <summary>Sends a change and waits until every subscriber has it.</summary>
    /// <returns>How long each waited, from the moment before it was sent; the shortest first.</returns>
    /// <exception cref="TimeoutException">Somebody was never told.</exception>
    public async Task<TimeSpan[]> HearAsync(Change change, Func<Task> send)
    {
        var round = _round = new Round(change, _subscribers.Count);
        var sent = Stopwatch.GetTimestamp();
        await send();
        await UnlessFailedAsync(round.Everybody);
        return round.Waits(sent);
    }

    /// <summary>A subscriber was told of a change.</summary>
    public void Arrived(int subscriber, Change change, long at) => _round?.Arrived(subscriber, change, at);

    /// <summary>A subscriber hears no more.</summary>
    public void Fail(Exception failure) => _failed.TrySetException(failure);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var subscriber in _subscribers)
            await subscriber.DisposeAsync();
        _ = _failed.Task.Exception; // seen: that they were cut off is no failure
    }

    private async Task UnlessFailedAsync(Task work)
    {
        var first = await Task.WhenAny(work, _failed.Task).WaitAsync(s_patience * (1 + (_subscribers.Count / 1_000)));
        await first;
    }

    private sealed class Round(Change change, int subscribers)
    {
        private readonly TaskCompletionSource _everybody = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly long[] _arrivals = new long[subscribers];
        private int _missing = subscribers;

        public Task Everybody => _everybody.Task;

        public void Arrived(int subscriber, Change news, long at)
        {
            // Each only once: it may be told again.
            if (news != change || _arrivals[subscriber] != 0)
                return;
            _arrivals[subscriber] = at;
            if (Interlocked.Decrement(ref _missing) == 0)
                _everybody.SetResult();
        }

        public TimeSpan[] Waits(long sent) => [.. _arrivals.Select(at => Stopwatch.GetElapsedTime(sent, at)).Order()];
    }
}
