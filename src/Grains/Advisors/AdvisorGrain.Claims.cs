using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// What the lead knows of the claims made in its name: which are being decided, which stand, which are gone.
internal sealed partial class AdvisorGrain
{
    private const int GivenUpMax = 1_000;
    private static readonly TimeSpan DecisionWait = TimeSpan.FromSeconds(1);
    // Two attempts that each wait for a claim (10 s) and for its release have to end before the caller's 30 s do.
    private static readonly TimeSpan ReleaseWait = TimeSpan.FromSeconds(2);

    private readonly Dictionary<ClaimId, Attempt> _undecided = [];
    private readonly Queue<ClaimId> _givenUpInOrder = [];
    private readonly HashSet<ClaimId> _givenUp = [];

    public async Task<ClaimStanding> CheckClaimAsync(ClaimId claim, BookingId booking, bool waitForDecision)
    {
        if (_undecided.TryGetValue(claim, out var attempt) && waitForDecision)
            await Task.WhenAny(attempt.DecidedAsync(), Task.Delay(DecisionWait, _clock));
        if (_undecided.ContainsKey(claim))
            return ClaimStanding.Undecided;
        // Of this activation: nobody else ever knew of the claim, so nobody can commit it.
        if (_givenUp.Contains(claim))
            return ClaimStanding.Gone;
        var page = await _pages.LoadAsync(booking.Week);
        await TickIfDueAsync(page, booking);
        await TellAgainAsync(page, claim, booking);
        if (Known(page, claim, booking) is { } known)
            return known;
        await EntombAsync(booking.Week);
        return Known(page, claim, booking) ?? ClaimStanding.Gone;
    }

    /// <summary>Makes a page's version move, so that no earlier activation can commit there what this one does not know of.</summary>
    private async Task EntombAsync(IsoWeek week)
    {
        var page = await _pages.LoadAsync(week);
        page.Decide(page.Current with { Tombstones = page.Current.Tombstones + 1 });
        await _pages.SaveAsync(week);
    }

    /// <summary>What is durably known of a claim; null when nothing is.</summary>
    private ClaimStanding? Known(DurableRecord<AdvisorPage> page, ClaimId claim, BookingId booking)
    {
        if (_undecided.ContainsKey(claim))
            return ClaimStanding.Undecided;
        var (durable, current) = (page.Durable.Find(booking), page.Current.Find(booking));
        var needed = durable?.Claims.Any(known => known.Id == claim) ?? false;
        if (needed != (current?.Claims.Any(known => known.Id == claim) ?? false))
            return ClaimStanding.Undecided;
        if (needed)
            return ClaimStanding.Stands;
        return durable?.Releases.Any(known => known.Id == claim) ?? false ? ClaimStanding.Gone : null;
    }

    private void Begin(Attempt attempt)
    {
        _ledger.Undecided[attempt.Own.Id] = attempt.Own;
        _undecided[attempt.Own.Id] = attempt;
    }

    private void End(Attempt attempt)
    {
        _ledger.Undecided.Remove(attempt.Own.Id);
        _undecided.Remove(attempt.Own.Id);
        foreach (var asked in attempt.Asked)
            _undecided.Remove(asked.Id);
        attempt.Decide();
    }

    /// <summary>
    /// Ends an attempt that comes to nothing, and gives back whatever it asked for; what is not delivered in time vanishes
    /// when somebody needs its place.
    /// </summary>
    private async Task GiveUpAsync(Attempt attempt)
    {
        if (attempt.RecentKey is { } key)
            _keys.Forget(key.Key);
        foreach (var claim in attempt.Asked)
            Remember(claim.Id);
        End(attempt);
        await Task.WhenAll(attempt.Asked.Select(ReleaseAsync));
    }

    private async Task<bool> ReleaseAsync(ClaimRef claim)
    {
        try
        {
            await CalendarOf(claim.Calendar)
                .ReleaseAsync(claim.ToRelease())
                .WaitAsync(ReleaseWait, _clock);
            return true;
        }
        catch (Exception failure)
        {
            LogNotReleased(failure, claim.Id, claim.Calendar);
            return false;
        }
    }

    private void Remember(ClaimId claim)
    {
        if (_givenUp.Add(claim))
            _givenUpInOrder.Enqueue(claim);
        while (_givenUpInOrder.Count > GivenUpMax)
            _givenUp.Remove(_givenUpInOrder.Dequeue());
    }

    [LoggerMessage(LogLevel.Warning, "{Claim} could not be given back to {Calendar}; it will be asked for or told again")]
    private partial void LogNotReleased(Exception failure, ClaimId claim, string calendar);
}
