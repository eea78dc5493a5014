using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Rooms;

// The room's calendar: claims, and the questions that can be asked of it.
internal sealed partial class RoomGrain
{
    public async Task<ClaimAnswer> ClaimAsync(ClaimRequest request)
    {
        ImmutableArray<Refusal> refusals = [];
        var claim = ToClaim(request, _settings.Current.Details);
        if (claim.Held.Length > CalendarRules.HeldMax)
            return Refuse([Refusal.Invalid("period.end", $"A booking is at most {IsoDuration.Format(CalendarRules.HeldMax)} long.")]);
        // What an earlier activation heard of the place must not come after what is decided here by what was read.
        if (request.Entry is not null)
            await _waitlist.FenceAsync();
        await LetOffersGoFirstAsync(claim);
        var inTheWay = await _ledger.PlaceAsync(
            claim, () => _settings.Current.Capacity, () => !(refusals = Check(request)).IsEmpty, () => _ledger.Add(claim));
        // A refusal must not tell of settings that storage does not hold yet.
        await _settings.SaveAsync();
        if (!refusals.IsEmpty)
            return Refuse(refusals);
        if (!inTheWay.IsEmpty)
            return Refuse([Conflict(inTheWay)]);
        await _ledger.SaveAsync(claim);
        TellTaken(claim.Held);
        var (terms, policy) = (_settings.Current.Terms!, _settings.Current.Details!.Policy);
        return new ClaimAnswer
        {
            Room = new RoomFacts
            {
                Venue = terms.Venue,
                Owner = terms.Owner,
                TimeZone = terms.TimeZone,
                VenueCountsPeople = terms.CountsPeople,
                DecisionDeadline = policy.Approval == ApprovalMode.OnRequest ? policy.DecisionDeadline : null,
                AnswerDeadline = policy.DecisionDeadline,
                NoShowRelease = policy.NoShowRelease,
                Location = terms.Location,
                TermsRevision = terms.Revision,
            },
        };
    }

    public async Task ReleaseAsync(ClaimRelease release)
    {
        await ReleaseAndOfferAsync(release);
        // With whatever buffers it had, which may reach into the days around.
        TellTaken(release.Period.Widen(CalendarRules.BufferMax, CalendarRules.BufferMax));
    }

    public async Task TellAsync(ClaimNews news)
    {
        var touched = news.Period.Widen(CalendarRules.BufferMax, CalendarRules.BufferMax);
        var telling = _ledger.TellAsync(news);
        // In the same turn, as with a release: what people left early is offered first to those who wait.
        if (news.Until is not null)
            LookForOffers(touched, telling);
        await telling;
        if (news.Until is not null)
            TellTaken(touched);
        LookAtOffers(touched);
    }

    public async Task<ImmutableArray<Refusal>> RefusalsAsync(Period period, int seats, BookingId? insteadOf)
    {
        if (_settings.Durable is not { Details: { } details, Terms: { } terms })
            return [Refusal.NotFound("such room")];
        if (RoomRules.Check(details, terms, period, seats, _clock.Now()) is { IsEmpty: false } refusals)
            return refusals;
        var inTheWay = await _ledger.InTheWayAsync(RoomRules.Held(details, period), seats, details.Capacity, insteadOf);
        if (inTheWay.IsEmpty)
            return [];
        // A search that comes here took it for free.
        TellTaken(period);
        return [Conflict(inTheWay)];
    }

    public async Task<RoomView?> FindBookableAsync(Period period, int seats)
    {
        PutUp();
        if (!(await RefusalsAsync(period, seats, insteadOf: null)).IsEmpty)
            return null;
        var terms = _settings.Durable.Terms!;
        return !terms.CountsPeople || await GrainFactory.Get(terms.Venue).HasRoomForAsync(period, seats) ? _reading.View : null;
    }

    public async Task<ImmutableArray<Period>> BookableNearAsync(Period wanted, int seats, int count)
    {
        if (_settings.Durable is not { Details: { } details, Terms: { } terms })
            return [];
        var zone = WallClock.Zone(terms.TimeZone);
        var claims = await _ledger.DurableAsync(Nearby.Window(wanted).Widen(CalendarRules.BufferMax, CalendarRules.BufferMax));
        var now = _clock.Now();
        var found = ImmutableArray.CreateBuilder<Period>();
        foreach (var period in Nearby.Candidates(wanted, zone))
        {
            // Two that overlap are one choice.
            if (found.Count < count && !found.Any(period.Overlaps)
                && RoomRules.Check(details, terms, period, seats, now).IsEmpty
                && CalendarRules.InTheWay(claims, RoomRules.Held(details, period), seats, details.Capacity).IsEmpty)
                found.Add(period);
        }

        return found.ToImmutable();
    }

    public async Task<ImmutableArray<FreeBusy>> FreeBusyAsync(Period during)
    {
        PutUp();
        await _pages.LoadAsync(_pages.WeeksWithin(during));
        return _reading.FreeBusy(during);
    }

    public async Task<Outcome<Slice<BookingId>>> BookingsAsync(Period during, PageRequest page, Actor actor)
    {
        if (_settings.Durable.Terms is not { } terms)
            return Refusal.NotFound("such room");
        if (!actor.Manages(terms.Owner))
            return Refusal.Forbidden("Only managers of the room's owner see its bookings.");
        var claims = await _ledger.DurableAsync(during);
        return Slicing.Of(claims.Where(claim => claim.Period.Overlaps(during)), claim => claim.Period.Start, claim => claim.Booking, page);
    }

    public async Task<BookingId?> FindJoinableAsync(JoinReference reference)
    {
        // A made-up reference may name any week: nothing is kept for it.
        if (!_pages.Has(reference.Week))
            return null;
        var page = await _pages.LoadAsync(reference.Week);
        return page.Durable.Claims.FirstOrDefault(claim => claim.Id == reference.Claim && claim.OpenToJoin)?.Booking;
    }

    public Task<ImmutableArray<Claim>> StandingAsync(Period during) => _ledger.VerifiedAsync(during);

    public Task<ImmutableArray<Claim>> AheadAsync() => _ledger.AheadAsync(_clock.Now());

    public async Task<ImmutableArray<Claim>> BrokenByAsync(TermsAhead present, TermsAhead next)
    {
        if (_settings.Current.Terms is not { } terms)
            return [];
        return await _ledger.VerifiedAheadAsync(_clock.Now(), claims =>
        [
            .. claims.Where(claim => RoomRules.CheckHours(present.Over(terms), claim.Period).IsEmpty
                && !RoomRules.CheckHours(next.Over(terms), claim.Period).IsEmpty),
        ]);
    }

    private ImmutableArray<Refusal> Check(ClaimRequest request)
    {
        if (_settings.Current is not { Details: { } details, Terms: { } terms })
            return [Refusal.NotFound("such room")];
        if (request.Entry is { } entry && !IsAskedFor(entry, request.Period))
            return [Refusal.Plain(RefusalCode.WrongState, "Nobody waits for this slot any more.")];
        var refusals = RoomRules.Check(details, terms, request.Period, request.Seats, _clock.Now());
        // What is on its way forbids already.
        return refusals.IsEmpty && _settings.Current.Update is { } update
            ? RoomRules.Check(update.Next, terms, request.Period, request.Seats, _clock.Now())
            : refusals;
    }

    private ConflictRefusal Conflict(ImmutableArray<Claim> inTheWay) => new()
    {
        Code = RefusalCode.SlotTaken,
        Message = _settings.Current.Details!.Sharing == RoomSharing.BySeats
            ? "Not enough seats are left for all of the period."
            : "The room is taken for at least part of the period.",
        Conflicts =
        [
            .. inTheWay.Select(claim => new FreeBusy(claim.Held, FreeBusyState.Busy, claim.Seats, claim.Network)
            {
                Joinable = claim.OpenToJoin && claim.Period.Start > _clock.Now()
                    ? new JoinReference(_id, IsoWeek.Of(claim.Held.Start), claim.Id).ToString()
                    : null,
            }),
        ],
    };

    private void TellTaken(Period changed)
    {
        if (_settings.Current is { Details: { } details, Terms: { } terms })
            _listing.TellTaken(terms, changed, day => FullWithin(day, details));
    }

    private IEnumerable<Period> FullWithin(Period day, RoomDetails details) =>
        Timeline.Of(day, LoadedClaims(day), [day], [], details.Capacity)
            .Where(stretch => stretch.State is FreeBusyState.Busy or FreeBusyState.Pending)
            .Select(stretch => stretch.Period);

    // What is loaded is enough for the directory: a day it knows too little of is verified with the room anyway.
    private ImmutableArray<Claim> LoadedClaims(Period day) => ClaimsPages.Within(
        CalendarRules.PagesOf(day).SelectMany(week => _pages.TryLoaded(week)?.Current.Claims ?? []), day);

    private static Claim ToClaim(ClaimRequest request, RoomDetails? details) => request.ToClaim(
        details?.Policy.SetupBuffer ?? Duration.Zero, details?.Policy.TeardownBuffer ?? Duration.Zero) with
    {
        // Whether co-hosts have to be asked is known later: it is told then.
        IsPending = request.HasCoHosts || request.IsOffer || details?.Policy.Approval == ApprovalMode.OnRequest,
    };

    private static ClaimAnswer Refuse(ImmutableArray<Refusal> refusals) => new() { Refusals = refusals };
}
