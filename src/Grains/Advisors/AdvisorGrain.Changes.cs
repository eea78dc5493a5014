using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// What becomes of a booking after it was made. Each step is one durable change of its record; what has to follow the
// commit is in the record, and is settled at once or by the reminder.
internal sealed partial class AdvisorGrain
{
    public async Task<Outcome<BookingView>> GetBookingAsync(BookingId booking, Actor actor)
    {
        // A made-up identity may name any week: nothing is kept for it.
        if (!_pages.Has(booking.Week))
            return Refusal.NotFound("such booking");
        var page = await _pages.LoadAsync(booking.Week);
        await ExpireIfOverdueAsync(page, booking);
        if (page.Durable.Find(booking) is not { } record)
            return Refusal.NotFound("such booking");
        return BookingRules.MaySee(actor, record) ? record.ToView() : BookingRules.NotAParty();
    }

    public async Task<Outcome<BookingView>> CancelAsync(CancelBooking command)
    {
        if (InputRules.Text("reason", command.Reason, InputRules.ReasonLengthMax).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        return await ChangeAsync(command.Booking, (booking, now) => BookingRules.Cancel(booking, command, now));
    }

    public async Task<Outcome<BookingView>> DecideAsync(DecideBooking command)
    {
        if (InputRules.Text("note", command.Note, InputRules.ReasonLengthMax).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        return await ChangeAsync(command.Booking, (booking, now) => BookingRules.Decide(booking, command, now));
    }

    /// <summary>Ends a booking that nobody answered in time, before anybody is told of it.</summary>
    private async Task ExpireIfOverdueAsync(DurableRecord<AdvisorPage> page, BookingId id)
    {
        if (page.Current.Find(id)?.IsOverdue(_clock.Now()) == true)
            await CommitChangeAsync(page, id, BookingRules.Expire);
    }

    private async Task<Outcome<BookingView>> ChangeAsync(BookingId id, Func<BookingRecord, Instant, BookingDecision> decide)
    {
        if (!_pages.Has(id.Week))
            return Refusal.NotFound("such booking");
        var page = await _pages.LoadAsync(id.Week);
        await ExpireIfOverdueAsync(page, id);
        return await CommitChangeAsync(page, id, decide);
    }

    private async Task<Outcome<BookingView>> CommitChangeAsync(
        DurableRecord<AdvisorPage> page, BookingId id, Func<BookingRecord, Instant, BookingDecision> decide)
    {
        _changing++;
        try
        {
            // Before the decision: from the commit on, the reminder must be there.
            if (page.Current.Find(id) is { } before && decide(before, _clock.Now()).Next is not null)
                await EnsureReminderAsync();
            var decision = page.Current.Find(id) is { } booking ? decide(booking, _clock.Now()) : Refusal.NotFound("such booking");
            if (decision.Next is { } next)
                page.Decide(WithoutReleased(page.Current.With(next), next));
            // Whatever the answer tells of has to be durable.
            await _pages.SaveAsync(id.Week);
            if (decision.Refusal is { } refusal)
                return refusal;
            if (decision.Next is { } made)
            {
                Telemetry.Booked(made.Status);
                await SettleAsync(id.Week, made);
            }

            return page.Current.Find(id)!.ToView();
        }
        finally
        {
            _changing--;
        }
    }

    // The lead's own time goes with the very write that ends the booking.
    private AdvisorPage WithoutReleased(AdvisorPage page, BookingRecord booking) => page.WithClaims(page.Claims.RemoveAll(
        claim => booking.Releases.Any(released => released.Calendar == _id.Value && released.Id == claim.Id)));
}
