using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Rooms;

// Gives what frees to those who wait, in order. What a lead is about to be asked is stored first and names the booking to
// be made, so that whoever goes on after a crash asks for the same one. Nobody who frees a slot waits for this.
internal sealed partial class RoomGrain
{
    private const string WaitlistReminder = "waitlist";
    // A lead that hangs holds nobody up for long; its answer is asked for again.
    private static readonly TimeSpan LeadWait = TimeSpan.FromSeconds(8);
    // Within the time a claim may take.
    private static readonly TimeSpan OffersFirstWait = TimeSpan.FromSeconds(2);
    private static readonly Period Always = new(Instant.FromUtc(1900, 1, 1, 0, 0), Instant.FromUtc(2300, 1, 1, 0, 0));
    private static readonly Actor Itself = new() { Subject = "system", Roles = [Role.Admin] };

    private readonly Dictionary<WaitlistEntryId, Task> _steps = [];
    private readonly List<Task> _freeing = [];
    private readonly HashSet<Period> _doubtful = [];
    private Task _pass = Task.CompletedTask;
    private Period? _changed;
    private Period? _looking;
    private bool _isThorough;
    private bool _isUnsettled;

    private async Task RemindedOfOffersAsync()
    {
        await ResumeOffersAsync();
        // Looked at last: whoever joins after this sets the reminder anew, and that one has another version.
        if (await this.GetReminder(WaitlistReminder) is { } reminder && _joining == 0 && !_waitlist.Current.Open.Any())
            await this.UnregisterReminder(reminder);
    }

    /// <summary>Looks at everything anew, and asks the leads of what seems to be in the way.</summary>
    private Task ResumeOffersAsync()
    {
        _isThorough = true;
        LookForOffers(Always);
        return _pass;
    }

    private Task RemindOfWaitlistAsync() =>
        this.RegisterOrUpdateReminder(WaitlistReminder, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));

    private Task ReleaseAndOfferAsync(ClaimRelease release)
    {
        // What came to nothing for somebody who waits frees nothing for the others: they were asked after it.
        var isOurs = ClaimOf(release) is { } claim
            && _waitlist.Current.Open.Any(entry => entry.Status == WaitlistStatus.Waiting && entry.Booking == claim.Booking);
        var releasing = _ledger.ReleaseAsync(release);
        // In the same turn: from here on nobody is granted the slot before those who wait have been asked.
        if (!isOurs)
            LookForOffers(release.Period.Widen(CalendarRules.BufferMax, CalendarRules.BufferMax), releasing, doubtful: release.Period);
        return releasing;
    }

    /// <summary>A booking waits for nobody any more: it may be an offer that was accepted.</summary>
    private void LookAtOffers(Period confirmed)
    {
        if (_waitlist.Current.Open.Any(entry => entry.Status == WaitlistStatus.Offered && entry.Window.Overlaps(confirmed)))
            LookForOffers(confirmed);
    }

    /// <summary>
    /// Newcomers wait a little while what has just changed is offered to those who wait for it already. Only in memory:
    /// after a crash the slot goes to whoever asks first.
    /// </summary>
    private async Task LetOffersGoFirstAsync(Claim claim)
    {
        if (_pass.IsCompleted || _looking?.Overlaps(claim.Held) != true)
            return;
        var open = _waitlist.Current.Open.ToList();
        if (open.Exists(entry => entry.Asking is not null && entry.Booking == claim.Booking))
            return;
        if (open.Exists(entry => entry.Status == WaitlistStatus.Waiting && entry.Window.Overlaps(claim.Held)))
            await Task.WhenAny(_pass, Task.Delay(OffersFirstWait, _clock));
    }

    /// <summary>Looks, in the background and once for all who ask meanwhile, whether those who wait can be served.</summary>
    private void LookForOffers(Period changed, Task? after = null, Period? doubtful = null)
    {
        if (!_waitlist.Current.Open.Any())
            return;
        if (after is not null)
            _freeing.Add(after);
        if (doubtful is { } period)
            _doubtful.Add(period);
        _changed = Join(_changed, changed);
        _looking = Join(_looking, changed);
        if (_pass.IsCompleted)
            _pass = LookAsync();
    }

    private async Task LookAsync()
    {
        try
        {
            while (_changed is { } changed)
            {
                (_changed, _looking) = (null, changed);
                await FreedAsync();
                await VerifyAsync();
                await Task.WhenAll(_waitlist.Current.Open.Where(entry => entry.Status == WaitlistStatus.Offered).Select(LookAgainAsync));
                foreach (var entry in _waitlist.Current.Open.Where(entry => entry.Status == WaitlistStatus.Waiting).ToList())
                    await StepAsync(entry.Id, changed);
            }

        }
        catch (Exception failure)
        {
            // The activation ends when a write failed; the next one, or the reminder, goes on.
            LogInterrupted(failure, _id);
            _isUnsettled = true;
        }

        (_changed, _looking) = (null, null);
        if (_isUnsettled)
            await RemindSoonAsync();
    }

    private async Task RemindSoonAsync()
    {
        _isUnsettled = false;
        try
        {
            await RemindOfWaitlistAsync();
        }
        catch (Exception failure)
        {
            // There is one already, which comes within the hour.
            LogInterrupted(failure, _id);
        }
    }

    private async Task FreedAsync()
    {
        while (_freeing.Count > 0)
        {
            var freeing = _freeing[0];
            _freeing.RemoveAt(0);
            await freeing;
        }
    }

    // Claims that a crash left behind go when somebody needs their place: those who wait do. Where a slot was given back
    // there may be one more of the same booking; everywhere else it is enough to ask within the hour.
    private async Task VerifyAsync()
    {
        if (_isThorough)
            _doubtful.UnionWith(_waitlist.Current.Open.Where(entry => entry.WantsSlot).Select(entry => entry.Window));
        var doubtful = _doubtful.ToList();
        _isThorough = false;
        _doubtful.Clear();
        foreach (var period in doubtful)
            await _ledger.InTheWayAsync(period, seats: 1, Capacity.One, insteadOf: null);
    }

    private static Period Join(Period? known, Period more) =>
        known is { } before ? new Period(Instant.Min(before.Start, more.Start), Instant.Max(before.End, more.End)) : more;

    private Claim? ClaimOf(ClaimRelease release) =>
        LoadedClaims(release.Period).FirstOrDefault(claim => claim.Id == release.Id);

    [LoggerMessage(LogLevel.Warning, "The waiting list of {Room} was interrupted; it goes on with the next change or reminder")]
    private partial void LogInterrupted(Exception failure, RoomId room);

    [LoggerMessage(LogLevel.Warning, "The lead of {Entry} did not answer; it will be asked again")]
    private partial void LogNotAnswered(Exception failure, WaitlistEntryId entry);
}
