using Orleans.Concurrency;
using Orleans.Utilities;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Feeds;

// Reentrant on purpose: changes that come together share a write, and readers go on meanwhile. Every change is made
// between two awaits; what is told is durable.
[GrainType("feed"), Reentrant]
internal sealed class FeedGrain : Grain, IFeedGrain
{
    /// <summary>
    /// A feed is written at most so often, and what comes after a pause waits for nothing. Each time its last page is written
    /// anew, and networks and town halls hear of dozens of changes a second when a month opens, which nobody follows one by one.
    /// </summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // How far the clocks of two silos may differ.
    private static readonly Duration Skew = Duration.FromHours(1);
    // A little longer, so that what is told in time seldom has to be looked for in the store.
    private static readonly Duration Kept = Duration.FromMinutes(90);
    private const int CountMax = 200;

    private readonly FeedPages _pages;
    private readonly ObserverManager<IFeedFollower> _followers;
    private readonly FeedId _id;
    private readonly TimeProvider _clock;
    private OrganizationId? _owner;
    private int _reachingBack;
    private Task? _reading;
    private Task? _storing;
    private long? _storedAt;

    public FeedGrain(
        [FromKeyedServices(StorageNames.Scheduling)] IGrainStorage storage, IGrainContext context, TimeProvider clock,
        ILogger<FeedGrain> logger)
    {
        _pages = new FeedPages(context, storage);
        _followers = new ObserverManager<IFeedFollower>(IFeedGrain.FollowedFor, logger);
        _id = new FeedId(context.GrainId.Key.ToString()!);
        _clock = clock;
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _pages.LoadAsync();

    public async Task AppendAsync(ImmutableArray<BookingNews> news)
    {
        // A repeat of a change can only have been appended after the change was made.
        var since = news.Min(item => item.At) - Skew;
        _reachingBack++;
        try
        {
            await ReachBackAsync(since);
            _pages.Add(news, _clock.Now());
        }
        finally
        {
            _reachingBack--;
        }

        // A repeat may have nothing new.
        if (!_pages.IsDurable)
            await (_storing ??= StoreSoonAsync());
    }

    // One stores for all who have come until it begins.
    private async Task StoreSoonAsync()
    {
        // Not in the turn of the first: whoever comes next has to find it.
        await Task.Yield();
        if (_storedAt is { } last && Pause - _clock.GetElapsedTime(last) is { Ticks: > 0 } rest)
            await Task.Delay(rest, _clock);
        (_storing, _storedAt) = (null, _clock.GetTimestamp());
        await _pages.SaveAsync();
        if (_reachingBack == 0)
            _pages.LetGo(_clock.Now() - Kept);
        _followers.Notify(follower => follower.Grown(_id));
    }

    // One reads for all who wait: after a feed's silo has died, hundreds do.
    private async Task ReachBackAsync(Instant since)
    {
        while (!_pages.ReachesBackTo(since))
        {
            var reading = _reading;
            if (reading is null && !(reading = ReadMoreAsync()).IsCompleted)
                _reading = reading;
            await reading;
        }
    }

    private async Task ReadMoreAsync()
    {
        try
        {
            await _pages.ReachBackAsync();
        }
        finally
        {
            _reading = null;
        }
    }

    public async Task<Outcome<FeedSlice>> ReadAsync(FeedRead read, IFeedFollower? follower)
    {
        if (await RefuseAsync(read.Actor) is { } refusal)
            return refusal;
        if (read.After > _pages.DurableEnd)
            return await RefuseBeyondEndAsync();
        var (after, count) = (Math.Max(0, read.After ?? _pages.DurableEnd), Math.Clamp(read.Count, 0, CountMax));
        var entries = await _pages.ReadAsync(after, count);
        // In the turn that sees the end, so that nothing comes between.
        if (follower is not null)
            _followers.Subscribe(follower, follower);
        return new FeedSlice { After = after, Entries = entries, HasNext = after + entries.Length < _pages.DurableEnd };
    }

    /// <summary>
    /// A place that this feed never came to: of a store that was put back to an earlier state since. Whoever waited there would
    /// miss as many changes without a word.
    /// </summary>
    private async Task<Refusal> RefuseBeyondEndAsync()
    {
        // Another activation may have gone on without this one knowing.
        if (await _pages.IsOvertakenAsync())
        {
            DeactivateOnIdle();
            throw new InconsistentStateException($"The feed of {_id} is kept elsewhere by now; ask again.");
        }

        return Refusal.Invalid("after",
            "This feed has not come that far: its store was put back to an earlier state. Read the feed anew, without 'after'.");
    }

    private async Task<Refusal?> RefuseAsync(Actor actor)
    {
        var isAdvisors = EntityIds.TryParse<AdvisorId>(_id.Value, out var advisor);
        _owner ??= isAdvisors ? (await GrainFactory.Get(advisor).GetAsync())?.Network
            : (await GrainFactory.Get(new OrganizationId(_id.Value)).GetAsync())?.Id;
        if (_owner is not { } owner)
            return Refusal.NotFound($"such {(isAdvisors ? "advisor" : "organisation")}");
        return actor.Manages(owner) || (isAdvisors && actor.Is(advisor))
            ? null
            : Refusal.Forbidden("A feed is for the advisor or the organisation whose it is, and for an advisor's network.");
    }
}
