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
        if (request.Network != _settings.Durable.Network)
            return Refuse([Refusal.Broken(RefusalCode.Policy, "coHostConsent", request.Network.Value, _settings.Durable.Network.Value,
                "A co-host of another network has to consent, which is not open yet.")]);
        var claim = request.ToClaim(Duration.Zero, Duration.Zero);
        if (claim.Held.Length > CalendarRules.HeldMax)
            return Refuse([Refusal.Invalid("period.end", $"A booking is at most {IsoDuration.Format(CalendarRules.HeldMax)} long.")]);
        if (BookingRules.CheckWorkingHours(_settings.Durable, request.Period).ToImmutableArray() is { IsEmpty: false } refusals)
            return Refuse(refusals);
        var inTheWay = await _ledger.PlaceAsync(claim, () => Capacity.One, () => false, () => _ledger.Add(claim));
        if (!inTheWay.IsEmpty)
            return Refuse([Busy(inTheWay)]);
        await _ledger.SaveAsync(claim);
        return new ClaimAnswer();
    }

    public Task ReleaseAsync(ClaimRelease release) => _ledger.ReleaseAsync(release);

    public async Task<ImmutableArray<FreeBusy>> FreeBusyAsync(Period during)
    {
        if (_settings.Durable is not { Name: not null } advisor)
            return [];
        var atWork = advisor.WorkingHours.IsEmpty
            ? [during]
            : new OpeningHours(advisor.WorkingHours, WallClock.Zone(advisor.TimeZone)).During(during);
        var stretches = Timeline.Of(during, await _ledger.DurableAsync(during), atWork, [], Capacity.One);
        return [.. stretches.Select(stretch => stretch with { SeatsTaken = 0, Network = null })];
    }

    public async Task<bool> IsFreeAsync(Period period) =>
        _settings.Durable is { Name: not null } advisor
        && !BookingRules.CheckWorkingHours(advisor, period).Any()
        && (await _ledger.DurableAsync(period)).IsEmpty;

    public async Task<Outcome<Slice<BookingId>>> BookingsAsync(Period during, PageRequest page, Actor actor)
    {
        if (_settings.Durable.Name is null)
            return Refusal.NotFound("such advisor");
        if (!BookingRules.MayBook(actor, _id, _settings.Durable.Network))
            return Refusal.Forbidden("Only the advisor and managers of the network see these bookings.");
        var pages = await _pages.LoadAsync(_pages.WeeksWithin(during));
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
