using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Venues;

// Other settings: one change at a time, each of them like a closure of everything that it forbids.
internal sealed partial class VenueGrain : IChangeOwner<PendingVenueUpdate>
{
    private readonly KeyedCalls<VenueUpdated> _updating = new();
    private readonly PendingChanges<PendingVenueUpdate> _updates;

    IEnumerable<PendingVenueUpdate> IChangeOwner<PendingVenueUpdate>.Pending =>
        _settings.Current.Update is { } update ? [update] : [];

    public async Task<Outcome<VenueUpdated>> UpdateAsync(UpdateVenue command)
    {
        if (RefusalOf(command.Actor) is { } refusal)
            return refusal;
        if (VenueRules.Validate(command, _settings.Durable.Details!) is { IsEmpty: false } invalid)
            return invalid;
        return await _updating.RunAsync(command.Key, () => UpdateOnceAsync(command));
    }

    private async Task<Outcome<VenueUpdated>> UpdateOnceAsync(UpdateVenue command)
    {
        if (command.Key is { } key && await RecallUpdateAsync(key, command) is { } earlier)
            return earlier;
        if (_settings.Current.Made.TooMany(command.Key, _clock.Now()) is { } tooMany)
            return tooMany;
        // Asked first, without touching anything: the usual refusal disturbs nobody.
        var (present, wanted) = (_settings.Durable.Details!, command.Over(_settings.Durable.Details!));
        if (!command.CancelBookings && await StandingAsync(present, wanted) is { IsEmpty: false } standing)
            return PendingChanges<PendingVenueUpdate>.Conflict(standing);
        await EnsureReminderAsync();
        await NoUpdateUnderWayAsync();
        var known = _settings.Current;
        var pending = new PendingVenueUpdate
        {
            ChangeId = _ids.NewKey(),
            Next = command.Over(known.Details!),
            CancelBookings = command.CancelBookings,
            Actor = command.Actor,
            Key = command.Key,
            Reason = command.Reason,
        };
        _settings.Decide(known with { Update = pending, Revision = known.Revision + 1 });
        return Updated(await _updates.FinishAsync(pending));
    }

    /// <summary>What an earlier call with this key made, or makes yet; null when nothing came of one.</summary>
    private async Task<Outcome<VenueUpdated>?> RecallUpdateAsync(RequestKey key, UpdateVenue command)
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
        await RoomsToldAsync();
        return new VenueUpdated { Venue = View(_settings.Durable)!, Cancelled = await ViewsAsync(made.Cancelled, command.Actor) };
    }

    private Outcome<VenueUpdated> Updated(Outcome<ChangeDone> finished) => finished.Value is { } done
        ? new VenueUpdated { Venue = View(_settings.Durable)!, Cancelled = done.Cancelled }
        : finished.Refusals;

    private async Task NoUpdateUnderWayAsync()
    {
        while (_settings.Current.Update is { } other)
            await _updates.FinishAsync(other);
    }

    async Task IChangeOwner<PendingVenueUpdate>.ForbidAsync(PendingVenueUpdate change)
    {
        await TellRoomsAsync();
        // New bookings claim here by now; those from before have to count as well.
        if (change.Next.MaxOccupancy is not null && _settings.Current.Details!.MaxOccupancy is null)
            await AdoptAsync();
    }

    Task<ImmutableArray<Claim>> IChangeOwner<PendingVenueUpdate>.StandingAsync(PendingVenueUpdate change) =>
        StandingAsync(_settings.Current.Details!, change.Next);

    Task IChangeOwner<PendingVenueUpdate>.NoteAsync(PendingVenueUpdate change)
    {
        _settings.Decide(_settings.Current with { Update = change });
        return _settings.SaveAsync();
    }

    async Task IChangeOwner<PendingVenueUpdate>.CompleteAsync(PendingVenueUpdate change, ImmutableArray<BookingId> cancelled)
    {
        _settings.Decide(_settings.Current with
        {
            Details = change.Next,
            Update = null,
            Made = _settings.Current.Made.With(change.Key, _clock.Now(), cancelled),
            Revision = _settings.Current.Revision + 1,
        });
        await TellRoomsAsync();
        LogUpdated(_id, cancelled.Length);
    }

    async Task IChangeOwner<PendingVenueUpdate>.WithdrawAsync(PendingVenueUpdate change)
    {
        _settings.Decide(_settings.Current with { Update = null, Revision = _settings.Current.Revision + 1 });
        await TellRoomsAsync();
    }

    /// <summary>The claims that stand and that the new settings would break, though those before do not.</summary>
    private async Task<ImmutableArray<Claim>> StandingAsync(VenueDetails present, VenueDetails next)
    {
        var asked = present.Ahead.IsSameAs(next.Ahead) ? [] : _settings.Current.Rooms;
        var broken = await Task.WhenAll(asked.Select(room => GrainFactory.Get(room).BrokenByAsync(present.Ahead, next.Ahead)));
        var crowded = next.MaxOccupancy is { } most && (present.MaxOccupancy is null || most < present.MaxOccupancy)
            ? await CrowdedOutAsync(Capacity.Seats(most))
            : [];
        return [.. broken.SelectMany(claims => claims).Concat(crowded).DistinctBy(claim => claim.Booking)];
    }

    private async Task<ImmutableArray<Claim>> CrowdedOutAsync(Capacity capacity) => Displacement.Of(
        await _ledger.VerifiedAheadAsync(_clock.Now(), claims => Displacement.Involved(claims, capacity)), capacity);

    /// <summary>
    /// Takes over what rooms granted while nobody counted people, each under the room's own claim: the lead that is asked
    /// about it says whether its booking stands.
    /// </summary>
    private async Task AdoptAsync()
    {
        var granted = (await Task.WhenAll(_settings.Current.Rooms.Select(room => GrainFactory.Get(room).AheadAsync()))).SelectMany(claims => claims);
        foreach (var claim in granted.Select(claim => claim with { Held = claim.Period, IsPending = false }))
        {
            await _pages.LoadAsync(CalendarRules.PagesOf(claim.Held));
            _ledger.Add(claim);
        }

        await _ledger.AheadAsync(_clock.Now());
    }

    [LoggerMessage(LogLevel.Information, "{Venue} has other settings; {Cancelled} bookings cancelled")]
    private partial void LogUpdated(VenueId venue, int cancelled);
}
