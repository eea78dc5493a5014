using System.Threading.Channels;

namespace Scheduling.Grains.Occupancy;

/// <summary>Something that readers on this silo follow, and that is asked again when wished, or after a time.</summary>
internal abstract class Followed(TimeProvider clock)
{
    // Without links or timers, so it needs no disposal, which would race with the end.
    private readonly CancellationTokenSource _ended = new();
    // One wish waits at most, also one that comes while it is being asked.
    private readonly Channel<bool> _wishes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Who follows it; also the lock under which that and what they are given changes.</summary>
    protected HashSet<OccupancyReader> Readers { get; } = [];

    /// <summary>True when nobody follows it any more.</summary>
    public bool IsEnded => _ended.IsCancellationRequested;

    /// <summary>Gives the reader what is known, and every change from here on.</summary>
    public void Add(OccupancyReader reader)
    {
        lock (Readers)
            if (Readers.Add(reader))
                Greet(reader);
    }

    /// <summary>True when that was the last one.</summary>
    public bool Remove(OccupancyReader reader)
    {
        lock (Readers)
            return Readers.Remove(reader) && Readers.Count == 0;
    }

    /// <summary>It is to be asked again soon.</summary>
    public void Wish() => _wishes.Writer.TryWrite(true);

    /// <summary>Returns when it is to be asked again: when somebody wished it, or after a time.</summary>
    public async Task WishedAsync(TimeSpan atMost)
    {
        using var patience = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token, patience.Token);
        try
        {
            await _wishes.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody did.
        }
    }

    /// <summary>Nobody follows it any more.</summary>
    public virtual void End() => _ended.Cancel();

    /// <summary>Asks it what it is now.</summary>
    public abstract Task AskAsync(IGrainFactory grains, IOccupancyFollower follower);

    /// <summary>Called under the lock of <see cref="Readers"/>.</summary>
    protected abstract void Greet(OccupancyReader reader);
}
