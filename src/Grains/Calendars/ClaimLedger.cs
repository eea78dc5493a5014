using Scheduling.Grains.Common;

namespace Scheduling.Grains.Calendars;

/// <summary>What can be in a claim's way without sharing time with it.</summary>
/// <param name="Reach">All the time it can lie in.</param>
/// <param name="InTheWay">Asked each round, against memory; none of it shares time with the claim.</param>
internal sealed record Neighbours(Period Reach, Func<ImmutableArray<Claim>> InTheWay);

/// <summary>
/// The claims of one calendar and the way they are taken and given back. Lives in a reentrant grain: every decision is
/// made between two awaits, against memory; every answer waits until what it rests on is durable.
/// </summary>
internal sealed class ClaimLedger<TPage>(WeekPages<TPage> pages, ClaimChecks checks)
    where TPage : class, IClaimsPage<TPage>, new()
{
    // Enough for a claim that waits for one decision after another; past that the slot is simply contested.
    private const int RoundsMax = 8;

    /// <summary>Claims of this calendar's own bookings that are being decided: in nobody's page yet, and in everybody's way.</summary>
    public Dictionary<ClaimId, Claim> Undecided { get; } = [];

    /// <summary>
    /// Looks whether the claim fits, drops what stands in its way without a booking behind it, and calls
    /// <paramref name="place"/> in the same turn in which it fits. Answers with what is in the way; empty when placed.
    /// </summary>
    /// <param name="claim">What is asked for.</param>
    /// <param name="capacity">Read anew each round, because settings can change while it waits.</param>
    /// <param name="refuses">Called each round before the claim is placed; true ends the attempt, with nothing in the way.</param>
    /// <param name="place">Puts the claim where it belongs, in memory.</param>
    /// <param name="around">What else can be in the way without sharing time with it; null for nothing.</param>
    /// <param name="patient">
    /// Wait even for older attempts: only right for one that holds nothing yet, else two could wait for each other.
    /// </param>
    public async Task<ImmutableArray<Claim>> PlaceAsync(
        Claim claim, Func<Capacity> capacity, Func<bool> refuses, Action place, Neighbours? around = null, bool patient = false)
    {
        var reach = around?.Reach ?? claim.Held;
        await pages.LoadAsync(CalendarRules.PagesOf(claim.Held).Union(pages.WeeksWithin(reach)).ToList());
        for (var round = 1; ; round++)
        {
            if (refuses())
                return [];
            // What the same booking holds already it gives up for this claim, or this one for that.
            var others = Standing(claim.Held).Where(other => other.Booking != claim.Booking);
            var inTheWay = CalendarRules.InTheWay(others, claim.Held, claim.Seats, capacity()).AddRange(around?.InTheWay() ?? []);
            if (inTheWay.IsEmpty)
            {
                place();
                return [];
            }

            if (!await ClearAsync(claim, inTheWay, reach, patient) || round == RoundsMax)
            {
                Telemetry.Met("refused");
                return inTheWay;
            }
        }
    }

    /// <summary>Puts a claim on every page it reaches into, in memory.</summary>
    public void Add(Claim claim) => Add(claim, CalendarRules.PagesOf(claim.Held));

    /// <summary>Puts a claim on some of the pages it reaches into, in memory.</summary>
    public void Add(Claim claim, IEnumerable<IsoWeek> weeks)
    {
        foreach (var week in weeks)
        {
            var page = pages.Loaded(week);
            if (!page.Current.Claims.Any(known => known.Id == claim.Id))
                page.Decide(page.Current.WithClaims(page.Current.Claims.Add(claim)));
        }
    }

    /// <summary>Takes claims off every page they are on, in memory; the pages concerned have been loaded.</summary>
    public void Remove(ClaimId claim, IEnumerable<IsoWeek> weeks)
    {
        foreach (var week in weeks)
        {
            var page = pages.Loaded(week);
            if (page.Current.Claims.FirstOrDefault(known => known.Id == claim) is { } found)
                page.Decide(page.Current.WithClaims(page.Current.Claims.Remove(found)));
        }
    }

    /// <summary>Gives a claim back, durably.</summary>
    public async Task ReleaseAsync(ClaimRelease release)
    {
        var weeks = await LoadReachAsync(release.Period);
        Remove(release.Id, weeks);
        await SaveAsync(weeks);
    }

    /// <summary>Notes, durably, how the booking of a claim stands. Each page by itself, because a crash can come between them.</summary>
    public async Task TellAsync(ClaimNews news)
    {
        var weeks = await LoadReachAsync(news.Period);
        foreach (var week in weeks)
        {
            var page = pages.Loaded(week);
            if (page.Current.Claims.FirstOrDefault(claim => claim.Id == news.Id) is { } claim && claim.Hearing(news) is var heard && heard != claim)
                page.Decide(page.Current.Hearing(news, week));
        }

        await SaveAsync(weeks);
    }

    /// <summary>Stores every page that the claim reaches into.</summary>
    public Task SaveAsync(Claim claim) => SaveAsync(CalendarRules.PagesOf(claim.Held));

    /// <summary>Stores the pages of these weeks.</summary>
    public Task SaveAsync(IEnumerable<IsoWeek> weeks) => Task.WhenAll(weeks.Select(pages.SaveAsync));

    /// <summary>The durable claims that share time with the period, each once.</summary>
    public async Task<ImmutableArray<Claim>> DurableAsync(Period during)
    {
        var loaded = await pages.LoadAsync(pages.WeeksWithin(during));
        return ClaimsPages.Within(loaded.SelectMany(page => page.Durable.Claims), during);
    }

    /// <summary>Every claim in memory that shares time with the period, each once; its pages have been loaded.</summary>
    public ImmutableArray<Claim> Standing(Period during) => ClaimsPages.Within(InMemory(pages.WeeksWithin(during)), during);

    /// <summary>
    /// The durable claims in the way of so many seats. Those that are not known to stand are asked for, so that what a
    /// crash left behind does not look taken until somebody books it.
    /// </summary>
    public async Task<ImmutableArray<Claim>> InTheWayAsync(Period held, int seats, Capacity capacity, BookingId? insteadOf)
    {
        var claims = (await DurableAsync(held)).RemoveAll(claim => claim.Booking == insteadOf);
        var inTheWay = CalendarRules.InTheWay(claims, held, seats, capacity);
        if (inTheWay.IsEmpty)
            return inTheWay;
        var gone = await DropGoneAsync(inTheWay, _ => false);
        // Read again: whoever was asked may have told meanwhile that the booking ends earlier.
        claims = (await DurableAsync(held)).RemoveAll(claim => claim.Booking == insteadOf || gone.Contains(claim));
        return CalendarRules.InTheWay(claims, held, seats, capacity);
    }

    /// <summary>
    /// The claims that hold time of the period and whose leads do not give them up; those given up are dropped. Waits
    /// for bookings that are being decided.
    /// </summary>
    public async Task<ImmutableArray<Claim>> VerifiedAsync(Period during)
    {
        var weeks = pages.WeeksWithin(during).ToList();
        await pages.LoadAsync(weeks);
        var asked = Standing(during);
        var answers = await Task.WhenAll(asked.Select(claim => checks.AskAsync(claim, wait: true)));
        await DropAsync(asked.Where((_, i) => answers[i] == ClaimStanding.Gone));
        var verified = asked.Select(claim => claim.Id).ToHashSet();
        // Looked at again: whoever was asked may have told meanwhile that the booking ends earlier.
        var standing = Standing(during).RemoveAll(claim => !verified.Contains(claim.Id));
        await SaveAsync(weeks);
        return standing;
    }

    /// <summary>Every claim whose booking is not over, each once, and durable when it is told of.</summary>
    public async Task<ImmutableArray<Claim>> AheadAsync(Instant now)
    {
        // Pages can be added while others are read: look until none is missing, then decide in the same turn.
        List<IsoWeek> weeks;
        do
            await pages.LoadAsync(weeks = [.. pages.WeeksFrom(IsoWeek.Of(now))]);
        while (pages.WeeksFrom(IsoWeek.Of(now)).Except(weeks).Any());
        ImmutableArray<Claim> ahead =
        [
            .. InMemory(weeks).DistinctBy(claim => claim.Id).Where(claim => claim.Period.End > now),
        ];
        await SaveAsync(weeks);
        return ahead;
    }

    /// <summary>
    /// The claims ahead that <paramref name="pick"/> chooses and whose leads do not give them up. Those given up are dropped,
    /// and it is chosen again.
    /// </summary>
    public async Task<ImmutableArray<Claim>> VerifiedAheadAsync(Instant now, Func<ImmutableArray<Claim>, ImmutableArray<Claim>> pick)
    {
        while (true)
        {
            var picked = pick(await AheadAsync(now));
            var answers = await Task.WhenAll(picked.Select(claim => checks.AskAsync(claim, wait: true)));
            var gone = picked.Where((_, i) => answers[i] == ClaimStanding.Gone).ToList();
            // Whoever was asked may have told meanwhile that a booking ends earlier, or that it was given up.
            if (gone.Count == 0 && picked.All(IsAsItWas))
                return picked;
            await DropAsync(gone);
        }
    }

    private IEnumerable<Claim> InMemory(IEnumerable<IsoWeek> weeks)
    {
        foreach (var week in weeks)
            foreach (var claim in pages.Loaded(week).Current.Claims)
                yield return claim;
        foreach (var claim in Undecided.Values)
            yield return claim;
    }

    private bool IsAsItWas(Claim claim) => Undecided.ContainsKey(claim.Id)
        || CalendarRules.PagesOf(claim.Held).Any(week => pages.TryLoaded(week)?.Current.Claims.Contains(claim) == true);

    // Buffers are not known to callers: look on every page they could reach.
    private async Task<IReadOnlyList<IsoWeek>> LoadReachAsync(Period period)
    {
        var weeks = pages.WeeksWithin(period.Widen(CalendarRules.BufferMax, CalendarRules.BufferMax)).ToList();
        await pages.LoadAsync(weeks);
        return weeks;
    }

    // True when something may have changed for the better, so that it is worth looking again.
    private async Task<bool> ClearAsync(Claim newcomer, ImmutableArray<Claim> inTheWay, Period reach, bool patient)
    {
        await BecomeDurableAsync(inTheWay);
        await DropGoneAsync(inTheWay, claim => patient || newcomer.IsOlderThan(claim));
        // Also true when one was given back meanwhile, or became shorter.
        var still = Standing(reach).ToHashSet();
        return inTheWay.Any(claim => !still.Contains(claim));
    }

    private async Task<IReadOnlyList<Claim>> DropGoneAsync(ImmutableArray<Claim> inTheWay, Func<Claim, bool> waitFor)
    {
        var doubtful = inTheWay.Where(claim => !checks.StoodJustNow(claim)).ToList();
        var answers = await Task.WhenAll(doubtful.Select(claim => checks.AskAsync(claim, waitFor(claim))));
        var gone = doubtful.Where((_, i) => answers[i] == ClaimStanding.Gone).ToList();
        await DropAsync(gone);
        return gone;
    }

    // Not saved here: the write that grants the newcomer's claim, or the next one, takes it along.
    private async Task DropAsync(IEnumerable<Claim> gone)
    {
        foreach (var claim in gone)
        {
            var weeks = CalendarRules.PagesOf(claim.Held).ToList();
            await pages.LoadAsync(weeks);
            Remove(claim.Id, weeks);
            Telemetry.Met("dropped");
        }
    }

    // A refusal must not tell of a claim that storage does not hold yet.
    private Task BecomeDurableAsync(IEnumerable<Claim> claims) =>
        SaveAsync(claims.Where(claim => !Undecided.ContainsKey(claim.Id)).SelectMany(claim => CalendarRules.PagesOf(claim.Held)).Distinct());
}
