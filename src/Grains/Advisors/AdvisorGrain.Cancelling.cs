using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// Bookings given up. What has to follow the commit is in the record: delivered at once, struck off with the next write,
// and delivered again by the reminder when a crash came between.
internal sealed partial class AdvisorGrain
{
    private const string SettleReminder = "settle";

    // A booking can be cancelled until its end, at most a week after its page began; the rest is for long outages.
    private static readonly Duration SettleBack = Duration.FromDays(5 * 7);

    private bool _hasReminder;
    private int _cancelling;

    public async Task<Outcome<BookingView>> GetBookingAsync(BookingId booking, Actor actor)
    {
        var page = await _pages.LoadAsync(booking.Week);
        if (page.Durable.Find(booking) is not { } record)
            return Refusal.NotFound("such booking");
        return BookingRules.MaySee(actor, record) ? record.ToView() : NotAParty();
    }

    public async Task<Outcome<BookingView>> CancelAsync(CancelBooking command)
    {
        if (InputRules.Text("reason", command.Reason, InputRules.ReasonLengthMax).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        var page = await _pages.LoadAsync(command.Booking.Week);
        // Before the decision: from the commit on, the reminder must be there.
        _cancelling++;
        try
        {
            if (page.Current.Find(command.Booking) is { Stands: true } standing && BookingRules.MayCancel(command.Actor, standing))
                await EnsureReminderAsync();
            if (Decide(page, command) is { } answer)
            {
                // Whatever the answer tells of has to be durable.
                await _pages.SaveAsync(command.Booking.Week);
                return answer;
            }

            await _pages.SaveAsync(command.Booking.Week);
            Telemetry.Booked("cancelled");
            var cancelled = page.Current.Find(command.Booking)!;
            await SettleAsync(command.Booking.Week, cancelled);
            return cancelled.ToView();
        }
        finally
        {
            _cancelling--;
        }
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var first = IsoWeek.Of(_clock.Now() - SettleBack);
        var weeks = _pages.WeeksFrom(first).ToList();
        await _pages.LoadAsync(weeks);
        foreach (var week in weeks)
        {
            foreach (var booking in _pages.Loaded(week).Durable.Bookings.Where(booking => !booking.Releases.IsEmpty))
                await SettleAsync(week, booking);
            await _pages.SaveAsync(week);
        }

        // Looked at last: whoever cancels after this sets the reminder anew, and that one has another version.
        if (await this.GetReminder(SettleReminder) is { } reminder && _cancelling == 0
            && _pages.WeeksFrom(first).All(week => _pages.Loaded(week).Current.Bookings.All(booking => booking.Releases.IsEmpty)))
        {
            _hasReminder = false;
            await this.UnregisterReminder(reminder);
        }
    }

    /// <summary>Cancels in memory, and answers null; or answers, and changes nothing.</summary>
    private Outcome<BookingView>? Decide(DurableRecord<AdvisorPage> page, CancelBooking command)
    {
        if (page.Current.Find(command.Booking) is not { } booking)
            return Refusal.NotFound("such booking");
        if (!BookingRules.MayCancel(command.Actor, booking))
            return BookingRules.MaySee(command.Actor, booking)
                ? Refusal.Forbidden("A booking is cancelled by its lead, the lead's network or the room's owner.")
                : NotAParty();
        if (command.Key is { } key && booking.ChangeKeys.Add(booking.Key!).FirstOrDefault(known => known?.Key == key.Key) is { } used)
            return used == key ? booking.ToView() : Refusal.KeyMismatch();
        var now = _clock.Now();
        if (BookingRules.CheckCancel(booking, command, now) is { } refusal)
            return refusal;
        var own = booking.Claims.First(claim => claim.Calendar == _id.Value).Id;
        page.Decide(page.Current
            .With(BookingRules.Cancel(booking, command, now))
            .WithClaims(page.Current.Claims.RemoveAll(claim => claim.Id == own)));
        return null;
    }

    /// <summary>Delivers what a record has to give back; what was delivered is struck off by the next write of the page.</summary>
    private async Task SettleAsync(IsoWeek week, BookingRecord booking)
    {
        var delivered = await Task.WhenAll(booking.Releases.Select(ReleaseAsync));
        var page = _pages.Loaded(week);
        if (page.Current.Find(booking.Id) is { } current)
            page.Decide(page.Current.With(current with
            {
                Releases = current.Releases.RemoveAll(claim => booking.Releases.IndexOf(claim) is >= 0 and var i && delivered[i]),
            }));
    }

    private async Task EnsureReminderAsync()
    {
        if (_hasReminder)
            return;
        await this.RegisterOrUpdateReminder(SettleReminder, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        _hasReminder = true;
    }

    private static Refusal NotAParty() => Refusal.Forbidden("Only its parties and the room's owner see a booking.");
}
