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
        await TickIfDueAsync(page, booking);
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

    /// <summary>What the clock makes of a booking is made of it before anybody is told of it.</summary>
    private async Task TickIfDueAsync(DurableRecord<AdvisorPage> page, BookingId id)
    {
        await ResolveAsync(page, id.Week);
        // One step can make another due: what goes on without those who did not answer may be over by now.
        while (page.Current.Find(id)?.NextDue <= _clock.Now())
            await CommitChangeAsync(page, id, BookingRules.Tick);
    }

    private async Task<Outcome<BookingView>> ChangeAsync(BookingId id, Func<BookingRecord, Instant, BookingDecision> decide)
    {
        if (!_pages.Has(id.Week))
            return Refusal.NotFound("such booking");
        var page = await _pages.LoadAsync(id.Week);
        await TickIfDueAsync(page, id);
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
                page.Decide(WithOwnTime(page.Current.With(next), next));
            // Whatever the answer tells of has to be durable.
            await _pages.SaveAsync(id.Week);
            if (decision.Refusal is { } refusal)
            {
                await BeFinalAsync(id.Week);
                return refusal;
            }

            if (decision.Next is { } made)
            {
                Telemetry.Booked(made.Status);
                Tell(id);
                await SettleAsync(id.Week, made);
            }

            // Others may have changed it meanwhile: what they made of it counts once it is written.
            return page.Durable.Find(id)!.ToView();
        }
        finally
        {
            _changing--;
        }
    }

    // The lead's own time goes with the very write that ends the booking.
    private AdvisorPage WithOwnTime(AdvisorPage page, BookingRecord booking)
    {
        var without = page.WithClaims(page.Claims.RemoveAll(
            claim => booking.Releases.Any(released => released.Calendar == _id.Value && released.Id == claim.Id)));
        return booking.Presence?.HeldUntil is null || booking.Claims.FirstOrDefault(claim => claim.Calendar == _id.Value) is not { } own
            ? without
            : without.Hearing(booking.NewsFor(own), booking.Id.Week);
    }
}
