using Orleans.Concurrency;
using Orleans.Utilities;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Venues;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Rooms;

// Reentrant on purpose: callers that wait together share one write. Every decision is made between two awaits, against
// memory; every answer waits until what it rests on is durable.
[GrainType("room"), Reentrant]
internal sealed partial class RoomGrain : Grain, IRoomGrain, IWaitlistGrain, IRemindable
{
    private readonly DurableRecord<RoomState> _settings;
    private readonly DurableRecord<WaitlistState> _waitlist;
    private readonly WeekPages<ClaimsPage> _pages;
    private readonly ClaimChecks _checks;
    private readonly ClaimLedger<ClaimsPage> _ledger;
    private readonly RoomListing _listing;
    private readonly RoomId _id;
    private readonly TimeProvider _clock;
    private readonly IdSource _ids;
    private readonly ISiloLease _lease;
    private readonly ILogger<RoomGrain> _logger;

    public RoomGrain(
        [FromKeyedServices(StorageNames.Scheduling)] IGrainStorage storage, IGrainContext context, IGrainFactory grains,
        TimeProvider clock, IdSource ids, ISiloLease lease, Board<RoomId, RoomReading> board, Board<string, CellReading> cells,
        ILogger<RoomGrain> logger)
    {
        _id = RoomId.Wrap(context.GrainId.Key.ToString()!);
        _notice = board.NoticeOf(_id);
        _settings = new DurableRecord<RoomState>("room", context, storage) { Stored = _ => Stored(), Failed = _notice.TakeDown };
        _waitlist = new DurableRecord<WaitlistState>("waitlist", context, storage);
        _pages = new WeekPages<ClaimsPage>(context, storage, read: Learn, stored: Stored, failed: _notice.TakeDown);
        _checks = new ClaimChecks(grains.Get, clock, logger);
        _ledger = new ClaimLedger<ClaimsPage>(_pages, _checks);
        _reading = new RoomReading(_id);
        _listing = new RoomListing(_id, grains, cells, clock);
        _updates = new PendingChanges<PendingRoomUpdate>(this, grains.Get);
        _versions = new OccupancyVersions(context, storage, clock);
        _followers = new ObserverManager<IOccupancyFollower>(IRoomGrain.FollowedFor, logger);
        _clock = clock;
        _ids = ids;
        _lease = lease;
        _logger = logger;
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_settings.LoadAsync(), _waitlist.LoadAsync(), _pages.LoadIndexAsync());
        // A copy from before days off were kept does not say where the venue lies.
        if (_settings.Current.Terms is { PostalCode: null } old && await GrainFactory.Get(old.Venue).TermsAsync() is { } terms)
        {
            _settings.Decide(WithTerms(terms));
            await _settings.SaveAsync();
        }

        if (_settings.Current.Update is not null || _settings.Current.OwnerIsNews)
            this.RegisterGrainTimer(SettleAsync, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        if (_waitlist.Current.Open.Any())
            this.RegisterGrainTimer(_ => ResumeOffersAsync(), TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        Refresh();
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _notice.TakeDown();
        _followers.Notify(follower => follower.Moved(_id));
        return Task.CompletedTask;
    }

    // Whichever it is for: looking at both costs nothing, and each is unregistered when there is nothing left of its kind.
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.WhenAll(RemindedOfUpdateAsync(), RemindedOfOffersAsync());

    public Task<RoomView?> GetAsync()
    {
        PutUp();
        return Task.FromResult(_reading.View);
    }

    public async Task<Outcome<RoomView>> PublishAsync(PublishRoom command)
    {
        if (await RepeatAsync(command) is { } repeat)
            return repeat;
        if (RoomRules.Validate(command.Details) is { IsEmpty: false } invalid)
            return invalid;
        var admitted = await GrainFactory.Get(command.Venue).AdmitRoomAsync(_id, command.Actor);
        if (admitted.Value is not { } terms)
            return admitted.Refusals;
        await _listing.PutAsync(command.Details, terms);
        if (await RepeatAsync(command) is { } published)
            return published;
        _settings.Decide(new RoomState { Details = command.Details, Terms = Newer(terms), Key = command.Key, PublishedAt = _clock.Now() });
        await _settings.SaveAsync();
        return _reading.View!;
    }

    public async Task<Outcome<ImportedEntity>> ImportAsync(ImportRoom command)
    {
        if (RoomRules.Validate(command.Details) is { IsEmpty: false } invalid)
            return invalid;
        if (command.DryRun)
            return new ImportedEntity(EffectOf(command.Details));
        var admitted = await GrainFactory.Get(command.Venue).AdmitRoomAsync(_id, command.Actor);
        if (admitted.Value is not { } terms)
            return admitted.Refusals;
        // One change at a time; this one comes after those that are on their way.
        await NoUpdateUnderWayAsync();
        if (await ShrinksBelowClaimsAsync(command.Details) is { } refusal)
            return refusal;
        if (ChangesHands(terms))
            await EnsureReminderAsync();
        var effect = EffectOf(command.Details);
        var publishedAt = effect is ImportEffect.Added ? _clock.Now() : _settings.Current.PublishedAt;
        _settings.Decide(WithTerms(Newer(terms)) with { Details = command.Details, PublishedAt = publishedAt });
        await _settings.SaveAsync();
        LookForOffers(Always);
        await _listing.PutAsync(command.Details, _settings.Current.Terms!);
        return new ImportedEntity(effect);
    }

    public async Task ApplyTermsAsync(VenueTerms terms)
    {
        if (Newer(terms) == terms)
        {
            if (ChangesHands(terms))
                await EnsureReminderAsync();
            // The directory first: when this stops half-way the venue tells again, and all of it is done again.
            if (_settings.Current is { Details: { } details, Terms: { } before })
            {
                await _listing.PutAsync(details, terms);
                await _listing.MoveAsync(before, terms);
            }

            // Also before the room is published: it may be asking for its terms at this moment.
            _settings.Decide(WithTerms(Newer(terms)));
        }

        await _settings.SaveAsync();
        LookForOffers(Always);
        await HandOverAsync();
    }

    // Which of the two terms is the later one; the venue may tell of a change while the room asks for its terms.
    private VenueTerms Newer(VenueTerms terms) =>
        _settings.Current.Terms is { } known && known.Revision > terms.Revision ? known : terms;

    private async Task<Outcome<RoomView>?> RepeatAsync(PublishRoom command)
    {
        if (_settings.Current.Details is null)
            return null;
        await _settings.SaveAsync();
        return _settings.Durable.Key == command.Key ? _reading.View! : Refusal.KeyMismatch();
    }

    private ImportEffect EffectOf(RoomDetails details) => _settings.Current.Details switch
    {
        null => ImportEffect.Added,
        var known when known.IsSameAs(details) => ImportEffect.Unchanged,
        _ => ImportEffect.Changed,
    };

    private async Task<Refusal?> ShrinksBelowClaimsAsync(RoomDetails details)
    {
        // Pages can be added while others are read: look until none is missing, then decide in the same turn.
        var now = IsoWeek.Of(_clock.Now());
        List<IsoWeek> weeks;
        do
            await _pages.LoadAsync(weeks = [.. _pages.WeeksFrom(now)]);
        while (_pages.WeeksFrom(now).Except(weeks).Any());
        var ahead = weeks.SelectMany(week => _pages.Loaded(week).Current.Claims).Where(claim => claim.Held.End > _clock.Now()).ToList();
        var most = ahead.Select(claim => CalendarRules.PeakTaken(ahead, claim.Held, details.Capacity)).DefaultIfEmpty(0).Max();
        var largest = ahead.Select(claim => claim.Seats).DefaultIfEmpty(0).Max();
        if (most <= details.Capacity.Total && largest <= details.Seats)
            return null;
        await _ledger.SaveAsync(weeks);
        return Refusal.Broken(RefusalCode.Policy, "seats", $"{details.Seats}", $"{Math.Max(most, largest)}",
            "Bookings that stand need more than the room would hold.");
    }
}
