using Orleans.Concurrency;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Organizations;

/// <summary>What an organisation stores of itself.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.organization-state")]
internal sealed record OrganizationState
{
    /// <summary>Its name; null until registered.</summary>
    [Id(0)] public string? Name { get; init; }

    /// <summary>The key it was registered with.</summary>
    [Id(1)] public RequestKey? Key { get; init; }

    /// <summary>How its advisors' travel is reckoned; null until somebody said so.</summary>
    [Id(2)] public TravelRules? Travel { get; init; }

    /// <summary>The keys of later changes, newest last; at most <see cref="BookingRecord.ChangeKeysMax"/>.</summary>
    [Id(3)] public ImmutableArray<RequestKey> ChangeKeys { get; init; } = [];
}

/// <summary>Requests that wait for the organisation's decision, as stored.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.organization-requests")]
internal sealed record OrganizationRequests
{
    /// <summary>When each was made. As many as can be undecided at one time.</summary>
    [Id(0)] public ImmutableDictionary<BookingId, Instant> Open { get; init; } = ImmutableDictionary<BookingId, Instant>.Empty;

    /// <summary>The version by which each waits; none for those that were listed before this was kept.</summary>
    [Id(1)] public ImmutableDictionary<BookingId, long> Versions { get; init; } = ImmutableDictionary<BookingId, long>.Empty;

    /// <summary>The version by which a booking waits.</summary>
    public long VersionOf(BookingId booking) => Versions.GetValueOrDefault(booking);
}

// Reentrant on purpose: venues that are admitted together, as an import does, share a write. Every change is made between
// two awaits, on immutable state.
[GrainType("organization"), Reentrant]
internal sealed class OrganizationGrain(
    [FromKeyedServices(StorageNames.Scheduling)] IGrainStorage storage, IGrainContext context) : Grain, IOrganizationGrain
{
    private readonly DurableRecord<OrganizationState> _state = new("organization", context, storage);
    private readonly DurableRecord<OrganizationRequests> _requests = new("requests", context, storage);
    private readonly MemberList _venues = new("venues", context, storage);
    private readonly MemberList _advisors = new("advisors", context, storage);
    private readonly OrganizationId _id = new(context.GrainId.Key.ToString()!);

    public override Task OnActivateAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_state.LoadAsync(), _requests.LoadAsync(), _venues.LoadAsync(), _advisors.LoadAsync());

    public async Task<Outcome<OrganizationView>> RegisterAsync(RegisterOrganization command)
    {
        if (!command.Actor.IsAdmin)
            return Refusal.Forbidden("Only an ADMIN registers organisations.");
        if (InputRules.Name("name", command.Name).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        if (_state.Current.Name is not null)
        {
            await _state.SaveAsync();
            return command.Key is null ? Refusal.Plain(RefusalCode.WrongState, "This organisation is registered already.")
                : _state.Durable.Key == command.Key ? View()
                : _state.Durable.Key?.Key == command.Key.Key ? Refusal.KeyMismatch()
                : Refusal.Plain(RefusalCode.WrongState, "This organisation is registered already.");
        }

        _state.Decide(new OrganizationState { Name = command.Name, Key = command.Key });
        await _state.SaveAsync();
        return View();
    }

    public Task<OrganizationView?> GetAsync() => Task.FromResult(_state.Durable.Name is null ? null : View());

    public async Task<Outcome<OrganizationView>> SetTravelRulesAsync(SetTravelRules command)
    {
        if (Refuses(command.Actor) is { } refusal)
            return refusal;
        var (keys, rules) = (_state.Current.ChangeKeys, command.ApplyTo(_state.Current.Travel ?? TravelRules.Default));
        if (rules.Validate() is { IsEmpty: false } invalid)
            return invalid;
        var used = keys.FirstOrDefault(known => known.Key == command.Key?.Key);
        if (used is null)
            _state.Decide(_state.Current with { Travel = rules, ChangeKeys = BookingRules.Remember(keys, command.Key) });
        await _state.SaveAsync();
        return used is null || used == command.Key ? View() : Refusal.KeyMismatch();
    }

    public async Task<Outcome<OrganizationView>> AdmitVenueAsync(VenueId venue, Actor actor)
    {
        if (Refuses(actor) is { } refusal)
            return refusal;
        await _venues.AddAsync(venue.Value);
        return View();
    }

    public async Task<Outcome<OrganizationView>> AdmitAdvisorAsync(AdvisorId advisor, Actor actor)
    {
        if (_id.IsMunicipality)
            return Refusal.Invalid("networkId", "Advisors belong to networks.");
        if (Refuses(actor) is { } refusal)
            return refusal;
        await _advisors.AddAsync(advisor.Value);
        return View();
    }

    public Task NoteRequestAsync(BookingId booking, long version, Instant at)
    {
        var known = _requests.Current;
        if (!known.Open.ContainsKey(booking) || known.VersionOf(booking) < version)
            _requests.Decide(new OrganizationRequests
            {
                Open = known.Open.SetItem(booking, at),
                Versions = known.Versions.SetItem(booking, version),
            });
        return _requests.SaveAsync();
    }

    public Task DropRequestAsync(BookingId booking, long version)
    {
        var known = _requests.Current;
        if (known.Open.ContainsKey(booking) && known.VersionOf(booking) <= version)
            _requests.Decide(new OrganizationRequests { Open = known.Open.Remove(booking), Versions = known.Versions.Remove(booking) });
        return _requests.SaveAsync();
    }

    public Task<Outcome<Slice<BookingId>>> RequestsAsync(PageRequest page, Actor actor) => Task.FromResult<Outcome<Slice<BookingId>>>(
        actor.Manages(_id)
            ? Slicing.Of(_requests.Durable.Open, request => request.Value, request => request.Key, page)
            : Refusal.Forbidden("Only managers of this organisation see the requests that wait for it."));

    public Task<Slice<VenueId>> VenuesAsync(PageRequest page) => Task.FromResult(_venues.Slice(page, VenueId.Wrap));

    public Task<Slice<AdvisorId>> AdvisorsAsync(PageRequest page) => Task.FromResult(_advisors.Slice(page, AdvisorId.Wrap));

    private Refusal? Refuses(Actor actor) =>
        !actor.Manages(_id) ? Refusal.Forbidden("Only managers of this organisation do that.")
        : _state.Durable.Name is null ? Refusal.NotFound($"organisation '{_id}'")
        : null;

    private OrganizationView View() => new()
    {
        Id = _id,
        Name = _state.Durable.Name!,
        Travel = _state.Durable.Travel ?? TravelRules.Default,
    };
}
