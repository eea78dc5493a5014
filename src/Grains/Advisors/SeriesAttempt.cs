using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;

namespace Scheduling.Grains.Advisors;

/// <summary>What came of one date of a series that is being tried: an attempt that holds everything with the record it would make, or refusals.</summary>
internal sealed record DateAttempt(SeriesSlot Slot, Attempt? Attempt, BookingRecord? Record, ImmutableArray<Refusal> Refusals)
{
    /// <summary>The date as its series lists it.</summary>
    public SeriesDate ToDate() => new() { Date = Slot.Date, Period = Slot.Period, Booking = Record?.Id, Refusals = Refusals, Room = Slot.Room };

    /// <summary>The date of a series that was refused as a whole.</summary>
    public SeriesDateView ToRefusedView() => new()
    {
        Date = Slot.Date,
        Period = Slot.Period,
        Outcome = Record is null ? SeriesDateOutcome.Refused : SeriesDateOutcome.NotTaken,
        Refusals = Refusals,
    };
}
