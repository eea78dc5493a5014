using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Advisors;

// What a room's waiting list asks for, and the answers. An offer is an ordinary booking that waits for its lead.
internal sealed partial class AdvisorGrain
{
    public async Task<Outcome<BookingView>> OfferAsync(OfferSlot asked)
    {
        var command = asked.Booking;
        if (_settings.Durable.Name is null)
            return Refusal.NotFound("such advisor");
        if (!BookingRules.MayBook(command.Actor, _id, _settings.Durable.Network))
            return Refusal.Forbidden("An advisor books for themself, a manager for the network's advisors.");
        if (BookingRules.Validate(command, _id) is { IsEmpty: false } invalid)
            return invalid;
        // One attempt at a booking at a time: whoever asks again shares its answer.
        var call = new RequestKey { Key = asked.Id.Value, Fingerprint = nameof(OfferSlot) };
        return await _booking.RunAsync(call, () => OfferOnceAsync(asked));
    }

    public async Task<Outcome<BookingView>> AnswerOfferAsync(AnswerOffer command)
    {
        if (InputRules.Text("note", command.Note, InputRules.ReasonLengthMax).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        if (!_pages.Has(command.Booking.Week))
            return Refusal.NotFound("such booking");
        var page = await _pages.LoadAsync(command.Booking.Week);
        await TickIfDueAsync(page, command.Booking);
        BookingDecision Decide(BookingRecord booking, Instant now) => BookingRules.Answer(booking, command, now);
        // Where the owner decides, the request is on the owner's list before it is one.
        if (page.Current.Find(command.Booking) is { } offer && Decide(offer, _clock.Now()).Next is { IsListedAsRequest: true } request
            && !await AnnounceAsync(request))
            throw new TimeoutException("The room's owner could not be asked; the offer is as it was.");
        return await CommitChangeAsync(page, command.Booking, Decide);
    }

    private async Task<Outcome<BookingView>> OfferOnceAsync(OfferSlot asked)
    {
        // Also what is asked for the first time: its message may come after that of a repeat.
        var page = await _pages.LoadAsync(asked.Id.Week);
        await _pages.SaveAsync(asked.Id.Week);
        if (page.Durable.Find(asked.Id) is { } made)
            return made.ToView();
        // An earlier activation may be about to commit it: from here on that cannot happen, and a refusal is final.
        if (asked.IsRepeat)
            await EntombAsync(asked.Id.Week);

        for (var attempt = 1; ; attempt++)
        {
            if (await AttemptOfferAsync(asked) is { } outcome)
                return outcome;
            if (attempt == AttemptsMax)
                throw new TimeoutException("A calendar did not answer; nothing was booked.");
        }
    }

    private Task<Outcome<BookingView>?> AttemptOfferAsync(OfferSlot asked)
    {
        var plan = BookingRules.PlanOf(asked.Booking) with { IsOffer = asked.Offer.Hold is not null, Entry = asked.Offer.Entry };
        return AttemptAsync(
            new Attempt(plan, OwnClaim(plan.Period, plan.Seats, asked.Id)), alongside: () => Task.CompletedTask,
            (attempt, grants) => BookingRules.MakeOffer(asked, attempt, grants));
    }
}
