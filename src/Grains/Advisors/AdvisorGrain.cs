using Orleans.Concurrency;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Advisors;

// Reentrant on purpose: callers that wait together share one write. Every decision is made between two awaits, against
// memory; every answer waits until what it rests on is durable.
[GrainType("advisor"), Reentrant]
internal sealed partial class AdvisorGrain : Grain, IAdvisorGrain, IRemindable
{
    private readonly DurableRecord<AdvisorState> _settings;
    private readonly RecentPages<RecentKeys, RecentKey> _keys;
    private readonly DurableRecord<AskedToJoin> _askedToJoin;
    private readonly SeriesRecords _series;
    private readonly WeekPages<AdvisorPage> _pages;
    private readonly ClaimLedger<AdvisorPage> _ledger;
    private readonly AdvisorId _id;
    private readonly TimeProvider _clock;
    private readonly IdSource _ids;
    private readonly ISiloLease _lease;
    private readonly AdvisorNetworks _networks;
    private readonly ILogger<AdvisorGrain> _logger;

    public AdvisorGrain(
        [FromKeyedServices(StorageNames.Scheduling)] IGrainStorage storage, IGrainContext context, IGrainFactory grains,
        TimeProvider clock, IdSource ids, ISiloLease lease, AdvisorNetworks networks, ILogger<AdvisorGrain> logger)
    {
        _settings = new DurableRecord<AdvisorState>("advisor", context, storage);
        _keys = new RecentPages<RecentKeys, RecentKey>("recent-keys", context, storage);
        _askedToJoin = new DurableRecord<AskedToJoin>("asked-to-join", context, storage);
        _lateWeeks = new DurableRecord<WeekIndex>("late-weeks", context, storage);
        _series = new SeriesRecords(context, storage);
        _pages = new WeekPages<AdvisorPage>(context, storage, ResumeAsync);
        _ledger = new ClaimLedger<AdvisorPage>(_pages, new ClaimChecks(LeadOf, clock, logger));
        _workshops = new WorkshopShelf(context, storage);
        _id = AdvisorId.Wrap(context.GrainId.Key.ToString()!);
        _absences = new PendingChanges<PendingAbsence>(this, LeadOf);
        _updates = new PendingChanges<PendingAdvisorUpdate>(this, LeadOf);
        _clock = clock;
        _ids = ids;
        _lease = lease;
        _networks = networks;
        _logger = logger;
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_settings.LoadAsync(), _keys.LoadAsync(), _askedToJoin.LoadAsync(), _lateWeeks.LoadAsync(), _pages.LoadIndexAsync());
        if (HasPendingChanges)
            this.RegisterGrainTimer(SettleChangesAsync, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public Task<AdvisorView?> GetAsync() => Task.FromResult(View(_settings.Durable));

    public async Task<Outcome<AdvisorView>> RegisterAsync(RegisterAdvisor command)
    {
        if (await RepeatAsync(command) is { } repeat)
            return repeat;
        if (Validate(command) is { IsEmpty: false } invalid)
            return invalid;
        var admitted = await GrainFactory.Get(command.Network).AdmitAdvisorAsync(_id, command.Actor);
        if (admitted.Value is null)
            return admitted.Refusals;
        if (await RepeatAsync(command) is { } registered)
            return registered;
        _settings.Decide(new AdvisorState
        {
            Name = command.Name,
            Network = command.Network,
            TimeZone = command.TimeZone,
            WorkingHours = command.WorkingHours,
            Key = command.Key,
        });
        await _settings.SaveAsync();
        return View(_settings.Durable)!;
    }

    // Itself it calls directly: a message would wait for an activation that is ending, which waits for the caller.
    private IAdvisorGrain LeadOf(AdvisorId lead) => lead == _id ? this : GrainFactory.Get(lead);

    private ICalendarGrain CalendarOf(string calendar) => calendar == _id.Value ? this : GrainFactory.GetCalendar(calendar);

    private static ImmutableArray<Refusal> Validate(RegisterAdvisor command) =>
    [
        .. InputRules.Name("name", command.Name),
        .. InputRules.TimeZone("timeZone", command.TimeZone),
        .. InputRules.WeeklyHours("workingHours", command.WorkingHours),
    ];

    private async Task<Outcome<AdvisorView>?> RepeatAsync(RegisterAdvisor command)
    {
        if (_settings.Current.Name is null)
            return null;
        await _settings.SaveAsync();
        return _settings.Durable.Key == command.Key ? View(_settings.Durable)! : Refusal.KeyMismatch();
    }

    private AdvisorView? View(AdvisorState state) => state.Name is null ? null : new AdvisorView
    {
        Id = _id,
        Network = state.Network,
        Name = state.Name,
        TimeZone = state.TimeZone,
        WorkingHours = state.WorkingHours,
    };
}
