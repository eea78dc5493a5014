using Orleans.Concurrency;
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
}

/// <summary>Requests that wait for the organisation's decision, as stored.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.organization-requests")]
internal sealed record OrganizationRequests
{
    /// <summary>When each was made. As many as can be undecided at one time.</summary>
    [Id(0)] public ImmutableDictionary<BookingId, Instant> Open { get; init; } = ImmutableDictionary<BookingId, Instant>.Empty;
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

    public Task NoteRequestAsync(BookingId booking, Instant at)
    {
        if (!_requests.Current.Open.ContainsKey(booking))
            _requests.Decide(new OrganizationRequests { Open = _requests.Current.Open.Add(booking, at) });
        return _requests.SaveAsync();
    }

    public Task DropRequestAsync(BookingId booking)
    {
        if (_requests.Current.Open.ContainsKey(booking))
            _requests.Decide(new OrganizationRequests { Open = _requests.Current.Open.Remove(booking) });
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

    private OrganizationView View() => new() { Id = _id, Name = _state.Durable.Name! };
}
