using Orleans.Concurrency;
using Orleans.Utilities;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Venues;

// Reentrant on purpose: callers that wait together share one write. Every decision is made between two awaits, against
// memory; every answer waits until what it rests on is durable.
[GrainType("venue"), Reentrant]
internal sealed partial class VenueGrain : Grain, IVenueGrain, IRemindable
{
    private readonly DurableRecord<VenueState> _settings;
    private readonly WeekPages<ClaimsPage> _pages;
    private readonly ClaimLedger<ClaimsPage> _ledger;
    private readonly ObserverManager<IOccupancyFollower> _followers;
    private readonly Board<VenueId, VenueView>.Notice _notice;
    private readonly VenueId _id;
    private readonly TimeProvider _clock;
    private readonly IdSource _ids;
    private readonly ILogger<VenueGrain> _logger;

    public VenueGrain(
        [FromKeyedServices(StorageNames.Scheduling)] IGrainStorage storage, IGrainContext context, IGrainFactory grains,
        TimeProvider clock, IdSource ids, Board<VenueId, VenueView> board, ILogger<VenueGrain> logger)
    {
        _id = VenueId.Wrap(context.GrainId.Key.ToString()!);
        _notice = board.NoticeOf(_id);
        _settings = new DurableRecord<VenueState>("venue", context, storage) { Stored = _ => Post(), Failed = _notice.TakeDown };
        _pages = new WeekPages<ClaimsPage>(context, storage);
        _ledger = new ClaimLedger<ClaimsPage>(_pages, new ClaimChecks(grains.Get, clock, logger));
        _closures = new PendingChanges<PendingClosure>(this, grains.Get);
        _updates = new PendingChanges<PendingVenueUpdate>(this, grains.Get);
        _followers = new ObserverManager<IOccupancyFollower>(IRoomGrain.FollowedFor, logger);
        _clock = clock;
        _ids = ids;
        _logger = logger;
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_settings.LoadAsync(), _pages.LoadIndexAsync());
        if (HasUnfinished)
            this.RegisterGrainTimer(SettleAsync, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public Task<VenueView?> GetAsync()
    {
        var view = View(_settings.Durable);
        if (view is not null)
            _notice.PutUp(view);
        return Task.FromResult(view);
    }

    public async Task<Outcome<VenueView>> PublishAsync(PublishVenue command)
    {
        if (await RepeatAsync(command) is { } repeat)
            return repeat;
        if (VenueRules.Validate(command.Details) is { IsEmpty: false } invalid)
            return invalid;
        var admitted = await GrainFactory.Get(command.Owner).AdmitVenueAsync(_id, command.Actor);
        if (admitted.Value is null)
            return admitted.Refusals;
        if (await RepeatAsync(command) is { } published)
            return published;
        _settings.Decide(new VenueState { Details = command.Details, Owner = command.Owner, Key = command.Key, Revision = 1, ToldRevision = 1 });
        await _settings.SaveAsync();
        return View(_settings.Durable)!;
    }

    public async Task<Outcome<ImportedEntity>> ImportAsync(ImportVenue command)
    {
        var outcome = await UpsertAsync(command);
        // A national file names 40,000 venues, and hardly one of them is asked for in the next quarter of an hour.
        DeactivateOnIdle();
        return outcome;
    }

    public async Task<Outcome<VenueTerms>> AdmitRoomAsync(RoomId room, Actor actor)
    {
        if (_settings.Durable.Details is null)
            return Refusal.NotFound("such venue");
        if (!actor.Manages(_settings.Durable.Owner))
            return Refusal.Forbidden("Only managers of the venue's owner publish its rooms.");
        var rooms = _settings.Current.Rooms;
        if (!rooms.Contains(room) && rooms.Length == VenueState.RoomsMax)
            return Refusal.Broken(RefusalCode.Policy, "rooms", $"{VenueState.RoomsMax}", $"{rooms.Length + 1}", "The venue has too many rooms.");
        var isNew = !rooms.Contains(room);
        if (isNew)
            _settings.Decide(_settings.Current with { Rooms = rooms.Add(room) });
        await _settings.SaveAsync();
        if (isNew)
            _followers.Notify(follower => follower.RoomsChanged(_id));
        return _settings.Durable.Terms(_id);
    }

    public Task<ImmutableArray<RoomId>> FollowRoomsAsync(IOccupancyFollower follower)
    {
        // In the turn of the answer: of whatever comes after it the follower is told.
        _followers.Subscribe(follower, follower);
        return Task.FromResult(_settings.Durable.Rooms);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _notice.TakeDown();
        _followers.Notify(follower => follower.RoomsChanged(_id));
        return Task.CompletedTask;
    }

    public Task<VenueTerms?> TermsAsync() =>
        Task.FromResult(_settings.Durable.Details is null ? null : _settings.Durable.Terms(_id));

    public Task<ImmutableArray<Closure>> ClosuresAsync(Period during) => Task.FromResult<ImmutableArray<Closure>>(
        [.. _settings.Durable.Closures.Select(made => made.Closure).Where(closure => closure.Period.Overlaps(during))]);

    public async Task<bool> HasRoomForAsync(Period period, int people)
    {
        if (_settings.Durable.PeopleMax is not { } most)
            return true;
        return people <= most && (await _ledger.InTheWayAsync(period, people, Capacity.Seats(most), insteadOf: null)).IsEmpty;
    }

    public async Task<ClaimAnswer> ClaimAsync(ClaimRequest request)
    {
        if (_settings.Durable.PeopleMax is null)
            return new ClaimAnswer();
        var claim = request.ToClaim(Duration.Zero, Duration.Zero);
        // Read anew each time: the limit may change while the claim waits.
        int Most() => _settings.Durable.PeopleMax ?? int.MaxValue;
        var isTooMany = false;
        var inTheWay = await _ledger.PlaceAsync(
            claim, () => Capacity.Seats(Most()), () => isTooMany = request.Seats > Most(), () => _ledger.Add(claim));
        if (isTooMany)
            return Full(request, Most(), request.Seats);
        if (!inTheWay.IsEmpty)
            return Full(request, Most(), request.Seats + CalendarRules.PeakTaken(inTheWay, request.Period, Capacity.Seats(Most())));
        await _ledger.SaveAsync(claim);
        return new ClaimAnswer();
    }

    public Task ReleaseAsync(ClaimRelease release) => _ledger.ReleaseAsync(release);

    public Task TellAsync(ClaimNews news) => _ledger.TellAsync(news);

    private static ClaimAnswer Full(ClaimRequest request, int most, long wanted) => new()
    {
        Refusals =
        [
            Refusal.Broken(RefusalCode.VenueFull, "maxOccupancy", $"{most}", $"{wanted}",
                $"With {request.Seats} more people the building would hold {wanted}; it may hold {most}."),
        ],
    };

    private async Task<Outcome<ImportedEntity>> UpsertAsync(ImportVenue command)
    {
        if (VenueRules.Validate(command.Details) is { IsEmpty: false } invalid)
            return invalid;
        if (EffectOf(command) is ImportEffect.Unchanged || command.DryRun)
            return new ImportedEntity(EffectOf(command));
        var admitted = await GrainFactory.Get(command.Owner).AdmitVenueAsync(_id, command.Actor);
        if (admitted.Value is null)
            return admitted.Refusals;
        // One change at a time; this one comes after those that are on their way.
        await NoUpdateUnderWayAsync();
        var effect = EffectOf(command);
        if (effect is not ImportEffect.Unchanged)
        {
            var (known, revision) = (_settings.Current, _settings.Current.Revision + 1);
            _settings.Decide(known with
            {
                Details = KeepingOwners(command.Details, known.Details),
                Owner = command.Owner,
                Revision = revision,
                // Where there is no room yet there is nobody to tell, now or after a restart.
                ToldRevision = known.Rooms.IsEmpty ? revision : known.ToldRevision,
            });
        }

        await _settings.SaveAsync();
        await TellRoomsAsync();
        return new ImportedEntity(effect);
    }

    private async Task<Outcome<VenueView>?> RepeatAsync(PublishVenue command)
    {
        if (_settings.Current.Details is null)
            return null;
        await _settings.SaveAsync();
        return _settings.Durable.Key == command.Key ? View(_settings.Durable)! : Refusal.KeyMismatch();
    }

    private ImportEffect EffectOf(ImportVenue command) => _settings.Current.Details switch
    {
        null => ImportEffect.Added,
        var known when known.IsSameAs(KeepingOwners(command.Details, known))
            && _settings.Current.Owner == command.Owner => ImportEffect.Unchanged,
        _ => ImportEffect.Changed,
    };

    // What the register does not tell stays as the owner has set it.
    private static VenueDetails KeepingOwners(VenueDetails register, VenueDetails? known) => register with
    {
        MaxOccupancy = known?.MaxOccupancy,
        OpensOnDaysOff = known?.OpensOnDaysOff ?? false,
    };

    private void Post()
    {
        if (View(_settings.Durable) is { } view)
            _notice.Post(view);
    }

    private VenueView? View(VenueState state) => state.Details is { } details
        ? new VenueView { Id = _id, Owner = state.Owner, Details = details, Rooms = state.Rooms }
        : null;
}
