using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Utilization;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Rooms;

// How much the room was used. Weeks are read for the answer and not kept: hardly anybody asks for last year twice.
internal sealed partial class RoomGrain
{
    public async Task<RoomUse?> UtilizationAsync(LocalDate first, LocalDate last, OrganizationId? network)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, first.PlusDays(UtilizationRules.DaysMax - 1));
        if (_settings.Durable is not { Details: not null, Terms: { } terms } room)
            return null;
        var zone = WallClock.Zone(terms.TimeZone);
        var during = UtilizationRules.Span(first, last, zone);
        var pages = await _pages.PeekAsync(_pages.WeeksWithin(during));
        var claims = pages.SelectMany(page => page.Claims);
        return new RoomUse
        {
            Days = UtilizationRules.Days(first, last, zone, UtilizationRules.OpenTime(room, during), claims, _clock.Now(), network),
        };
    }

    /// <summary>The settings with other terms of the venue; the hours that held until now are kept, to reckon by.</summary>
    private RoomState WithTerms(VenueTerms terms) => _settings.Current.Taking(terms, _clock.Now());
}
