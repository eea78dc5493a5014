using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// Another name, other working hours: one change at a time.
internal sealed partial class AdvisorGrain : IChangeOwner<PendingAdvisorUpdate>
{
    private readonly KeyedCalls<AdvisorUpdated> _updating = new();
    private readonly PendingChanges<PendingAdvisorUpdate> _updates;

    IEnumerable<PendingAdvisorUpdate> IChangeOwner<PendingAdvisorUpdate>.Pending =>
        _settings.Current.Update is { } update ? [update] : [];

    private bool HasPendingChanges => !_settings.Current.PendingAbsences.IsEmpty || _settings.Current.Update is not null;

    public async Task<Outcome<AdvisorUpdated>> UpdateAsync(UpdateAdvisor command)
    {
        if (RefusalOf(command.Actor) is { } refusal)
            return refusal;
        if (AdvisorRules.Validate(command) is { IsEmpty: false } invalid)
            return invalid;
        return await _updating.RunAsync(command.Key, () => UpdateOnceAsync(command));
    }

    private async Task<Outcome<AdvisorUpdated>> UpdateOnceAsync(UpdateAdvisor command)
    {
        if (command.Key is { } key && await RecallUpdateAsync(key, command) is { } earlier)
            return earlier;
        if (_settings.Current.Made.TooMany(command.Key, _clock.Now()) is { } tooMany)
            return tooMany;
        // Asked first, without touching anything: the usual refusal disturbs nobody.
        if (!command.CancelBookings && command.WorkingHours is { } wanted && await StandingAsync(wanted) is { IsEmpty: false } standing)
            return PendingChanges<PendingAdvisorUpdate>.Conflict(standing);
        return await ChangingAsync(async () =>
        {
            while (_settings.Current.Update is { } other)
                await _updates.FinishAsync(other);
            var known = _settings.Current;
            var pending = new PendingAdvisorUpdate
            {
                ChangeId = _ids.NewKey(),
                Name = command.Name ?? known.Name!,
                WorkingHours = command.WorkingHours ?? known.WorkingHours,
                CancelBookings = command.CancelBookings,
                Actor = command.Actor,
                Key = command.Key,
                Reason = command.Reason,
            };
            _settings.Decide(known with { Update = pending });
            return Updated(await _updates.FinishAsync(pending));
        });
    }

    /// <summary>What an earlier call with this key made, or makes yet; null when nothing came of one.</summary>
    private async Task<Outcome<AdvisorUpdated>?> RecallUpdateAsync(RequestKey key, UpdateAdvisor command)
    {
        if (_settings.Current.Update is { } pending && pending.Key?.Key == key.Key)
        {
            var finished = await _updates.FinishAsync(pending);
            if (pending.Key == key)
                return Updated(finished);
        }

        if (_settings.Current.Made.Of(key) is not { } made)
            return null;
        if (made.Key != key)
            return Refusal.KeyMismatch();
        await _settings.SaveAsync();
        return new AdvisorUpdated { Advisor = View(_settings.Durable)!, Cancelled = await ViewsAsync(made.Cancelled, command.Actor) };
    }

    private Outcome<AdvisorUpdated> Updated(Outcome<ChangeDone> finished) => finished.Value is { } done
        ? new AdvisorUpdated { Advisor = View(_settings.Durable)!, Cancelled = done.Cancelled }
        : finished.Refusals;

    Task IChangeOwner<PendingAdvisorUpdate>.ForbidAsync(PendingAdvisorUpdate change) => _settings.SaveAsync();

    Task<ImmutableArray<Claim>> IChangeOwner<PendingAdvisorUpdate>.StandingAsync(PendingAdvisorUpdate change) => StandingAsync(change.WorkingHours);

    Task IChangeOwner<PendingAdvisorUpdate>.NoteAsync(PendingAdvisorUpdate change)
    {
        _settings.Decide(_settings.Current with { Update = change });
        return _settings.SaveAsync();
    }

    Task IChangeOwner<PendingAdvisorUpdate>.CompleteAsync(PendingAdvisorUpdate change, ImmutableArray<BookingId> cancelled)
    {
        _settings.Decide(_settings.Current with
        {
            Name = change.Name,
            WorkingHours = change.WorkingHours,
            Update = null,
            Made = _settings.Current.Made.With(change.Key, _clock.Now(), cancelled),
        });
        return _settings.SaveAsync();
    }

    Task IChangeOwner<PendingAdvisorUpdate>.WithdrawAsync(PendingAdvisorUpdate change)
    {
        _settings.Decide(_settings.Current with { Update = null });
        return _settings.SaveAsync();
    }

    /// <summary>The claims that stand within the working hours of now and not within the new ones.</summary>
    private Task<ImmutableArray<Claim>> StandingAsync(ImmutableArray<WeeklyHours> next)
    {
        var (present, zone) = (_settings.Current.WorkingHours, WallClock.Zone(_settings.Current.TimeZone));
        return _ledger.VerifiedAheadAsync(_clock.Now(), claims =>
        [
            .. claims.Where(claim => AdvisorRules.IsAtWork(present, zone, claim.Period) && !AdvisorRules.IsAtWork(next, zone, claim.Period)),
        ]);
    }

    private Task SettleChangesAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_absences.SettleAsync(), _updates.SettleAsync());

    // Before anything is pending: a crash from here on is picked up by the reminder.
    private async Task<T> ChangingAsync<T>(Func<Task<T>> change)
    {
        _changing++;
        try
        {
            await EnsureReminderAsync();
            return await change();
        }
        finally
        {
            _changing--;
        }
    }

    private Refusal? RefusalOf(Actor actor)
    {
        if (_settings.Durable.Name is null)
            return Refusal.NotFound("such advisor");
        return BookingRules.MayBook(actor, _id, _settings.Durable.Network)
            ? null
            : Refusal.Forbidden("An advisor's absences and settings are for the advisor and managers of the network.");
    }

    private async Task<ImmutableArray<BookingView>> ViewsAsync(ImmutableArray<BookingId> bookings, Actor actor)
    {
        var views = await Task.WhenAll(bookings.Select(id => LeadOf(id.Lead).GetBookingAsync(id, actor)));
        return [.. views.Select(booking => booking.Value).OfType<BookingView>()];
    }
}
