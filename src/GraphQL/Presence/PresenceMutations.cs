using Scheduling.Api.Bookings;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Security;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Api;

public sealed partial class Mutation
{
    /// <summary>
    /// Says that the people have come, from 15 minutes before the start on: the booking is IN_PROGRESS. Said again with another
    /// number it corrects how many there are. For the booking's parties and the managers of the room's owner.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking, and how many are there.</param>
    public static async Task<CheckInPayload> CheckInAsync([FromRequest] ApiRequest api, CheckInInput input)
    {
        var reader = new CommandReader(api, "checkIn", input);
        var id = reader.Booking(input.BookingId, "bookingId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).CheckInAsync(new CheckIn
        {
            Actor = api.Actor,
            Booking = id,
            People = input.People,
            Note = input.Note,
            Key = reader.Key,
        }));
        return new()
        {
            Booking = outcome.ToBooking(api),
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }

    /// <summary>
    /// Says that the people have gone: the booking is COMPLETED, and the rest of its slot is free for others. For the booking's
    /// parties and the managers of the room's owner.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="input">Which booking.</param>
    public static async Task<CheckOutPayload> CheckOutAsync([FromRequest] ApiRequest api, CheckOutInput input)
    {
        var reader = new CommandReader(api, "checkOut", input);
        var id = reader.Booking(input.BookingId, "bookingId");
        if (reader.IsRefused)
            return new() { Errors = reader.Errors };
        var outcome = await reader.SendAsync(() => api.Grains.Get(id.Lead).CheckOutAsync(new CheckOut
        {
            Actor = api.Actor,
            Booking = id,
            Note = input.Note,
            Key = reader.Key,
        }));
        return new()
        {
            Booking = outcome.ToBooking(api),
            Errors = outcome.Refusals.ToErrors(ConflictScene.None(api)),
        };
    }
}

/// <summary>The people have come.</summary>
public sealed record CheckInInput : MutationInput
{
    /// <summary>Which booking.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>How many are there, the advisors not counted, 0 to 1,000; as booked, or as said before, unless said.</summary>
    public int? People { get; init; }

    /// <summary>Anything worth knowing, for the booking's history; at most 500 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class CheckInPayload : BookingPayload;

/// <summary>The people have gone.</summary>
public sealed record CheckOutInput : MutationInput
{
    /// <summary>Which booking.</summary>
    [Id] public required string BookingId { get; init; }

    /// <summary>Anything worth knowing, for the booking's history; at most 500 characters.</summary>
    public string? Note { get; init; }
}

/// <summary>What came of it.</summary>
public sealed class CheckOutPayload : BookingPayload;
