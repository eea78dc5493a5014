using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Rooms;

// Other settings, while bookings may stand that they would break: one change at a time.
internal sealed partial class RoomGrain : IChangeOwner<PendingRoomUpdate>
{
    private const string SettleReminder = "settle";
    // As far as the directory looks ahead.
    private static readonly Duration ToldAhead = Duration.FromDays(8 * 7);

    private readonly KeyedCalls<RoomUpdated> _updating = new();
    private readonly PendingChanges<PendingRoomUpdate> _updates;
    private int _beginning;

    IEnumerable<PendingRoomUpdate> IChangeOwner<PendingRoomUpdate>.Pending =>
        _settings.Current.Update is { } update ? [update] : [];

    public async Task<Outcome<RoomUpdated>> UpdateAsync(UpdateRoom command)
    {
        if (_settings.Durable is not { Details: { } details, Terms: { } terms })
            return Refusal.NotFound("such room");
        if (!command.Actor.Manages(terms.Owner))
            return Refusal.Forbidden("Only managers of the room's owner change it.");
        if (RoomRules.Validate(command, details) is { IsEmpty: false } invalid)
            return invalid;
        return await _updating.RunAsync(command.Key, () => UpdateOnceAsync(command));
    }

    private async Task RemindedOfUpdateAsync()
    {
        await SettleAsync(CancellationToken.None);
        // Looked at last: whoever begins after this sets the reminder anew, and that one has another version.
        if (await this.GetReminder(SettleReminder) is { } reminder && _settings.Current is { Update: null, OwnerIsNews: false } && _beginning == 0)
            await this.UnregisterReminder(reminder);
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (_settings.Current.Update is not null)
            LogSettling(_id);
        await _updates.SettleAsync();
        await HandOverAsync();
    }

    private async Task<Outcome<RoomUpdated>> UpdateOnceAsync(UpdateRoom command)
    {
        if (command.Key is { } key && await RecallUpdateAsync(key, command) is { } earlier)
            return earlier;
        if (_settings.Current.Made.TooMany(command.Key, _clock.Now()) is { } tooMany)
            return tooMany;
        // Asked first, without touching anything: the usual refusal disturbs nobody.
        var present = _settings.Durable.Details!;
        if (!command.CancelBookings && await StandingAsync(present, command.Over(present)) is { IsEmpty: false } standing)
            return PendingChanges<PendingRoomUpdate>.Conflict(standing);
        await EnsureReminderAsync();
        await NoUpdateUnderWayAsync();
        var known = _settings.Current;
        var pending = new PendingRoomUpdate
        {
            ChangeId = _ids.NewKey(),
            Next = command.Over(known.Details!),
            CancelBookings = command.CancelBookings,
            Actor = command.Actor,
            Key = command.Key,
            Reason = command.Reason,
        };
        _settings.Decide(known with { Update = pending });
        return Updated(await _updates.FinishAsync(pending));
    }

    /// <summary>What an earlier call with this key made, or makes yet; null when nothing came of one.</summary>
    private async Task<Outcome<RoomUpdated>?> RecallUpdateAsync(RequestKey key, UpdateRoom command)
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
        var cancelled = await Task.WhenAll(made.Cancelled.Select(id => GrainFactory.Get(id.Lead).GetBookingAsync(id, command.Actor)));
        return new RoomUpdated
        {
            Room = _reading.View!,
            Cancelled = [.. cancelled.Select(booking => booking.Value).OfType<BookingView>()],
        };
    }

    private Outcome<RoomUpdated> Updated(Outcome<ChangeDone> finished) => finished.Value is { } done
        ? new RoomUpdated { Room = _reading.View!, Cancelled = done.Cancelled }
        : finished.Refusals;

    private async Task NoUpdateUnderWayAsync()
    {
        while (_settings.Current.Update is { } other)
            await _updates.FinishAsync(other);
    }

    // Before anything is pending: a crash from here on is picked up by the reminder.
    private async Task EnsureReminderAsync()
    {
        _beginning++;
        try
        {
            await this.RegisterOrUpdateReminder(SettleReminder, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        }
        finally
        {
            _beginning--;
        }
    }

    Task IChangeOwner<PendingRoomUpdate>.ForbidAsync(PendingRoomUpdate change) => _settings.SaveAsync();

    Task<ImmutableArray<Claim>> IChangeOwner<PendingRoomUpdate>.StandingAsync(PendingRoomUpdate change) =>
        StandingAsync(_settings.Current.Details!, change.Next);

    Task IChangeOwner<PendingRoomUpdate>.NoteAsync(PendingRoomUpdate change)
    {
        _settings.Decide(_settings.Current with { Update = change });
        return _settings.SaveAsync();
    }

    async Task IChangeOwner<PendingRoomUpdate>.CompleteAsync(PendingRoomUpdate change, ImmutableArray<BookingId> cancelled)
    {
        // The directory first: when this stops half-way the change is still pending, and all of it is done again.
        await _listing.PutAsync(change.Next, _settings.Current.Terms!);
        _settings.Decide(_settings.Current with
        {
            Details = change.Next,
            Update = null,
            Made = _settings.Current.Made.With(change.Key, _clock.Now(), cancelled),
        });
        await _settings.SaveAsync();
        // What was full may not be so any more, and the other way round.
        TellTaken(new Period(_clock.Now(), _clock.Now() + ToldAhead));
        LookForOffers(Always);
        LogUpdated(_id, cancelled.Length);
    }

    Task IChangeOwner<PendingRoomUpdate>.WithdrawAsync(PendingRoomUpdate change)
    {
        _settings.Decide(_settings.Current with { Update = null });
        return _settings.SaveAsync();
    }

    /// <summary>The claims that stand and that the new settings would break, though those before do not.</summary>
    private async Task<ImmutableArray<Claim>> StandingAsync(RoomDetails present, RoomDetails next)
    {
        bool IsBroken(Claim claim) => RoomRules.Breaks(next, claim) && !RoomRules.Breaks(present, claim);
        var isSmaller = present.Capacity != next.Capacity;
        var concerned = await _ledger.VerifiedAheadAsync(_clock.Now(), claims =>
        [
            .. claims.Where(IsBroken)
                .Union(isSmaller ? Displacement.Involved(claims.Where(claim => !IsBroken(claim)), next.Capacity) : []),
        ]);
        return [.. concerned.Where(IsBroken), .. Displacement.Of(concerned.Where(claim => !IsBroken(claim)), next.Capacity)];
    }

    [LoggerMessage(LogLevel.Information, "{Room} has other settings; {Cancelled} bookings cancelled")]
    private partial void LogUpdated(RoomId room, int cancelled);

    [LoggerMessage(LogLevel.Warning, "{Room} goes on with a change that was left half-way")]
    private partial void LogSettling(RoomId room);
}
