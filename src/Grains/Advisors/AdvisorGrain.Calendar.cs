using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// The advisor's own calendar: one booking at a time, led or co-hosted.
internal sealed partial class AdvisorGrain
{
    public async Task<ClaimAnswer> ClaimAsync(ClaimRequest request)
    {
        if (_settings.Durable.Name is null)
            return Refuse([Refusal.NotFound($"advisor '{_id}'")]);
        var claim = request.ToClaim(Duration.Zero, Duration.Zero);
        if (claim.Held.Length > CalendarRules.HeldMax)
            return Refuse([Refusal.Invalid("period.end", $"A booking is at most {IsoDuration.Format(CalendarRules.HeldMax)} long.")]);
        await LearnTravelRulesAsync();
        ImmutableArray<Refusal> refusals = [];
        // In the turn that takes the time: an absence that is noted after it finds it.
        var inTheWay = await _ledger.PlaceAsync(
            claim, () => Capacity.One, () => !(refusals = [.. BookingRules.CheckWorkingHours(_settings.Durable, request.Period)]).IsEmpty,
            () => _ledger.Add(claim), TravelOf(claim));
        if (!refusals.IsEmpty)
            return Refuse(refusals);
        if (!inTheWay.IsEmpty)
            return Refuse(Refusals(inTheWay, claim));
        await _ledger.SaveAsync(claim);
        // Whoever has to be asked holds the time until they answer.
        return new ClaimAnswer
        {
            Advisor = new AdvisorFacts { Advisor = _id, Network = _settings.Durable.Network, Consents = ConsentsTo(request.Network) },
        };
    }

    public Task ReleaseAsync(ClaimRelease release) => _ledger.ReleaseAsync(release);

    public Task TellAsync(ClaimNews news) => _ledger.TellAsync(news);

    public async Task<ImmutableArray<FreeBusy>> FreeBusyAsync(Period during)
    {
        if (_settings.Durable is not { Name: not null } advisor)
            return [];
        var atWork = advisor.WorkingHours.IsEmpty
            ? [during]
            : new OpeningHours(advisor.WorkingHours, WallClock.Zone(advisor.TimeZone)).During(during);
        var taken = (await _ledger.DurableAsync(during)).Concat(AdvisorRules.AsClaims(advisor, during));
        var stretches = Timeline.Of(during, taken, atWork, [], Capacity.One);
        return [.. stretches.Select(stretch => stretch with { SeatsTaken = 0, Network = null })];
    }

    public async Task<ImmutableArray<Refusal>> RefusalsAsync(Period period, BookingId? insteadOf, GeoPoint? place)
    {
        if (_settings.Durable is not { Name: not null } advisor)
            return [Refusal.NotFound($"advisor '{_id}'")];
        if (BookingRules.CheckWorkingHours(advisor, period).ToImmutableArray() is { IsEmpty: false } refusals)
            return refusals;
        await LearnTravelRulesAsync();
        var others = (await _ledger.DurableAsync(Travel.Reach(period))).RemoveAll(claim => claim.Booking == insteadOf);
        var wanted = OwnClaim(period, seats: 1, insteadOf ?? default) with { Place = place };
        return Refusals(CalendarRules.InTheWay(others, period, seats: 1, Capacity.One).AddRange(Travel.TooNear(_travel, others, wanted)), wanted);
    }

    public async Task<bool> IsFreeAsync(Period period, BookingId? insteadOf = null, GeoPoint? place = null) =>
        (await RefusalsAsync(period, insteadOf, place)).IsEmpty;

    public async Task<Outcome<Slice<BookingId>>> BookingsAsync(Period during, PageRequest page, Actor actor)
    {
        if (_settings.Durable.Name is null)
            return Refusal.NotFound("such advisor");
        if (!BookingRules.MayBook(actor, _id, _settings.Durable.Network))
            return Refusal.Forbidden("Only the advisor and managers of the network see these bookings.");
        var pages = await ResolvedAsync(_pages.WeeksWithin(during));
        // Claims tell of what is co-hosted or was moved here; records also of what was given up.
        var held = pages.SelectMany(loaded => loaded.Durable.Claims).Select(claim => (claim.Period, claim.Booking));
        var led = pages.SelectMany(loaded => loaded.Durable.Bookings).Select(booking => (booking.Period, Booking: booking.Id));
        return Slicing.Of(held.Concat(led).Where(item => item.Period.Overlaps(during)), item => item.Period.Start, item => item.Booking, page);
    }

    private static ConflictRefusal Busy(ImmutableArray<Claim> inTheWay) => new()
    {
        Code = RefusalCode.AdvisorBusy,
        Message = "The advisor is engaged for at least part of the period.",
        Conflicts = [.. inTheWay.Select(claim => new FreeBusy(claim.Held, FreeBusyState.Busy, 0, Network: null))],
    };

    private static ClaimAnswer Refuse(ImmutableArray<Refusal> refusals) => new() { Refusals = refusals };
}
