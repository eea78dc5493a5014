using Scheduling.Grains.Calendars;
using Scheduling.Grains.Changes;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Venues;

// A closure is a change of terms that bookings may stand in the way of.
internal sealed partial class VenueGrain : IChangeOwner<PendingClosure>
{
    private readonly KeyedCalls<ClosureMade> _closing = new();
    private readonly KeyedCalls<Closure> _removing = new();
    private readonly PendingChanges<PendingClosure> _closures;

    IEnumerable<PendingClosure> IChangeOwner<PendingClosure>.Pending => _settings.Current.Pending;

    public async Task<Outcome<ClosureMade>> CloseAsync(CloseVenue command)
    {
        if (RefusalOf(command.Actor) is { } refusal)
            return refusal;
        if (VenueRules.Validate(command) is { IsEmpty: false } invalid)
            return invalid;
        return await _closing.RunAsync(command.Key, () => CloseOnceAsync(command));
    }

    public async Task<Outcome<Closure>> RemoveClosureAsync(RemoveClosure command)
    {
        if (RefusalOf(command.Actor) is { } refusal)
            return refusal;
        return await _removing.RunAsync(command.Key, () => RemoveOnceAsync(command));
    }

    private async Task<Outcome<ClosureMade>> CloseOnceAsync(CloseVenue command)
    {
        if (command.Key is { } key && await RecallClosureAsync(key, command.Actor) is { } earlier)
            return earlier;
        // Asked first, without touching anything: the usual refusal disturbs nobody.
        if (!command.CancelBookings && await StandingAsync(command.Period) is { IsEmpty: false } standing)
            return PendingChanges<PendingClosure>.Conflict(standing);
        await EnsureReminderAsync();
        var known = _settings.Current.MakingPlace(_clock.Now());
        if (known.Closures.Length + known.Pending.Length >= VenueState.ClosuresMax)
            return Refusal.Broken(RefusalCode.Policy, "closures", $"{VenueState.ClosuresMax}", $"{VenueState.ClosuresMax + 1}", "The venue has too many closures.");
        var pending = new PendingClosure
        {
            Closure = new Closure { Id = EntityIds.Of<ClosureId>(_ids.NewKey()), Period = command.Period, Reason = command.Reason },
            CancelBookings = command.CancelBookings,
            Actor = command.Actor,
            Key = command.Key,
        };
        _settings.Decide(known with { Pending = known.Pending.Add(pending), Revision = known.Revision + 1 });
        return Made(pending, await _closures.FinishAsync(pending));
    }

    /// <summary>What an earlier call with this key made, or makes yet; null when nothing came of one.</summary>
    private async Task<Outcome<ClosureMade>?> RecallClosureAsync(RequestKey key, Actor actor)
    {
        if (_settings.Current.Closures.FirstOrDefault(closure => closure.Key?.Key == key.Key) is { } made)
            return made.Key == key ? await AnswerAsync(made.Closure, made.Cancelled, actor) : Refusal.KeyMismatch();
        if (_settings.Current.Made.Of(key) is { } earlier)
            return earlier is { Closure: { } closure } && earlier.Key == key ? await AnswerAsync(closure, earlier.Cancelled, actor) : Refusal.KeyMismatch();
        if (_closures.Find(key) is not { } pending)
            return null;
        var finished = Made(pending, await _closures.FinishAsync(pending));
        if (pending.Key == key)
            return finished;
        return finished.Value is null ? (Outcome<ClosureMade>?)null : Refusal.KeyMismatch();
    }

    private static Outcome<ClosureMade> Made(PendingClosure pending, Outcome<ChangeDone> finished) => finished.Value is { } done
        ? new ClosureMade { Closure = pending.Closure, Cancelled = done.Cancelled }
        : finished.Refusals;

    private async Task<Outcome<ClosureMade>> AnswerAsync(Closure closure, ImmutableArray<BookingId> cancelled, Actor actor)
    {
        await _settings.SaveAsync();
        return new ClosureMade { Closure = closure, Cancelled = await ViewsAsync(cancelled, actor) };
    }

    private async Task<Outcome<Closure>> RemoveOnceAsync(RemoveClosure command)
    {
        if (_settings.Current.Made.Of(command.Key) is { } earlier)
        {
            await RoomsToldAsync();
            return earlier is { Closure: { } removed } && earlier.Key == command.Key ? removed : Refusal.KeyMismatch();
        }

        if (_settings.Current.Made.TooMany(command.Key, _clock.Now()) is { } tooMany)
            return tooMany;
        await EnsureReminderAsync();
        var known = _settings.Current;
        if (known.Closures.FirstOrDefault(made => made.Closure.Id == command.Closure) is not { } found)
        {
            await _settings.SaveAsync();
            return Refusal.NotFound("such closure");
        }

        var now = _clock.Now();
        _settings.Decide(known with
        {
            Closures = known.Closures.Remove(found),
            // The key that it was made with has to be known for as long as ever.
            Made = known.Made.With(found.Key, now, found.Cancelled, found.Closure).With(command.Key, now, closure: found.Closure),
            Revision = known.Revision + 1,
        });
        await TellRoomsAsync();
        return found.Closure;
    }

    // From here on no room grants anything in the period; what stands is what was granted before.
    Task IChangeOwner<PendingClosure>.ForbidAsync(PendingClosure change) => TellRoomsAsync();

    Task<ImmutableArray<Claim>> IChangeOwner<PendingClosure>.StandingAsync(PendingClosure change) => StandingAsync(change.Closure.Period);

    Task IChangeOwner<PendingClosure>.NoteAsync(PendingClosure change)
    {
        var former = _settings.Current.Pending.Single(other => other.ChangeId == change.ChangeId);
        _settings.Decide(_settings.Current with { Pending = _settings.Current.Pending.Replace(former, change) });
        return _settings.SaveAsync();
    }

    async Task IChangeOwner<PendingClosure>.CompleteAsync(PendingClosure change, ImmutableArray<BookingId> cancelled)
    {
        var record = new ClosureRecord { Closure = change.Closure, Key = change.Key, Cancelled = cancelled };
        _settings.Decide(_settings.Current with
        {
            Pending = Without(change),
            Closures = [.. _settings.Current.Closures.Add(record).OrderBy(made => made.Closure.Period.Start)],
        });
        await _settings.SaveAsync();
        LogClosed(_id, cancelled.Length);
    }

    async Task IChangeOwner<PendingClosure>.WithdrawAsync(PendingClosure change)
    {
        _settings.Decide(_settings.Current with { Pending = Without(change), Revision = _settings.Current.Revision + 1 });
        await TellRoomsAsync();
    }

    private ImmutableArray<PendingClosure> Without(PendingClosure change) =>
        _settings.Current.Pending.RemoveAll(other => other.ChangeId == change.ChangeId);

    private async Task<ImmutableArray<Claim>> StandingAsync(Period during)
    {
        // One that is over bothers nobody, and its lead is not asked.
        var now = _clock.Now();
        if (during.End <= now)
            return [];
        var ahead = during with { Start = Instant.Max(during.Start, now) };
        var claims = await Task.WhenAll(_settings.Current.Rooms.Select(room => GrainFactory.Get(room).StandingAsync(ahead)));
        // A booking's buffers may reach into a closure; its people do not.
        return [.. claims.SelectMany(found => found).Where(claim => claim.Period.Overlaps(during) && claim.Period.End > now)];
    }

    [LoggerMessage(LogLevel.Information, "{Venue} closes; {Cancelled} bookings cancelled")]
    private partial void LogClosed(VenueId venue, int cancelled);
}
