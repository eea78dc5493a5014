using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// What has to follow a commit, and deadlines. The truth about both is in the records; the reminder only wakes the grain.
internal sealed partial class AdvisorGrain
{
    private const string SettleReminder = "settle";
    private static readonly TimeSpan RemindedAtLeast = TimeSpan.FromHours(1);
    private static readonly TimeSpan RemindedAtMost = TimeSpan.FromMinutes(1);

    // A booking can change until its end, at most a week after its page began; the rest is for long outages.
    private static readonly Duration SettleBack = Duration.FromDays(5 * 7);

    private Instant? _nextReminder;
    private int _changing;

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _nextReminder = null;
        var weeks = await LoadUnsettledAsync();
        foreach (var week in weeks)
        {
            foreach (var overdue in _pages.Loaded(week).Current.Bookings.Where(booking => booking.IsOverdue(_clock.Now())))
                await ExpireIfOverdueAsync(_pages.Loaded(week), overdue.Id);
            foreach (var booking in _pages.Loaded(week).Durable.Bookings.Where(booking => booking.HasNews))
                await SettleAsync(week, booking);
            await _pages.SaveAsync(week);
        }

        if (NextDeadline() is { } deadline)
        {
            await EnsureReminderAsync(deadline);
            return;
        }

        // Looked at last: whoever changes something after this sets the reminder anew, and that one has another version.
        if (await this.GetReminder(SettleReminder) is { } reminder && _changing == 0 && !HasNews() && NextDeadline() is null)
        {
            _nextReminder = null;
            await this.UnregisterReminder(reminder);
        }
    }

    /// <summary>
    /// Tells everybody concerned what became of a booking; what was delivered is struck off by the next write of the page.
    /// </summary>
    private async Task SettleAsync(IsoWeek week, BookingRecord booking)
    {
        var released = await DeliveredAsync(booking.Releases, ReleaseAsync);
        var confirmed = await DeliveredAsync(booking.Confirmations, ConfirmAsync);
        var isOffTheList = booking is { IsListedAsRequest: true, Status: not BookingStatus.Pending } && await DropRequestAsync(booking);
        var page = _pages.Loaded(week);
        if (page.Current.Find(booking.Id) is not { } current)
            return;
        var settled = current with
        {
            Releases = current.Releases.RemoveAll(released.Contains),
            Confirmations = current.Confirmations.RemoveAll(confirmed.Contains),
            IsListedAsRequest = current.IsListedAsRequest && !isOffTheList,
        };
        page.Decide(page.Current.With(settled));
    }

    private static async Task<IReadOnlyCollection<ClaimRef>> DeliveredAsync(
        ImmutableArray<ClaimRef> claims, Func<ClaimRef, Task<bool>> deliver)
    {
        var delivered = await Task.WhenAll(claims.Select(deliver));
        return [.. claims.Where((_, i) => delivered[i])];
    }

    /// <summary>Wakes the grain at a deadline, and within the hour in any case.</summary>
    private async Task EnsureReminderAsync(Instant? deadline = null)
    {
        var now = _clock.Now();
        var due = deadline is { } at ? (at - now).ToTimeSpan() : RemindedAtMost;
        due = due < RemindedAtMost ? RemindedAtMost : due > RemindedAtLeast ? RemindedAtLeast : due;
        var wake = now + Duration.FromTimeSpan(due);
        if (_nextReminder is { } known && known > now && known <= wake)
            return;
        await this.RegisterOrUpdateReminder(SettleReminder, due, RemindedAtLeast);
        _nextReminder = wake;
    }

    private async Task<IReadOnlyList<IsoWeek>> LoadUnsettledAsync()
    {
        var weeks = _pages.WeeksFrom(IsoWeek.Of(_clock.Now() - SettleBack)).ToList();
        await _pages.LoadAsync(weeks);
        return weeks;
    }

    private IEnumerable<BookingRecord> LoadedBookings() =>
        _pages.WeeksFrom(IsoWeek.Of(_clock.Now() - SettleBack)).SelectMany(week => _pages.TryLoaded(week)?.Current.Bookings ?? []);

    private bool HasNews() => LoadedBookings().Any(booking => booking.HasNews);

    private Instant? NextDeadline() => LoadedBookings().Min(booking => booking.Deadline);

    private async Task<bool> DropRequestAsync(BookingRecord booking)
    {
        try
        {
            await GrainFactory.Get(booking.Facts.Owner).DropRequestAsync(booking.Id).WaitAsync(ReleaseWait, _clock);
            return true;
        }
        catch (Exception failure)
        {
            LogNotSettled(failure, booking.Id);
            return false;
        }
    }

    private async Task<bool> ConfirmAsync(ClaimRef claim)
    {
        // Only a room shows what is pending.
        if (!EntityIds.TryParse<RoomId>(claim.Calendar, out var room))
            return true;
        try
        {
            await GrainFactory.Get(room).ConfirmAsync(claim.ToRelease()).WaitAsync(ReleaseWait, _clock);
            return true;
        }
        catch (Exception failure)
        {
            LogNotReleased(failure, claim.Id, claim.Calendar);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The owner could not be told what became of {Booking}; it will be told again")]
    private partial void LogNotSettled(Exception failure, BookingId booking);
}
