using Orleans.Utilities;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;

namespace Scheduling.Grains.Rooms;

// Who is in the room now and next, and those who want to know. Nobody who books waits for them: they are told, of what is
// durable, after the write.
internal sealed partial class RoomGrain
{
    // An attempt that old has long been decided, unless a crash came between.
    private static readonly Duration DecidedAfter = Duration.FromMinutes(1);

    private readonly OccupancyVersions _versions;
    private readonly ObserverManager<IOccupancyFollower> _followers;
    private readonly HashSet<ClaimId> _known = [];
    private RoomTimeline? _timeline;
    private Task _checking = Task.CompletedTask;
    private bool _isTimelineStale;
    private bool _isTellingFollowers;

    public async Task<RoomTimeline?> FollowOccupancyAsync(IOccupancyFollower follower, long seen)
    {
        // First, so that it is told of whatever comes while the answer is worked out; also of a room that is not published yet.
        _followers.Subscribe(follower, follower);
        CheckLeftBehind();
        var timeline = await TimelineAsync(seen);
        // One that was made before anybody looked is not watched yet.
        if (_arrivals is null)
            WatchArrivals(new Period(_clock.Now(), _clock.Now() + OccupancyRules.Ahead));
        return timeline;
    }

    public async Task<RoomOccupancyView?> OccupancyAsync()
    {
        CheckLeftBehind();
        return (await TimelineAsync())?.At(_clock.Now());
    }

    // Of every record that was just stored.
    private void OccupancyMayHaveChanged()
    {
        _isTimelineStale = true;
        _followers.ClearExpired();
        if (_followers.Count > 0 && !_isTellingFollowers)
            _ = TellFollowersAsync();
    }

    private async Task TellFollowersAsync()
    {
        _isTellingFollowers = true;
        // Whoever stored it goes on first.
        await Task.Yield();
        try
        {
            // What comes meanwhile is told together.
            while (_isTimelineStale)
                await TimelineAsync();
        }
        catch (Exception failure)
        {
            LogUntoldFollowers(failure, _id);
            _followers.Notify(follower => follower.Moved(_id));
        }
        finally
        {
            _isTellingFollowers = false;
        }
    }

    /// <summary>What it is from now on. Whoever has it made anew, every follower is told what is new in it.</summary>
    /// <param name="seen">The highest version that the caller has heard of; what it is told has one as high or higher.</param>
    private async Task<RoomTimeline?> TimelineAsync(long seen = 0)
    {
        if (_settings.Durable is not { Details: not null, Terms: not null })
        {
            _isTimelineStale = false;
            return null;
        }

        if (IsTimelineFresh && seen <= _timeline!.LastVersion)
            return _timeline;
        await _versions.ReserveAsync(OccupancyRules.StretchesMax, above: seen);
        var window = new Period(_clock.Now(), _clock.Now() + OccupancyRules.Ahead);
        await _pages.LoadAsync(_pages.WeeksWithin(window));
        // What is foreseen is told in the same turn: whatever is stored later makes it stale again.
        var stretches = Foresee(window);
        if (stretches.Length == 1)
        {
            // Far enough to see the next change, where there is one to see.
            window = window with { End = window.Start + OccupancyRules.AheadMax };
            await _pages.LoadAsync(_pages.WeeksWithin(window));
            stretches = Foresee(window);
        }

        WatchArrivals(window);
        return Renew(stretches, seen);
    }

    // From its last stretch on there is more to foresee; where nothing was foreseen it is looked for again after a time.
    private bool IsTimelineFresh => !_isTimelineStale && _timeline is { } known
        && _clock.Now() < (known.EndsWithChange ? known.Stretches[^1].Period.Start : known.Stretches[0].Period.Start + OccupancyRules.Ahead);

    private RoomTimeline Renew(ImmutableArray<OccupancyStretch> stretches, long seen)
    {
        var before = _timeline?.LastVersion >= seen ? _timeline : null;
        var next = new RoomTimeline
        {
            Room = _id,
            Version = 0,
            // The last one ends with the window only.
            Stretches = stretches.Length > 1 ? stretches[..^1] : stretches,
            EndsWithChange = stretches.Length > 1,
            SeatsTotal = _settings.Durable.Details!.Seats,
            TimeZone = _settings.Durable.Terms!.TimeZone,
        };
        var timeline = next with { Version = _versions.Take(next.Stretches.Length, before is null ? null : next.VersionAfter(before)) };
        (_timeline, _isTimelineStale) = (timeline, false);
        if (timeline.LastVersion != before?.LastVersion)
            _followers.Notify(follower => follower.Changed(timeline));
        return timeline;
    }

    private ImmutableArray<OccupancyStretch> Foresee(Period window)
    {
        var terms = _settings.Durable.Terms!;
        return OccupancyRules.Stretches(window, DurableClaims(window), terms.ToHours().During(window), terms.Closures);
    }

    private IEnumerable<Claim> DurableClaims(Period window) => _pages.WeeksWithin(window)
        .SelectMany(week => _pages.TryLoaded(week)?.Durable.Claims ?? []).DistinctBy(claim => claim.Id);

    private void CheckLeftBehind()
    {
        // Nobody who asks waits for it: a lead may be slow to answer.
        if (_checking.IsCompleted)
            _checking = DropLeftBehindAsync();
    }

    /// <summary>A claim that a crash left without a booking is no use of the room: each is checked once, when it is old enough.</summary>
    private async Task DropLeftBehindAsync()
    {
        try
        {
            var now = _clock.Now();
            var window = new Period(now, now + OccupancyRules.Ahead);
            await _pages.LoadAsync(_pages.WeeksWithin(window));
            if (DurableClaims(window).All(claim => claim.MadeAt > now - DecidedAfter || _known.Contains(claim.Id)))
                return;
            var verified = await _ledger.VerifiedAsync(window);
            _known.Clear();
            // A lead that did not answer is asked again with the next question.
            _known.UnionWith(verified.Where(_checks.StoodJustNow).Select(claim => claim.Id));
        }
        catch (Exception failure)
        {
            // What is durable is shown as it is.
            LogUnverified(failure, _id);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Those who follow {Room} could not be told what it is; they are to ask again")]
    private partial void LogUntoldFollowers(Exception failure, RoomId room);

    [LoggerMessage(LogLevel.Warning, "Whether the bookings of {Room} stand could not be asked")]
    private partial void LogUnverified(Exception failure, RoomId room);
}
