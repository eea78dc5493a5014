using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// What has to follow a commit, and deadlines. The truth about both is in the records; the reminder only wakes the grain.
internal sealed partial class AdvisorGrain
{
    private const string SettleReminder = "settle";
    private static readonly Duration RemindedAtLeast = Duration.FromHours(1);
    private static readonly Duration RemindedAtMost = Duration.FromMinutes(1);

    // A booking can change until its end, which is at most two weeks after its page began or else noted; the rest is for long outages.
    private static readonly Duration SettleBack = Duration.FromDays(5 * 7);

    private Instant? _nextReminder;
    private Task? _reminding;
    private int _changing;

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _nextReminder = null;
        var weeks = await LoadUnsettledAsync();
        foreach (var week in weeks)
        {
            await ResolveAsync(_pages.Loaded(week), week);
            await SettleGivenUpAsync(_pages.Loaded(week));
            foreach (var due in _pages.Loaded(week).Current.Bookings.Where(booking => booking.NextDue <= _clock.Now()))
                await TickIfDueAsync(_pages.Loaded(week), due.Id);
            foreach (var booking in _pages.Loaded(week).Durable.Bookings.Where(booking => booking.HasNews))
                await Task.WhenAll(SettleAsync(week, booking), TellAsync(booking.Id));
            await _pages.SaveAsync(week);
        }

        await ForgetSettledWeeksAsync();
        await SettleChangesAsync(CancellationToken.None);
        // What is about to be committed counts on the reminder to come soon.
        if (HasNews() || _changing > 0)
        {
            await EnsureReminderAsync();
            return;
        }

        if (NextDeadline() is { } deadline)
        {
            await EnsureReminderAsync(deadline);
            return;
        }

        // Looked at last: whoever changes something after this sets the reminder anew, and that one has another version.
        if (await this.GetReminder(SettleReminder) is { } reminder && _changing == 0 && !HasNews() && !HasPendingChanges && NextDeadline() is null)
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
        var told = await DeliveredAsync(booking.Confirmations, claim => TellCalendarAsync(booking, claim));
        var isOffTheList = booking.IsToBeUnlisted && await DropRequestAsync(booking.Facts.Owner, booking);
        var formerOwners = await DeliveredAsync(booking.FormerOwners, owner => DropRequestAsync(owner, booking));
        var page = _pages.Loaded(week);
        if (page.Current.Find(booking.Id) is not { } current)
            return;
        var settled = current with
        {
            Releases = current.Releases.RemoveAll(released.Contains),
            // What was told may be old by now.
            Confirmations = current.Version == booking.Version ? current.Confirmations.RemoveAll(told.Contains) : current.Confirmations,
            // Unless it has been put there again meanwhile.
            IsListedAsRequest = current.IsListedAsRequest && !(isOffTheList && current.Version == booking.Version),
            FormerOwners = current.Version == booking.Version ? current.FormerOwners.RemoveAll(formerOwners.Contains) : current.FormerOwners,
        };
        page.Decide(page.Current.With(settled));
    }

    private static async Task<IReadOnlyCollection<T>> DeliveredAsync<T>(ImmutableArray<T> news, Func<T, Task<bool>> deliver)
    {
        var delivered = await Task.WhenAll(news.Select(deliver));
        return [.. news.Where((_, i) => delivered[i])];
    }

    /// <summary>Wakes the grain at a deadline, and within the hour in any case; without one, soon and until there is no news.</summary>
    private async Task EnsureReminderAsync(Instant? deadline = null)
    {
        while (!IsRemindedBy(deadline))
        {
            // One at a time: the later of two would come second, and be the one that stays.
            var reminding = _reminding;
            if (reminding is null && !(reminding = RemindAsync(deadline)).IsCompleted)
                _reminding = reminding;
            await reminding;
        }
    }

    private async Task RemindAsync(Instant? deadline)
    {
        try
        {
            // There is one reminder: set for this, it must not come too late for what an earlier activation set it for.
            if (_nextReminder is null && deadline is { } wanted)
            {
                await LoadUnsettledAsync();
                deadline = Instant.Min(NextDeadline() ?? wanted, wanted);
            }

            var (now, wake) = (_clock.Now(), WakeFor(deadline));
            await this.RegisterOrUpdateReminder(SettleReminder, (wake - now).ToTimeSpan(), (deadline is null ? RemindedAtMost : RemindedAtLeast).ToTimeSpan());
            _nextReminder = wake;
        }
        finally
        {
            _reminding = null;
        }
    }

    private bool IsRemindedBy(Instant? deadline) =>
        _nextReminder is { } known && known > _clock.Now() && known <= WakeFor(deadline);

    private Instant WakeFor(Instant? deadline)
    {
        var now = _clock.Now();
        return Instant.Max(now + RemindedAtMost, Instant.Min(now + RemindedAtLeast, deadline ?? now));
    }

    private async Task<IReadOnlyList<IsoWeek>> LoadUnsettledAsync()
    {
        var weeks = UnsettledWeeks().ToList();
        await _pages.LoadAsync(weeks);
        return weeks;
    }

    private IEnumerable<BookingRecord> LoadedBookings() =>
        UnsettledWeeks().SelectMany(week => _pages.TryLoaded(week)?.Current.Bookings ?? []);

    // What was delivered counts once it is stored as delivered.
    private bool HasNews() => LoadedBookings().Any(booking => booking.HasNews) || HasProvisional()
        || UnsettledWeeks().Any(week => _pages.TryLoaded(week) is { IsDurable: false });

    private Instant? NextDeadline() => LoadedBookings().Min(booking => booking.NextDue);

    private async Task<bool> DropRequestAsync(OrganizationId owner, BookingRecord booking)
    {
        try
        {
            await GrainFactory.Get(owner).DropRequestAsync(booking.Id, booking.Version).WaitAsync(ReleaseWait, _clock);
            return true;
        }
        catch (Exception failure)
        {
            LogNotSettled(failure, booking.Id);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The owner could not be told what became of {Booking}; it will be told again")]
    private partial void LogNotSettled(Exception failure, BookingId booking);
}
