using GraphQL;
using NodaTime;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Execution;
using Scheduling.Api.Occupancy;
using Scheduling.Api.Venues;
using Scheduling.Api.Waitlists;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Api.Rooms;

/// <summary>A bookable room.</summary>
[Implements(typeof(INode))]
public sealed class Room(RoomView view, ApiRequest api) : INode
{
    internal DateTimeZone Zone => Zones.Of(view.TimeZone);

    internal VenueId Where => view.Venue;

    /// <summary>Its identity.</summary>
    [SaysTheSameToAll]
    [Id] public string Id => view.Id.Value;

    /// <summary>Its name.</summary>
    [SaysTheSameToAll]
    public string Name => view.Details.Name;

    /// <summary>The building it is in.</summary>
    [SaysTheSameToAll]
    public Task<Venue> VenueAsync() => api.FindAsync(view.Venue).There(view.Venue);

    /// <summary>How many people it seats.</summary>
    [SaysTheSameToAll]
    public int Seats => view.Details.Seats;

    /// <summary>What is in it.</summary>
    [SaysTheSameToAll]
    public IEnumerable<string> Equipment => view.Details.Equipment;

    /// <summary>Who may be in it at the same time.</summary>
    [SaysTheSameToAll]
    public RoomSharing Sharing => view.Details.Sharing;

    /// <summary>The owner's rules for it.</summary>
    public BookingPolicyOutput Policy => new(view.Details.Policy);

    /// <summary>
    /// Busy or free, and which network holds it: what any signed-in caller may see. Covers the whole period without
    /// gaps, in the venue's zone.
    /// </summary>
    /// <param name="during">The time to look at, at most 366 days.</param>
    public async Task<IReadOnlyList<FreeBusyOutput>> CalendarAsync(PeriodInput during) => FreeBusyOutput.All(
        await api.Rooms.FreeBusyAsync(view.Id, Arguments.During(during, "during")), Zone, api);

    /// <summary>The bookings that hold the room in the period, by start: for the owner's managers.</summary>
    /// <param name="during">The time to look at, at most 366 days.</param>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue.</param>
    public async Task<Connection<Booking>> BookingsAsync(PeriodInput during, int? first, string? after)
    {
        var (period, page) = (Arguments.During(during, "during"), Arguments.Page(first, after, Cursors.Moment()));
        var bookings = await api.Grains.Get(view.Id).BookingsAsync(period, page, api.Actor);
        return await Connections.LoadAsync<BookingId, Booking>(bookings.OrThrow(), api.FindVisibleAsync);
    }

    /// <summary>
    /// Who waits for the room or has an offer, in order: all of them for the owner's managers, by network; their own network's
    /// for advisors and managers.
    /// </summary>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue.</param>
    public async Task<Connection<WaitlistEntry>> WaitlistAsync(int? first, string? after)
    {
        var page = Arguments.Page(first, after, Cursors.Moment());
        var list = await api.Grains.WaitlistOf(view.Id).ListAsync(page, api.Actor);
        return await Connections.LoadAsync<WaitlistEntryView, WaitlistEntry>(
            list.OrThrow(), entry => Task.FromResult<WaitlistEntry?>(new WaitlistEntry(entry, api)));
    }

    /// <summary>Who is in the room now.</summary>
    public async Task<RoomOccupancy> OccupancyAsync() => await OccupancyQuery.OfAsync(view.Id, api).There(view.Id);
}
