using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;

namespace Scheduling.Grains.Advisors;

// Rooms that change hands while the advisor has bookings in them.
internal sealed partial class AdvisorGrain
{
    public async Task<bool> HandOverAsync(HandOver news)
    {
        if (_undecided.TryGetValue(news.Claim, out var attempt))
            await Task.WhenAny(attempt.DecidedAsync(), Task.Delay(DecisionWait, _clock));
        if (_undecided.ContainsKey(news.Claim))
            return false;
        if (!_pages.Has(news.Booking.Week))
            return true;
        var page = await _pages.LoadAsync(news.Booking.Week);
        await TickIfDueAsync(page, news.Booking);
        if (page.Current.Find(news.Booking) is not { } booking || BookingRules.Pass(booking, news, _clock.Now()).Next is not { } next)
        {
            // What it rests on may still be being written.
            await _pages.SaveAsync(news.Booking.Week);
            return true;
        }

        // On the new owner's list before it is theirs to decide.
        if (!await AnnounceAsync(next))
            return false;
        await PassSeriesAsync(booking, news);
        await CommitChangeAsync(page, news.Booking, (current, now) => BookingRules.Pass(current, news, now));
        return true;
    }

    private async Task PassSeriesAsync(BookingRecord booking, HandOver news)
    {
        if (booking.Series is not { } id || await _series.FindAsync(id) is not { } series
            || series.Current.Terms!.Room != news.Room || series.Current.Owner == news.Owner)
            return;
        series.Decide(series.Current with { Owner = news.Owner });
        await series.SaveAsync();
    }
}
