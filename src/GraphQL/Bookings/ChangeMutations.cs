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
    /// Moves a booking to another time or room: takes the new slot and gives up the old one as one step; on a refusal the old
    /// one still stands. For the lead and managers of the lead's network, until it begins. Where the owner decides, the owner
    /// is asked again.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking, and where to.</param>
    public static async Task<RescheduleBookingPayload> RescheduleBookingAsync(
        [FromRequest] ApiRequest api, RescheduleBookingInput input)
    {
        var reader = new CommandReader(api, "rescheduleBooking", input);
        var id = reader.Booking(input.BookingId, "bookingId");
        var room = input.RoomId is null ? (RoomId?)null : reader.Id<RoomId>(input.RoomId, "roomId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var (booking, errors) = await ChangeAsync(api, reader, new ChangeBooking
        {
            Actor = api.Actor,
            Booking = id,
            Period = input.Period.ToPeriod(),
            Room = room,
            Reason = input.Reason,
            ExpectedVersion = input.ExpectedVersion,
            Key = reader.Key,
        });
        return new() { Booking = booking, Errors = errors };
    }

    /// <summary>
    /// Changes who and how many take part in a booking, or its title. For the lead and managers of the lead's network, until
    /// it begins; on a refusal it stays as it was. Where the owner decides, more than a title asks the owner again.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking, and what of it.</param>
    public static async Task<ChangeBookingPayload> ChangeBookingAsync(
        [FromRequest] ApiRequest api, ChangeBookingInput input)
    {
        var reader = new CommandReader(api, "changeBooking", input);
        var id = reader.Booking(input.BookingId, "bookingId");
        var coHosts = input.CoHostIds is null ? (ImmutableArray<AdvisorId>?)null : reader.Ids<AdvisorId>(input.CoHostIds, "coHostIds");
        var optional = input.OptionalCoHostIds is null
            ? (ImmutableArray<AdvisorId>?)null
            : reader.Ids<AdvisorId>(input.OptionalCoHostIds, "optionalCoHostIds");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var (booking, errors) = await ChangeAsync(api, reader, new ChangeBooking
        {
            Actor = api.Actor,
            Booking = id,
            Seats = input.Seats,
            CoHosts = coHosts,
            OptionalCoHosts = optional,
            Title = input.Title,
            Reason = input.Reason,
            ExpectedVersion = input.ExpectedVersion,
            Key = reader.Key,
        });
        return new() { Booking = booking, Errors = errors };
    }

    private static async Task<(Booking? Booking, IReadOnlyList<IMutationError> Errors)> ChangeAsync(
        ApiRequest api, CommandReader reader, ChangeBooking command)
    {
        var outcome = await reader.SendAsync(() => api.Grains.Get(command.Booking.Lead).ChangeAsync(command));
        return (outcome.ToBooking(api), outcome.Refusals.ToErrors(SceneOf(command, api)));
    }

    private static ConflictScene SceneOf(ChangeBooking command, ApiRequest api) => new(
        api,
        async () => await api.FindViewAsync(command.Booking) is { } booking ? (await api.FindAsync(command.Room ?? booking.Room))?.Zone ?? DateTimeZone.Utc : DateTimeZone.Utc,
        async () => await api.FindViewAsync(command.Booking) is not { } booking ? null : new AlternativesQuery
        {
            Room = command.Room ?? booking.Room,
            Period = command.Period ?? booking.Period,
            Seats = command.Seats ?? booking.Seats,
            Advisors = [booking.Lead, .. command.CoHosts ?? booking.CoHosts],
            InsteadOf = booking.Id,
        });
}
