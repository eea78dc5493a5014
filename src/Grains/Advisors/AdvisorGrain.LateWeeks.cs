using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// A booking stays in the page of the week it was first made for, however far it is moved. Pages that lie behind for longer
// than any booking lasts are not read, unless they are noted here.
internal sealed partial class AdvisorGrain
{
    private static readonly Duration EndsWithin = Duration.FromDays(2 * 7);

    private readonly DurableRecord<WeekIndex> _lateWeeks;

    /// <summary>Notes, before a booking is moved far from its page, that something may have to be done there later than usual.</summary>
    private async Task NoteLateAsync(BookingId booking, Period period)
    {
        if (period.End <= booking.Week.Start + EndsWithin)
            return;
        if (!_lateWeeks.Current.Weeks.Contains(booking.Week.Number))
            _lateWeeks.Decide(new WeekIndex { Weeks = _lateWeeks.Current.Weeks.Add(booking.Week.Number) });
        await _lateWeeks.SaveAsync();
    }

    // A booking that stands has something due: as long as one can change, its week is not forgotten.
    private async Task ForgetSettledWeeksAsync()
    {
        var settled = _lateWeeks.Current.Weeks.Where(number =>
            _pages.TryLoaded(new IsoWeek(number)) is { IsDurable: true } page
            && !page.Current.Bookings.Any(booking => booking.Stands || booking.HasNews)).ToList();
        if (settled.Count > 0)
            _lateWeeks.Decide(new WeekIndex { Weeks = _lateWeeks.Current.Weeks.Except(settled) });
        await _lateWeeks.SaveAsync();
    }

    /// <summary>The weeks on whose pages something may have to be done yet.</summary>
    private IEnumerable<IsoWeek> UnsettledWeeks() => _pages.WeeksFrom(IsoWeek.Of(_clock.Now() - SettleBack))
        .Concat(_lateWeeks.Current.Weeks.Select(number => new IsoWeek(number)).Where(_pages.Has)).Distinct();
}
