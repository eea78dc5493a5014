using GraphQL;
using Scheduling.Api.Advisors;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Organizations;
using Scheduling.Api.Rooms;
using Scheduling.Api.Security;
using Scheduling.Api.Venues;
using Scheduling.Api.Waitlists;
using Scheduling.Api.Workshops;
using Scheduling.Grains.Common;

namespace Scheduling.Api;

/// <summary>Everything that can be asked. What does not exist is null; what cannot be read is INVALID_INPUT.</summary>
public sealed partial class Query
{
    /// <summary>Anything by its identity; null when there is none.</summary>
    /// <param name="api">The request.</param>
    /// <param name="id">The identity, of any kind.</param>
    public static async Task<INode?> NodeAsync([FromRequest] ApiRequest api, [Id] string id)
    {
        if (OrganizationId.TryParse(id, out var organization))
            return (INode?)await api.FindAsync(organization);
        if (EntityIds.TryParse<VenueId>(id, out var venue))
            return await api.FindAsync(venue);
        if (EntityIds.TryParse<RoomId>(id, out var room))
            return await api.FindAsync(room);
        if (EntityIds.TryParse<AdvisorId>(id, out _))
            return await AdvisorAsync(api, id);
        if (BookingId.TryParse(id, out _))
            return await BookingAsync(api, id);
        if (SeriesId.TryParse(id, out _))
            return await SeriesAsync(api, id);
        if (WaitlistEntryId.TryParse(id, out _))
            return await WaitlistEntryAsync(api, id);
        throw ApiError.InvalidInput("id", "This is not the id of anything.");
    }

    /// <summary>Who the caller is.</summary>
    /// <param name="api">The request.</param>
    public static Viewer? Viewer([FromRequest] ApiRequest api) => new(api);

    /// <summary>The town hall of a commune; null when it is not registered.</summary>
    /// <param name="api">The request.</param>
    /// <param name="inseeCode">INSEE code, five characters.</param>
    public static async Task<Municipality?> MunicipalityAsync([FromRequest] ApiRequest api, string inseeCode) =>
        await api.FindAsync(Arguments.Municipality(inseeCode, "inseeCode")) as Municipality;

    /// <summary>A network; null when there is none.</summary>
    /// <param name="api">The request.</param>
    /// <param name="id">Its identity.</param>
    public static async Task<Network?> NetworkAsync([FromRequest] ApiRequest api, [Id] string id) =>
        await api.FindAsync(Arguments.Network(id, "id")) as Network;

    /// <summary>An advisor; null when there is none. Screens may not see advisors.</summary>
    /// <param name="api">The request.</param>
    /// <param name="id">Its identity.</param>
    public static Task<Advisor?> AdvisorAsync([FromRequest] ApiRequest api, [Id] string id)
    {
        api.RequirePersons();
        return api.FindAsync(Arguments.Id<AdvisorId>(id, "id"));
    }

    /// <summary>A venue; null when there is none.</summary>
    /// <param name="api">The request.</param>
    /// <param name="id">Its identity.</param>
    public static Task<Venue?> VenueAsync([FromRequest] ApiRequest api, [Id] string id) =>
        api.FindAsync(Arguments.Id<VenueId>(id, "id"));

    /// <summary>A room; null when there is none.</summary>
    /// <param name="api">The request.</param>
    /// <param name="id">Its identity.</param>
    public static Task<Room?> RoomAsync([FromRequest] ApiRequest api, [Id] string id) =>
        api.FindAsync(Arguments.Id<RoomId>(id, "id"));

    /// <summary>A booking, for its parties and the room's owner; null when there is none.</summary>
    /// <param name="api">The request.</param>
    /// <param name="id">Its identity.</param>
    public static Task<Booking?> BookingAsync([FromRequest] ApiRequest api, [Id] string id)
    {
        api.RequirePersons();
        return api.FindAsync(Arguments.Booking(id, "id"));
    }

    /// <summary>A workshop and how full it is, for any advisor or manager, who may fill it; null when there is none.</summary>
    /// <param name="api">The request.</param>
    /// <param name="bookingId">The identity of its booking.</param>
    public static Task<Workshop?> WorkshopAsync([FromRequest] ApiRequest api, [Id] string bookingId)
    {
        api.RequirePersons();
        return api.FindWorkshopAsync(Arguments.Booking(bookingId, "bookingId"));
    }

    /// <summary>A place on a room's waiting list, for the advisor's network and managers of the room's owner; null when there is none.</summary>
    /// <param name="api">The request.</param>
    /// <param name="id">Its identity.</param>
    public static Task<WaitlistEntry?> WaitlistEntryAsync([FromRequest] ApiRequest api, [Id] string id) =>
        api.FindAsync(Arguments.WaitlistEntry(id, "id"));

    /// <summary>Published rooms that are free for all of the period and fit, nearest first when near is given, else by name.</summary>
    /// <param name="api">The request.</param>
    /// <param name="where">Which rooms.</param>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue.</param>
    [Complexity(10, 1)]
    public static async Task<Connection<Room>> AvailableRoomsAsync(
        [FromRequest] ApiRequest api, AvailableRoomsInput where, int? first, string? after)
    {
        var query = where.ToQuery(Arguments.Page(first, after, Cursors.Rank()));
        var found = await api.Search.FindAsync(query);
        return Connections.Of(found.OrThrow(), api.Know);
    }
}

/// <summary>The caller.</summary>
public sealed class Viewer(ApiRequest api)
{
    /// <summary>The caller's name in the identity provider.</summary>
    public string Subject => api.Actor.Subject;

    /// <summary>Everything the caller is.</summary>
    public IEnumerable<Role> Roles => api.Actor.Roles;

    /// <summary>The advisor that the caller is.</summary>
    public async Task<Advisor?> AdvisorAsync() => api.Actor.Advisor is { } id ? await api.FindAsync(id) : null;

    /// <summary>The organisation that the caller acts for.</summary>
    public async Task<IOrganization?> OrganizationAsync() =>
        api.Actor.Organization is { } id ? await api.FindAsync(id) : null;
}
