using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Rooms;

// What happens to one place on the waiting list. Each step is stored before the next one begins, and one runs at a time.
internal sealed partial class RoomGrain
{
    /// <summary>
    /// Takes an entry as far as it goes now: what was asked is asked again, an offer is looked at, and a slot is sought when
    /// something changed in its time.
    /// </summary>
    private async Task StepAsync(WaitlistEntryId id, Period? changed)
    {
        while (_steps.TryGetValue(id, out var running))
            await running.ContinueWith(_ => { }, TaskScheduler.Current);
        var step = StepOnceAsync(id, changed);
        if (!step.IsCompleted)
            _steps[id] = step;
        await step;
    }

    private async Task StepOnceAsync(WaitlistEntryId id, Period? changed)
    {
        try
        {
            if (_waitlist.Current.Find(id) is { Asking: not null } asking)
                await AskLeadAsync(asking, isRepeat: true);
            if (_waitlist.Current.Find(id) is { Status: WaitlistStatus.Offered } offered)
                await LookAtBookingAsync(offered);
            if (_waitlist.Current.Find(id) is { IsOpen: true, LeavingBy: not null, Asking: null } leaving)
                await PartAsync(leaving);
            else if (changed is { } period)
                await SeekAsync(id, period);
        }
        finally
        {
            _steps.Remove(id);
        }
    }

    /// <summary>What an offer's booking says by now; what cannot be had is as it was.</summary>
    private Task LookAgainAsync(WaitlistEntry entry) =>
        entry.Status == WaitlistStatus.Offered ? StepAsync(entry.Id, changed: null) : Task.CompletedTask;

    private async Task SeekAsync(WaitlistEntryId id, Period changed)
    {
        if (_waitlist.Current.Find(id) is not { WantsSlot: true } before)
            return;
        if (WaitlistRules.IsPast(before, _clock.Now()))
        {
            Note(WaitlistRules.End(before, WaitlistStatus.Lapsed, _clock.Now()));
            await _waitlist.SaveAsync();
            return;
        }

        if (!before.Window.Overlaps(changed))
            return;
        var reach = before.Window.Widen(CalendarRules.BufferMax, CalendarRules.BufferMax);
        List<IsoWeek> weeks;
        do
            await _pages.LoadAsync(weeks = [.. _pages.WeeksWithin(reach)]);
        while (_pages.WeeksWithin(reach).Except(weeks).Any());
        // Found and noted in the same turn.
        if (_waitlist.Current.Find(id) is not { WantsSlot: true } entry || FreeSlot(entry, _ledger.Standing(reach)) is not { } slot)
            return;
        var asking = WaitlistRules.Ask(entry, slot);
        Note(asking);
        await _waitlist.SaveAsync();
        await AskLeadAsync(asking, isRepeat: false);
    }

    private Period? FreeSlot(WaitlistEntry entry, ImmutableArray<Claim> claims) =>
        _settings.Current is { Details: { } details, Terms: { } terms }
            ? SlotRules.First(entry, details, terms, _clock.Now(), slot =>
                CalendarRules.InTheWay(claims, RoomRules.Held(details, slot), entry.Seats, details.Capacity).IsEmpty)
            : null;

    private async Task AskLeadAsync(WaitlistEntry asking, bool isRepeat)
    {
        var answer = await AnswerOfLeadAsync(
            asking, GrainFactory.Get(asking.Advisor).OfferAsync(WaitlistRules.OfferOf(asking, _id, isRepeat)));
        // It may be leaving by now, which changes nothing about the answer.
        if (answer is null || _waitlist.Current.Find(asking.Id) is not { } entry)
            return;
        var answered = WaitlistRules.Answered(entry, answer, _clock.Now());
        Note(answered);
        await _waitlist.SaveAsync();
        // Given up again before this was known: when it was, its slot seemed to be nobody else's.
        if (answered.Status is WaitlistStatus.Lapsed or WaitlistStatus.Left)
            LookForOffers(asking.Asking!.Value);
    }

    // What a lead was asked may reach it late: when the answer to a repeat is known, and the place perhaps given up since. Asked
    // for is what is stored as such, and has not been answered in memory.
    private bool IsAskedFor(WaitlistEntryId id, Period slot) =>
        _waitlist.Durable.Find(id)?.Asking == slot && _waitlist.Current.Find(id)?.Asking == slot;

    private async Task LookAtBookingAsync(WaitlistEntry offered)
    {
        var found = await AnswerOfLeadAsync(
            offered, GrainFactory.Get(offered.Advisor).GetBookingAsync(offered.Booking!.Value, Itself));
        if (found?.Value is not { } view || _waitlist.Current.Find(offered.Id) is not { Status: WaitlistStatus.Offered } entry)
            return;
        if (WaitlistRules.See(entry, view, _clock.Now()) is { IsOpen: false } ended)
            Note(ended);
        await _waitlist.SaveAsync();
    }

    // An offer under way is declined, which frees its slot for the next; if it was answered meanwhile, that stands.
    private async Task PartAsync(WaitlistEntry leaving)
    {
        if (leaving.Status == WaitlistStatus.Offered)
        {
            await AnswerOfLeadAsync(leaving, GrainFactory.Get(leaving.Advisor).AnswerOfferAsync(new AnswerOffer
            {
                Actor = leaving.LeavingBy!,
                Booking = leaving.Booking!.Value,
                Decision = Decision.Decline,
                Note = leaving.Reason,
                Key = new RequestKey { Key = leaving.Id.Value, Fingerprint = nameof(LeaveWaitlist) },
            }));
            await LookAtBookingAsync(leaving);
            return;
        }

        Note(WaitlistRules.End(leaving, WaitlistStatus.Left, _clock.Now()));
        await _waitlist.SaveAsync();
    }

    // Null when there is none: nothing is known of the step then, and everybody else goes on.
    private async Task<Outcome<BookingView>?> AnswerOfLeadAsync(WaitlistEntry entry, Task<Outcome<BookingView>> call)
    {
        try
        {
            return await call.WaitAsync(LeadWait, _clock);
        }
        catch (Exception failure)
        {
            _isUnsettled = true;
            LogNotAnswered(failure, entry.Id);
            return null;
        }
    }
}
