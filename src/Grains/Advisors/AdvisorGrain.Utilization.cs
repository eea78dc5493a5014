using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Utilization;

namespace Scheduling.Grains.Advisors;

// Where the advisor's bookings took place. Weeks are read for the answer and not kept.
internal sealed partial class AdvisorGrain
{
    // Enough for every zone there is: which midnights count is known once it is known where a booking took place.
    private static readonly Duration AnyZone = Duration.FromDays(1);

    public async Task<ImmutableArray<RoomId>> RoomsBookedAsync(LocalDate first, LocalDate last)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, first.PlusDays(UtilizationRules.DaysMax - 1));
        var around = UtilizationRules.Span(first, last, DateTimeZone.Utc).Widen(AnyZone, AnyZone);
        var pages = await _pages.PeekAsync(_pages.WeeksWithin(around));
        var led = pages.SelectMany(page => page.Claims)
            .Where(claim => claim.Booking.Lead == _id)
            .ToLookup(claim => claim.Booking, claim => claim.Period);
        // A booking that was moved has its record where it was first made for.
        var records = await _pages.PeekAsync(led.Select(booking => booking.Key.Week).Distinct().Where(_pages.Has));
        return
        [
            .. from page in records
               from record in page.Bookings
               let days = UtilizationRules.Span(first, last, WallClock.Zone(record.Facts.TimeZone))
               // The record says whether it was agreed to: the claim on the lead's own time is not told.
               where record.Status != BookingStatus.Pending && led[record.Id].Any(days.Overlaps)
               group record by record.Room into room
               select room.Key,
        ];
    }
}
