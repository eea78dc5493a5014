using Microsoft.Extensions.Logging;
using Scheduling.Api.Advisors;
using Scheduling.Api.Bookings;
using Scheduling.Api.Errors;
using Scheduling.Api.Feeds;
using Scheduling.Api.Organizations;
using Scheduling.Api.Rooms;
using Scheduling.Api.Series;
using Scheduling.Api.Venues;
using Scheduling.Api.Waitlists;
using Scheduling.Api.Workshops;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Series;

namespace Scheduling.Api.Common;

/// <summary>
/// One GraphQL operation: who asks, the grains to ask, and what was loaded already. Made once per execution by
/// <see cref="Security.CallerGate"/>; every node carries it.
/// </summary>
public sealed class ApiRequest
{
    private readonly ApiServices _services;
    private readonly ViewLoader<OrganizationId, IOrganization> _organizations;
    private readonly ViewLoader<AdvisorId, Advisor> _advisors;
    private readonly ViewLoader<VenueId, Venue> _venues;
    private readonly ViewLoader<RoomId, Room> _rooms;
    private readonly ViewLoader<BookingId, Outcome<BookingView>> _bookings;
    private readonly ViewLoader<SeriesId, Outcome<SeriesView>> _series;

    internal ApiRequest(Actor actor, ApiServices services)
    {
        (Actor, _services) = (actor, services);
        var grains = services.Grains;
        _organizations = new(async id => await services.Names.FindAsync(id) is { } name ? Organization.Of(id, name, this) : null);
        _advisors = new(async id => await grains.Get(id).GetAsync() is { } view ? new Advisor(view, this) : null);
        _venues = new(async id => await services.Venues.GetAsync(id) is { } view ? new Venue(view, this) : null);
        _rooms = new(async id => await services.Rooms.GetAsync(id) is { } view ? new Room(view, this) : null);
        _bookings = new(id => grains.Get(id.Lead).GetBookingAsync(id, actor)!);
        _series = new(id => grains.Get(id.Lead).GetSeriesAsync(id, actor)!);
    }

    internal Actor Actor { get; }

    internal IGrainFactory Grains => _services.Grains;

    internal RoomReader Rooms => _services.Rooms;

    internal RoomSearch Search => _services.Search;

    internal IdSource Ids => _services.Ids;

    internal FeedStreams Feeds => _services.Feeds;

    internal OccupancyHub Occupancy => _services.Occupancy;

    internal ILogger<ApiRequest> Log => _services.Log;

    /// <summary>The same request, with nothing loaded yet.</summary>
    internal ApiRequest Anew() => new(Actor, _services);

    internal Task<IOrganization?> FindAsync(OrganizationId id) => _organizations.FindAsync(id);

    internal Task<Advisor?> FindAsync(AdvisorId id) => _advisors.FindAsync(id);

    internal Task<Venue?> FindAsync(VenueId id) => _venues.FindAsync(id);

    /// <summary>The venue while it is this owner's: lists of organisations keep those that have passed to another.</summary>
    internal async Task<Venue?> FindAsync(VenueId id, OrganizationId owner) =>
        await FindAsync(id) is { } venue && venue.IsOf(owner) ? venue : null;

    internal Task<Room?> FindAsync(RoomId id) => _rooms.FindAsync(id);

    /// <summary>A room that came with an answer: nobody has to ask for it again.</summary>
    internal Room Know(RoomView view)
    {
        var room = new Room(view, this);
        _rooms.Know(view.Id, room);
        return room;
    }

    /// <summary>The booking, or null when there is none; throws when the caller may not see it.</summary>
    internal async Task<Booking?> FindAsync(BookingId id)
    {
        var outcome = (await _bookings.FindAsync(id))!;
        if (outcome.Value is { } view)
            return new Booking(view, this);
        return outcome.Refusals is [{ Code: RefusalCode.NotFound }, ..] ? null : throw ApiError.Of(outcome.Refusals[0]);
    }

    /// <summary>The series, or null when there is none; throws when the caller may not see it.</summary>
    internal async Task<SeriesNode?> FindAsync(SeriesId id)
    {
        var outcome = (await _series.FindAsync(id))!;
        if (outcome.Value is { } view)
            return new SeriesNode(view, this);
        return outcome.Refusals is [{ Code: RefusalCode.NotFound }, ..] ? null : throw ApiError.Of(outcome.Refusals[0]);
    }

    /// <summary>The place on a waiting list, or null when there is none; throws when the caller may not see it.</summary>
    internal async Task<WaitlistEntry?> FindAsync(WaitlistEntryId id)
    {
        var outcome = await Grains.WaitlistOf(id.Room).FindAsync(id, Actor);
        if (outcome.Value is { } view)
            return new WaitlistEntry(view, this);
        return outcome.Refusals is [{ Code: RefusalCode.NotFound }, ..] ? null : throw ApiError.Of(outcome.Refusals[0]);
    }

    /// <summary>What is known of a booking; null when there is none that the caller may see.</summary>
    internal async Task<BookingView?> FindViewAsync(BookingId id) => (await _bookings.FindAsync(id))!.Value;

    /// <summary>The booking, or null when there is none that the caller may see.</summary>
    internal async Task<Booking?> FindVisibleAsync(BookingId id) =>
        (await _bookings.FindAsync(id))!.Value is { } view ? new Booking(view, this) : null;

    /// <summary>The workshop, or null when there is none; throws when the caller may not see it.</summary>
    internal async Task<Workshop?> FindWorkshopAsync(BookingId id)
    {
        var outcome = await Grains.Get(id.Lead).GetWorkshopAsync(id, Actor);
        return outcome.Refusals is [{ Code: RefusalCode.NotFound }, ..] ? null : new Workshop(outcome.OrThrow(), this);
    }

    /// <summary>The bookings on an owner's list that really wait for its decision.</summary>
    internal async Task<Connection<Booking>> RequestsOfAsync(OrganizationId owner, PageRequest page)
    {
        var listed = await Grains.Get(owner).RequestsAsync(page, Actor);
        return await Connections.LoadAsync<BookingId, Booking>(listed.OrThrow(), FindRequestAsync);
    }

    // The list is ahead of what is made and behind what is decided: the booking itself knows.
    private async Task<Booking?> FindRequestAsync(BookingId id) =>
        (await _bookings.FindAsync(id))!.Value is { } view && view.Awaiting.Contains(BookingStep.OwnerDecision)
            ? new Booking(view, this) : null;

    /// <summary>Refuses screens, and callers who have no role: they see rooms and networks, never persons.</summary>
    internal void RequirePersons()
    {
        if (!Actor.Roles.Any(role => role != Role.Display))
            throw ApiError.Forbidden("Advisors, managers and administrators see persons; others see rooms and networks.");
    }
}
