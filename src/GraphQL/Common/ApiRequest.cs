using Microsoft.Extensions.Logging;
using Scheduling.Api.Advisors;
using Scheduling.Api.Bookings;
using Scheduling.Api.Errors;
using Scheduling.Api.Organizations;
using Scheduling.Api.Rooms;
using Scheduling.Api.Venues;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Common;

/// <summary>
/// One GraphQL operation: who asks, the grains to ask, and what was loaded already. Made once per execution by
/// <see cref="Security.CallerGate"/>; every node carries it.
/// </summary>
public sealed class ApiRequest
{
    private readonly ViewLoader<OrganizationId, IOrganization> _organizations;
    private readonly ViewLoader<AdvisorId, Advisor> _advisors;
    private readonly ViewLoader<VenueId, Venue> _venues;
    private readonly ViewLoader<RoomId, Room> _rooms;
    private readonly ViewLoader<BookingId, Outcome<BookingView>> _bookings;

    internal ApiRequest(Actor actor, IGrainFactory grains, IdSource ids, ILogger<ApiRequest> log)
    {
        (Actor, Grains, Ids, Log) = (actor, grains, ids, log);
        _organizations = new(async id => Organization.Of(await grains.Get(id).GetAsync(), this));
        _advisors = new(async id => await grains.Get(id).GetAsync() is { } view ? new Advisor(view, this) : null);
        _venues = new(async id => await grains.Get(id).GetAsync() is { } view ? new Venue(view, this) : null);
        _rooms = new(async id => await grains.Get(id).GetAsync() is { } view ? new Room(view, this) : null);
        _bookings = new(id => grains.Get(id.Lead).GetBookingAsync(id, actor)!);
    }

    internal Actor Actor { get; }

    internal IGrainFactory Grains { get; }

    internal IdSource Ids { get; }

    internal ILogger<ApiRequest> Log { get; }

    internal Task<IOrganization?> FindAsync(OrganizationId id) => _organizations.FindAsync(id);

    internal Task<Advisor?> FindAsync(AdvisorId id) => _advisors.FindAsync(id);

    internal Task<Venue?> FindAsync(VenueId id) => _venues.FindAsync(id);

    internal Task<Room?> FindAsync(RoomId id) => _rooms.FindAsync(id);

    /// <summary>The booking, or null when there is none; throws when the caller may not see it.</summary>
    internal async Task<Booking?> FindAsync(BookingId id)
    {
        var outcome = (await _bookings.FindAsync(id))!;
        if (outcome.Value is { } view)
            return new Booking(view, this);
        return outcome.Refusals is [{ Code: RefusalCode.NotFound }, ..] ? null : throw ApiError.Of(outcome.Refusals[0]);
    }

    /// <summary>The booking, or null when there is none that the caller may see.</summary>
    internal async Task<Booking?> FindVisibleAsync(BookingId id) =>
        (await _bookings.FindAsync(id))!.Value is { } view ? new Booking(view, this) : null;

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
