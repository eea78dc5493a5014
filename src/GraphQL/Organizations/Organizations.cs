using GraphQL;
using Scheduling.Api.Advisors;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Execution;
using Scheduling.Api.Occupancy;
using Scheduling.Api.Venues;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Organizations;

namespace Scheduling.Api.Organizations;

/// <summary>A town hall or a network: whoever owns venues, employs advisors, and answers requests.</summary>
[Name("Organization")]
public interface IOrganization
{
    /// <summary>Its identity.</summary>
    [SaysTheSameToAll]
    [Id] string Id { get; }

    /// <summary>Its name.</summary>
    [SaysTheSameToAll]
    string Name { get; }
}

internal static class Organization
{
    /// <summary>The node of the kind that the identity says.</summary>
    public static IOrganization Of(OrganizationId id, string name, ApiRequest api, TravelRules? travel = null) =>
        id.IsMunicipality ? new Municipality(id, name, api) : new Network(id, name, api, travel);

    /// <summary>The same, as it was answered; null for a refusal.</summary>
    public static IOrganization? Of(OrganizationView? view, ApiRequest api) =>
        view is null ? null : Of(view.Id, view.Name, api, view.Travel);

    /// <summary>Registers either kind.</summary>
    public static Task<Outcome<OrganizationView>> RegisterAsync(
        ApiRequest api, CommandReader reader, OrganizationId id, string name) => reader.SendAsync(() =>
            api.Grains.Get(id).RegisterAsync(new RegisterOrganization { Actor = api.Actor, Name = name, Key = reader.Key }));
}

/// <summary>The town hall of a commune.</summary>
[Implements(typeof(INode)), Implements(typeof(IOrganization))]
public sealed class Municipality(OrganizationId id, string name, ApiRequest api) : INode, IOrganization
{
    /// <summary>Its identity.</summary>
    [SaysTheSameToAll]
    [Id] public string Id => id.Value;

    /// <summary>Its name.</summary>
    [SaysTheSameToAll]
    public string Name => name;

    /// <summary>INSEE code, five characters; Corsica has letters (2A004).</summary>
    [SaysTheSameToAll]
    public string InseeCode => id.InseeCode;

    /// <summary>The venues that it owns, in the order in which they came.</summary>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue.</param>
    public async Task<Connection<Venue>> VenuesAsync(int? first, string? after) =>
        await Connections.LoadAsync<VenueId, Venue>(
            await api.Grains.Get(id).VenuesAsync(Arguments.Page(first, after, Cursors.Place())), venue => api.FindAsync(venue, id));

    /// <summary>Bookings of its rooms that wait for its decision, oldest first. Its own managers only.</summary>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue.</param>
    public Task<Connection<Booking>> BookingRequestsAsync(int? first, string? after) =>
        api.RequestsOfAsync(id, Arguments.Page(first, after, Cursors.Moment()));

    /// <summary>Who is in the rooms of the commune now.</summary>
    public Task<MunicipalityOccupancy> OccupancyAsync() => OccupancyQuery.OfAsync(this, api);
}

/// <summary>A network of advisors.</summary>
[Implements(typeof(INode)), Implements(typeof(IOrganization))]
public sealed class Network(OrganizationId id, string name, ApiRequest api, TravelRules? travel = null) : INode, IOrganization
{
    /// <summary>Its identity.</summary>
    [SaysTheSameToAll]
    [Id] public string Id => id.Value;

    /// <summary>Its name.</summary>
    [SaysTheSameToAll]
    public string Name => name;

    /// <summary>How it reckons the time its advisors need from one venue to another.</summary>
    public async Task<TravelRulesOutput> TravelRulesAsync() =>
        new(travel ?? (await api.Grains.Get(id).GetAsync() ?? throw new InvalidOperationException($"{id} is shown and not registered.")).Travel);

    /// <summary>Its advisors, in the order in which they came. Screens may not see them.</summary>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue.</param>
    public async Task<Connection<Advisor>> AdvisorsAsync(int? first, string? after)
    {
        api.RequirePersons();
        return await Connections.LoadAsync<AdvisorId, Advisor>(
            await api.Grains.Get(id).AdvisorsAsync(Arguments.Page(first, after, Cursors.Place())), api.FindAsync);
    }

    /// <summary>The venues that it owns, in the order in which they came.</summary>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue.</param>
    public async Task<Connection<Venue>> VenuesAsync(int? first, string? after) =>
        await Connections.LoadAsync<VenueId, Venue>(
            await api.Grains.Get(id).VenuesAsync(Arguments.Page(first, after, Cursors.Place())), venue => api.FindAsync(venue, id));

    /// <summary>Bookings of its rooms that wait for its decision, oldest first. Its own managers only.</summary>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue.</param>
    public Task<Connection<Booking>> BookingRequestsAsync(int? first, string? after) =>
        api.RequestsOfAsync(id, Arguments.Page(first, after, Cursors.Moment()));
}
