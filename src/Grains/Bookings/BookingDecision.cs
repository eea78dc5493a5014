using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <summary>What a rule makes of a booking: its next version, a refusal, or neither, when it is so already.</summary>
internal readonly record struct BookingDecision(BookingRecord? Next, Refusal? Refusal)
{
    /// <summary>It is so already.</summary>
    public static BookingDecision None => default;

    public static implicit operator BookingDecision(BookingRecord next) => new(next, Refusal: null);

    public static implicit operator BookingDecision(Refusal refusal) => new(Next: null, refusal);
}
