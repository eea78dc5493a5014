using Scheduling.Api.Common;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Api.Bookings;

/// <summary>What a mutation of a booking answers.</summary>
public abstract class BookingPayload : MutationPayload
{
    /// <summary>The booking as it is now; null when refused.</summary>
    public Booking? Booking { get; init; }
}

internal static class BookingOutcomes
{
    /// <summary>The booking of an answer, or null when it was refused.</summary>
    public static Booking? ToBooking(this Outcome<BookingView> outcome, ApiRequest api) =>
        outcome.Value is { } view ? new Booking(view, api) : null;
}
