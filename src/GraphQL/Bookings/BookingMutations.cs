using NodaTime;
using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Security;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;

namespace Scheduling.Api;

public sealed partial class Mutation
{
    /// <summary>
    /// Takes a room for a time, with everyone named, or takes nothing and tells every reason. An advisor books for
    /// themself, a manager for their own network's advisors.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">What to book.</param>
    public static async Task<BookRoomPayload> BookRoomAsync([FromRequest] ApiRequest api, BookRoomInput input)
    {
        var reader = new CommandReader(api, "bookRoom", input);
        var lead = reader.Id<AdvisorId>(input.AdvisorId, "advisorId");
        var room = reader.Id<RoomId>(input.RoomId, "roomId");
        var coHosts = reader.Ids<AdvisorId>(input.CoHostIds, "coHostIds");
        var optional = reader.Ids<AdvisorId>(input.OptionalCoHostIds ?? [], "optionalCoHostIds");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var command = new BookRoom
        {
            Actor = api.Actor,
            Room = room,
            Period = input.Period.ToPeriod(),
            Seats = input.Seats,
            CoHosts = coHosts,
            OptionalCoHosts = optional,
            OpenToJoin = input.OpenToJoin,
            Purpose = input.Purpose ?? BookingPurpose.Workshop,
            Title = input.Title,
            Places = input.Places,
            Key = reader.Key,
        };
        var outcome = await reader.SendAsync(() => api.Grains.Get(lead).BookAsync(command));
        return new()
        {
            Booking = outcome.ToBooking(api),
            Errors = outcome.Refusals.ToErrors(SceneOf(command, lead, api)),
        };
    }

    /// <summary>Gives a booking up, for its parties and the room's owner.</summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking, and why.</param>
    public static async Task<CancelBookingPayload> CancelBookingAsync(
        [FromRequest] ApiRequest api, CancelBookingInput input)
    {
        var reader = new CommandReader(api, "cancelBooking", input);
        var id = reader.Booking(input.BookingId, "bookingId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).CancelAsync(new CancelBooking
        {
            Actor = api.Actor,
            Booking = id,
            Reason = input.Reason,
            ExpectedVersion = input.ExpectedVersion,
            Key = reader.Key,
        }));
        return new()
        {
            Booking = outcome.ToBooking(api),
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }

    /// <summary>
    /// The owner's answer to a PENDING booking, for managers of the room's owner. Nobody decides on a request they made or
    /// take part in.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking, and the answer.</param>
    public static async Task<DecideBookingPayload> DecideBookingAsync(
        [FromRequest] ApiRequest api, DecideBookingInput input)
    {
        var reader = new CommandReader(api, "decideBooking", input);
        var id = reader.Booking(input.BookingId, "bookingId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).DecideAsync(new DecideBooking
        {
            Actor = api.Actor,
            Booking = id,
            Decision = input.Decision,
            Note = input.Note,
            Key = reader.Key,
        }));
        return new()
        {
            Booking = outcome.ToBooking(api),
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }

    private static ConflictScene SceneOf(BookRoom command, AdvisorId lead, ApiRequest api) => new(
        api,
        async () => (await api.FindAsync(command.Room))?.Zone ?? DateTimeZone.Utc,
        () => Task.FromResult<AlternativesQuery?>(new AlternativesQuery
        {
            Room = command.Room,
            Period = command.Period,
            Seats = command.Seats,
            Advisors = [lead, .. command.CoHosts],
        }));
}
