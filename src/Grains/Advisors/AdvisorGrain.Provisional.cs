using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;

namespace Scheduling.Grains.Advisors;

// Dates of series between their own write and that of the series' record, which decides on all of them at once. Until then
// they lie apart from the bookings; whoever finds one that nobody is working on asks the record.
internal sealed partial class AdvisorGrain
{
    /// <summary>
    /// Makes bookings of the dates on a page that their series lists, and gives up those that a crash left behind, durably
    /// and before anybody is told of either. Those that this activation is working on are left alone.
    /// </summary>
    private async Task ResolveAsync(DurableRecord<AdvisorPage> page, IsoWeek week)
    {
        var left = page.Current.Provisional.Where(IsLeftBehind).ToList();
        if (left.Count == 0)
            return;
        foreach (var date in left)
        {
            var series = await _series.LoadAsync(date.Series!.Value);
            if (!await IsListedAsync(series, date.Id))
                await EntombAsync(series);
            // Another call may have been faster.
            if (page.Current.Provisional.FirstOrDefault(known => known.Id == date.Id) is { Claims.IsEmpty: false } current)
                page.Decide(series.Durable.Lists(date.Id) ? Promoted(page.Current, current) : GivenUp(page.Current, current));
        }

        await _pages.SaveAsync(week);
        foreach (var date in left)
            Tell(date.Id);
    }

    private static async Task<bool> IsListedAsync(DurableRecord<SeriesRecord> series, BookingId booking)
    {
        await series.SaveAsync();
        return series.Durable.Lists(booking);
    }

    // No earlier activation can commit the date from here on: it would be refused by the record's version.
    private static async Task EntombAsync(DurableRecord<SeriesRecord> series)
    {
        series.Decide(series.Current with { Tombstones = series.Current.Tombstones + 1 });
        await series.SaveAsync();
    }

    /// <summary>The pages of these weeks, with nothing on them that a crash left half made.</summary>
    private async Task<IReadOnlyList<DurableRecord<AdvisorPage>>> ResolvedAsync(IEnumerable<IsoWeek> within)
    {
        var weeks = within.ToList();
        var pages = await _pages.LoadAsync(weeks);
        await Task.WhenAll(weeks.Select(week => ResolveAsync(_pages.Loaded(week), week)));
        return pages;
    }

    private bool IsLeftBehind(BookingRecord date) =>
        !date.Claims.IsEmpty && !date.Claims.Any(claim => _undecided.ContainsKey(claim.Id));

    private bool HasProvisional() => _pages.WeeksFrom(IsoWeek.Of(_clock.Now() - SettleBack))
        .Any(week => _pages.TryLoaded(week)?.Current.Provisional.IsEmpty == false);

    private static AdvisorPage Promoted(AdvisorPage page, BookingRecord date) =>
        page.With(date) with { Provisional = page.Provisional.RemoveAll(known => known.Id == date.Id) };

    // It needs nothing, and remembers what it has to give back.
    private AdvisorPage GivenUp(AdvisorPage page, BookingRecord date)
    {
        var given = date with { Claims = [], Releases = date.Claims };
        return WithOwnTime(page with { Provisional = page.Provisional.Replace(date, given) }, given);
    }

    /// <summary>Gives back what dates took that were given up; once all of it is delivered, nothing is left of them.</summary>
    private async Task SettleGivenUpAsync(DurableRecord<AdvisorPage> page)
    {
        foreach (var date in page.Current.Provisional.Where(date => date.Claims.IsEmpty).ToList())
        {
            var released = await DeliveredAsync(date.Releases, ReleaseAsync);
            var isOffTheList = !date.IsListedAsRequest || await DropRequestAsync(date.Facts.Owner, date);
            if (page.Current.Provisional.FirstOrDefault(known => known.Id == date.Id) is not { } current)
                continue;
            var settled = current with
            {
                Releases = current.Releases.RemoveAll(released.Contains),
                IsListedAsRequest = current.IsListedAsRequest && !isOffTheList,
            };
            var rest = page.Current.Provisional.Remove(current);
            page.Decide(page.Current with
            {
                Provisional = settled is { Releases.IsEmpty: true, IsListedAsRequest: false } ? rest : rest.Add(settled),
            });
        }
    }
}
