using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// Requests to join. The asker's grain notes what was asked and passes it on; the lead's grain keeps the request with the
// booking and decides.
internal sealed partial class AdvisorGrain
{
    private readonly KeyedCalls<JoinRequestView> _asking = new();

    public async Task<Outcome<JoinRequestView>> AskToJoinAsync(AskToJoin command)
    {
        if (RefusesToShow(command.Actor) is { } refusal)
            return refusal;
        if (InputRules.Text("note", command.Note, InputRules.ReasonLengthMax).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        return await _asking.RunAsync(command.Key, () => AskOnceAsync(command));
    }

    public async Task<Outcome<JoinRequestView>> JoinAsync(JoinBooking command)
    {
        if (!_pages.Has(command.Booking.Week))
            return Refusal.NotFound("such booking");
        var page = await _pages.LoadAsync(command.Booking.Week);
        await TickIfDueAsync(page, command.Booking);
        // Plainly busy is plainly refused; whether the time can be had shows when the lead accepts.
        if (page.Current.Find(command.Booking) is { } booking && BookingRules.Join(booking, command, _clock.Now()).Next is not null
            && await LeadOf(command.Advisor).RefusalsAsync(booking.Period, insteadOf: null, booking.Facts.Location) is { IsEmpty: false } busy)
            return busy;
        var outcome = await CommitChangeAsync(page, command.Booking, (current, now) => BookingRules.Join(current, command, now));
        return outcome.Value is { } view ? view.JoinRequests.First(request => request.Advisor == command.Advisor) : outcome.Refusals;
    }

    public async Task<Outcome<BookingView>> AnswerAsync(AnswerJoinRequest command)
    {
        if (InputRules.Text("note", command.Note, InputRules.ReasonLengthMax).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        return await RetakeAsync(command.Booking, command.Key, new Retaking(
            (booking, now) => BookingRules.BeginAnswer(booking, command, now),
            booking => BookingRules.PlanOf(booking, command),
            (booking, attempt, grants) => BookingRules.Admit(booking, command, attempt, grants, _clock.Now())));
    }

    public async Task<JoinRequestView?> JoinRequestAsync(BookingId booking, AdvisorId advisor)
    {
        if (!_pages.Has(booking.Week))
            return null;
        var page = await _pages.LoadAsync(booking.Week);
        await TickIfDueAsync(page, booking);
        return page.Durable.Find(booking)?.ToView().JoinRequests.FirstOrDefault(request => request.Advisor == advisor);
    }

    public Task<Outcome<Slice<BookingId>>> AskedToJoinAsync(PageRequest page, Actor actor) => Task.FromResult<Outcome<Slice<BookingId>>>(
        RefusesToShow(actor) is { } refusal
            ? refusal
            : Slicing.Of(_askedToJoin.Durable.Bookings.DistinctBy(asked => asked.Booking), asked => asked.At, asked => asked.Booking, page));

    // Noted before it is asked: so a key knows its booking also when the reference is void by then, as it is once accepted.
    private async Task<Outcome<JoinRequestView>> AskOnceAsync(AskToJoin command)
    {
        var earlier = command.Key is { } key ? _askedToJoin.Current.Bookings.FirstOrDefault(asked => asked.Key?.Key == key.Key) : null;
        if (earlier is not null && earlier.Key != command.Key)
            return Refusal.KeyMismatch();
        if ((earlier?.Booking ?? command.Booking ?? await FindAsync(command.Reference)) is not { } booking)
            return Refusal.NotFound("such booking to join");
        earlier ??= command.Key is null ? _askedToJoin.Current.Bookings.FirstOrDefault(asked => asked.Booking == booking) : null;
        var asked = earlier ?? new AskedBooking(booking, _clock.Now(), command.Key);
        if (earlier is null)
            _askedToJoin.Decide(_askedToJoin.Current.With(asked));
        await _askedToJoin.SaveAsync();
        var outcome = await LeadOf(booking.Lead).JoinAsync(new JoinBooking
        {
            By = command.Actor.Subject,
            Booking = booking,
            Advisor = _id,
            Network = _settings.Durable.Network,
            Note = command.Note,
            Key = command.Key,
        });
        if (outcome.Value is null && earlier is null)
        {
            _askedToJoin.Decide(_askedToJoin.Current.Without(asked));
            await _askedToJoin.SaveAsync();
        }

        return outcome;
    }

    private async Task<BookingId?> FindAsync(JoinReference? reference) =>
        reference is { } known ? await GrainFactory.Get(known.Room).FindJoinableAsync(known) : null;
}
