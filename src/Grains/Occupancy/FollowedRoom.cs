using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Occupancy;

/// <summary>
/// A room that somebody on this silo follows: its timeline as last heard, and what it shows of it now. A timer wakes it when the
/// clock alone changes something.
/// </summary>
internal sealed class FollowedRoom : Followed
{
    // So that subscribers who come together are given the same, which is then worked out once.
    private static readonly Duration FreshFor = Duration.FromSeconds(1);
    private static readonly TimeSpan TimerMin = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimerMax = TimeSpan.FromDays(1);

    private readonly RoomId _id;
    private readonly TimeProvider _clock;
    private readonly ITimer _boundary;
    private RoomTimeline? _timeline;
    private RoomOccupancyView? _shown;

    public FollowedRoom(RoomId id, TimeProvider clock) : base(clock)
    {
        (_id, _clock) = (id, clock);
        _boundary = clock.CreateTimer(_ => Reach(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Telemetry.Followed(1);
    }

    public override async Task AskAsync(IGrainFactory grains, IOccupancyFollower follower)
    {
        // Nothing where it was never published: that may yet come.
        if (await grains.Get(_id).FollowOccupancyAsync(follower, Seen) is { } timeline)
            Take(timeline);
    }

    /// <summary>Takes a timeline unless it has a newer one.</summary>
    public void Take(RoomTimeline timeline)
    {
        lock (Readers)
        {
            if (timeline.LastVersion < _timeline?.LastVersion)
                return;
            _timeline = timeline;
            Show();
        }
    }

    public override void End()
    {
        base.End();
        _boundary.Dispose();
        Telemetry.Followed(-1);
    }

    protected override void Greet(OccupancyReader reader)
    {
        if (_timeline is null || _shown is null)
            return;
        var now = _clock.Now();
        if (now - _shown.AsOf > FreshFor && _timeline.At(now) is var fresh && fresh.IsLike(_shown) && fresh.Version >= _shown.Version)
            _shown = fresh;
        reader.Offer(_shown);
    }

    private long Seen
    {
        get
        {
            lock (Readers)
                return _timeline?.LastVersion ?? 0;
        }
    }

    // The clock has reached what was foreseen.
    private void Reach()
    {
        lock (Readers)
        {
            if (_timeline?.End <= _clock.Now())
                Wish();
            Show();
        }
    }

    private void Show()
    {
        if (_timeline is null)
            return;
        var now = _clock.Now();
        var view = _timeline.At(now);
        // A clock that was set back tells nobody what was before.
        if (_shown is null || view.Version >= _shown.Version)
        {
            var isNew = _shown?.IsLike(view) != true;
            _shown = view;
            if (isNew)
                Tell(view);
        }

        // The clock of the room's silo may be behind this one: it is given a moment.
        _boundary.Change(_timeline.End <= now ? AskAgainAfter : Left(view.Until ?? _timeline.End, now), Timeout.InfiniteTimeSpan);
    }

    private void Tell(RoomOccupancyView view)
    {
        Telemetry.OccupancyChanged();
        foreach (var reader in Readers)
            reader.Offer(view);
    }

    // A timer may fire a little early: it is then set once more, for what is left.
    private static TimeSpan Left(Instant boundary, Instant now)
    {
        var left = (boundary - now).ToTimeSpan();
        return left < TimerMin ? TimerMin : left > TimerMax ? TimerMax : left;
    }
}
