using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// People come and go. A booking that ends early keeps what is past of its calendars: its record stops needing the rest
// first, and only then do the calendars hear of it.
internal sealed partial class AdvisorGrain
{
    public async Task<Outcome<BookingView>> CheckInAsync(CheckIn command)
    {
        if (BookingRules.Validate(command) is { IsEmpty: false } invalid)
            return invalid;
        return await ChangeAsync(command.Booking, (booking, now) => BookingRules.CheckIn(booking, command, now));
    }

    public async Task<Outcome<BookingView>> CheckOutAsync(CheckOut command)
    {
        if (BookingRules.Validate(command) is { IsEmpty: false } invalid)
            return invalid;
        return await ChangeAsync(command.Booking, (booking, now) => BookingRules.CheckOut(booking, command, now));
    }

    private async Task<bool> TellCalendarAsync(BookingRecord booking, ClaimRef claim)
    {
        // Only a room shows what is pending and who is there; the others hear when they get time back.
        if (booking.Presence?.HeldUntil is null && !EntityIds.TryParse<RoomId>(claim.Calendar, out _))
            return true;
        try
        {
            await CalendarOf(claim.Calendar).TellAsync(booking.NewsFor(claim)).WaitAsync(ReleaseWait, _clock);
            return true;
        }
        catch (Exception failure)
        {
            LogUntold(failure, claim.Calendar, booking.Id);
            return false;
        }
    }

    /// <summary>Whoever asks about a claim of a booking that ended early, and has not heard so, wants the rest of it now.</summary>
    private async Task TellAgainAsync(DurableRecord<AdvisorPage> page, ClaimId claim, BookingId id)
    {
        if (page.Current.Find(id) is { Presence.HeldUntil: not null } booking && page.Durable.Find(id)?.Version == booking.Version
            && booking.Confirmations.FirstOrDefault(told => told.Id == claim) is { } untold)
            await TellCalendarAsync(booking, untold);
    }

    [LoggerMessage(LogLevel.Warning, "{Calendar} could not be told how {Booking} stands; it will be told again")]
    private partial void LogUntold(Exception failure, string calendar, BookingId booking);
}
