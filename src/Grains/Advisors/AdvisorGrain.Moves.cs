using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Advisors;

// A booking that becomes another. New claims first, then the record, which lists the old claims as to be given back.
internal sealed partial class AdvisorGrain
{
    private readonly KeyedCalls<BookingView> _moving = new();

    public async Task<Outcome<BookingView>> ChangeAsync(ChangeBooking command)
    {
        if (BookingRules.Validate(command) is { IsEmpty: false } invalid)
            return invalid;
        return await RetakeAsync(command.Booking, command.Key, new Retaking(
            (booking, now) => BookingRules.BeginChange(booking, command, now),
            booking => BookingRules.PlanOf(booking, command),
            (booking, attempt, grants) => BookingRules.Change(booking, command, attempt, grants, _clock.Now())));
    }

    /// <summary>Makes something else of a booking for which everything has to be taken anew.</summary>
    private Task<Outcome<BookingView>> RetakeAsync(BookingId id, RequestKey? key, Retaking change) =>
        _moving.RunAsync(key, () => RetakeOnceAsync(id, change));

    private async Task<Outcome<BookingView>> RetakeOnceAsync(BookingId id, Retaking change)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await TryRetakeAsync(id, change) is { } outcome)
            {
                if (outcome.Value is null && _pages.Has(id.Week))
                    await BeFinalAsync(id.Week);
                return outcome;
            }

            // A calendar did not answer, or the booking has become another meanwhile: it still stands, and may yet change.
            if (attempt == AttemptsMax)
                throw new TimeoutException("A calendar did not answer; the booking is as it was.");
        }
    }

    private async Task<Outcome<BookingView>?> TryRetakeAsync(BookingId id, Retaking change)
    {
        if (!_pages.Has(id.Week))
            return Refusal.NotFound("such booking");
        var page = await _pages.LoadAsync(id.Week);
        await TickIfDueAsync(page, id);
        if (page.Current.Find(id) is not { } booking || change.Begin(booking, _clock.Now()) is not null)
            return await CommitChangeAsync(page, id, (current, now) => change.Begin(current, now) ?? BookingDecision.None);
        var plan = change.PlanOf(booking);
        if (booking.Purpose != BookingPurpose.Workshop || plan.Seats >= booking.Seats)
            return await TryRetakeAsync(booking, plan, change, isStillFit: static () => true);
        // The places of a workshop go with its seats: whoever is being registered meanwhile is counted.
        return await _workshops.UseAsync(booking.Id, async attendees =>
        {
            if (WorkshopRules.TooFewSeats(attendees.Current, booking, plan.Seats) is not { } refusal)
                return await TryRetakeAsync(
                    booking, plan, change, () => WorkshopRules.TooFewSeats(attendees.Current, booking, plan.Seats) is null);
            await attendees.SaveAsync();
            return (Outcome<BookingView>)refusal;
        });
    }

    private async Task<Outcome<BookingView>?> TryRetakeAsync(BookingRecord booking, BookingPlan plan, Retaking change, Func<bool> isStillFit)
    {
        var page = _pages.Loaded(booking.Id.Week);
        var attempt = new Attempt(plan, OwnClaim(plan.Period, plan.Seats, booking.Id));
        _changing++;
        try
        {
            var outcome = await TakeAsync(attempt, () => Task.WhenAll(EnsureReminderAsync(), NoteLateAsync(booking.Id, plan.Period)));
            if (outcome is not { Value: { } grants })
                return outcome is null ? null : outcome.Refusals;

            BookingRecord? Decide(AdvisorPage current) =>
                current.Find(booking.Id) is { } unchanged && unchanged.Version == booking.Version && TooNear(attempt.Own).IsEmpty && isStillFit()
                    ? change.Make(unchanged, attempt, grants)
                    : null;
            if (Decide(page.Current) is { } changed && await AnnounceAsync(changed) && await CommitAsync(attempt, Decide) is { } made)
            {
                await SettleAsync(booking.Id.Week, made);
                return made.ToView();
            }
        }
        finally
        {
            _changing--;
        }

        await GiveUpAsync(attempt);
        return null;
    }

    /// <summary>The rules of one such change.</summary>
    /// <param name="Begin">May it be made? Null when its plan has to be taken first.</param>
    /// <param name="PlanOf">What the booking needs then.</param>
    /// <param name="Make">What it becomes when all of that was granted.</param>
    private sealed record Retaking(
        Func<BookingRecord, Instant, BookingDecision?> Begin,
        Func<BookingRecord, BookingPlan> PlanOf,
        Func<BookingRecord, Attempt, Grants, BookingRecord> Make);
}
