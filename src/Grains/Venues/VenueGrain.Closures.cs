using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Venues;

// A closure is a change of terms that bookings may stand in the way of. It is noted as pending, told to every room, and
// only then finished or withdrawn; whoever finds it pending after a crash goes on with it.
internal sealed partial class VenueGrain
{
    private const string SettleReminder = "settle";
    private const int CancelRoundsMax = 5;

    private readonly KeyedCalls<ClosureMade> _closing = new();

    private bool HasUnfinished =>
        !_settings.Current.Pending.IsEmpty || _settings.Current.ToldRevision < _settings.Current.Revision;

    public async Task<Outcome<ClosureMade>> CloseAsync(CloseVenue command)
    {
        if (_settings.Durable.Details is null)
            return Refusal.NotFound("such venue");
        if (!command.Actor.Manages(_settings.Durable.Owner))
            return Refusal.Forbidden("Only managers of the venue's owner close it.");
        if (VenueRules.Validate(command) is { IsEmpty: false } invalid)
            return invalid;
        return await _closing.RunAsync(command.Key, () => CloseOnceAsync(command));
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await SettleAsync(CancellationToken.None);
        if (!HasUnfinished && await this.GetReminder(SettleReminder) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    private async Task<Outcome<ClosureMade>> CloseOnceAsync(CloseVenue command)
    {
        if (command.Key is { } key && _settings.Current.Closures.FirstOrDefault(made => made.Key?.Key == key.Key) is { } made)
            return made.Key == key ? await AnswerAsync(made, command.Actor) : Refusal.KeyMismatch();
        // Asked first, without touching anything: the usual refusal disturbs nobody.
        if (!command.CancelBookings && await StandingAsync(command.Period) is { IsEmpty: false } standing)
            return Conflict(standing);
        if (_settings.Current.Closures.Length + _settings.Current.Pending.Length >= VenueState.ClosuresMax)
            return Refusal.Broken(RefusalCode.Policy, "closures", $"{VenueState.ClosuresMax}", $"{VenueState.ClosuresMax + 1}", "The venue has too many closures.");
        var pending = new PendingClosure
        {
            Closure = new Closure { Id = EntityIds.Of<ClosureId>(_ids.NewKey()), Period = command.Period, Reason = command.Reason },
            CancelBookings = command.CancelBookings,
            Actor = command.Actor,
            Key = command.Key,
        };
        // Before anything is pending: a crash from here on is picked up by the reminder.
        await this.RegisterOrUpdateReminder(SettleReminder, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        _settings.Decide(_settings.Current with
        {
            Pending = _settings.Current.Pending.Add(pending),
            Revision = _settings.Current.Revision + 1,
        });
        await _settings.SaveAsync();
        return await FinishAsync(pending);
    }

    private async Task<Outcome<ClosureMade>> FinishAsync(PendingClosure pending)
    {
        // From here on no room grants anything in the period; what stands is what was granted before.
        await TellRoomsAsync();
        if (pending.CancelBookings)
            return await CompleteAsync(pending, await CancelStandingAsync(pending));
        var standing = await StandingAsync(pending.Closure.Period);
        if (standing.IsEmpty)
            return await CompleteAsync(pending, []);
        await WithdrawAsync(pending);
        return Conflict(standing);
    }

    private async Task<ImmutableArray<BookingView>> CancelStandingAsync(PendingClosure pending)
    {
        var cancelled = ImmutableArray.CreateBuilder<BookingView>();
        for (var round = 0; round < CancelRoundsMax; round++)
        {
            var standing = await StandingAsync(pending.Closure.Period);
            if (standing.IsEmpty)
                return cancelled.ToImmutable();
            var answers = await Task.WhenAll(standing.Select(claim => claim.Booking).Distinct().Select(booking =>
                GrainFactory.Get(booking.Lead).CancelAsync(
                    new CancelBooking { Actor = pending.Actor, Booking = booking, Reason = pending.Closure.Reason })));
            cancelled.AddRange(answers.Select(answer => answer.Value).OfType<BookingView>());
        }

        throw new TimeoutException($"Bookings still stand in closure {pending.Closure.Id}; it goes on by itself.");
    }

    private async Task<Outcome<ClosureMade>> CompleteAsync(PendingClosure pending, ImmutableArray<BookingView> cancelled)
    {
        var record = new ClosureRecord
        {
            Closure = pending.Closure,
            Key = pending.Key,
            Cancelled = [.. cancelled.Select(booking => booking.Id)],
        };
        // Somebody else may have finished it meanwhile: the caller, or the reminder.
        if (_settings.Current.Pending.Any(other => other.Closure.Id == pending.Closure.Id))
        {
            _settings.Decide(_settings.Current with
            {
                Pending = Without(pending),
                Closures = [.. _settings.Current.Closures.Add(record).OrderBy(made => made.Closure.Period.Start)],
            });
        }

        await _settings.SaveAsync();
        LogClosed(_id, cancelled.Length);
        return new ClosureMade { Closure = pending.Closure, Cancelled = cancelled };
    }

    private async Task WithdrawAsync(PendingClosure pending)
    {
        _settings.Decide(_settings.Current with { Pending = Without(pending), Revision = _settings.Current.Revision + 1 });
        await _settings.SaveAsync();
        await TellRoomsAsync();
    }

    private ImmutableArray<PendingClosure> Without(PendingClosure pending) =>
        _settings.Current.Pending.RemoveAll(other => other.Closure.Id == pending.Closure.Id);

    private async Task<Outcome<ClosureMade>> AnswerAsync(ClosureRecord made, Actor actor)
    {
        await _settings.SaveAsync();
        var bookings = await Task.WhenAll(made.Cancelled.Select(id => GrainFactory.Get(id.Lead).GetBookingAsync(id, actor)));
        return new ClosureMade
        {
            Closure = made.Closure,
            Cancelled = [.. bookings.Select(booking => booking.Value).OfType<BookingView>()],
        };
    }

    /// <summary>Returns when every room holds the present terms, durably.</summary>
    private async Task TellRoomsAsync()
    {
        var (terms, rooms) = (_settings.Current.Terms(_id), _settings.Current.Rooms);
        await Task.WhenAll(rooms.Select(room => GrainFactory.Get(room).ApplyTermsAsync(terms)));
        // Written along with the next change; told again after a crash, which does no harm.
        if (terms.Revision > _settings.Current.ToldRevision)
            _settings.Decide(_settings.Current with { ToldRevision = terms.Revision });
    }

    private async Task<ImmutableArray<Claim>> StandingAsync(Period during)
    {
        var claims = await Task.WhenAll(_settings.Current.Rooms.Select(room => GrainFactory.Get(room).StandingAsync(during)));
        // A booking's buffers may reach into a closure; its people do not.
        return [.. claims.SelectMany(found => found).Where(claim => claim.Period.Overlaps(during))];
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        foreach (var pending in _settings.Current.Pending)
        {
            // One that a caller is waiting for is in hands already.
            if (pending.Key is { } key && _closing.IsRunning(key))
                continue;
            LogSettling(pending.Closure.Id);
            await FinishAsync(pending);
        }

        if (HasUnfinished)
            await TellRoomsAsync();
    }

    private static ConflictRefusal Conflict(ImmutableArray<Claim> standing) => new()
    {
        Code = RefusalCode.SlotTaken,
        Message = "Bookings stand in the period; cancelBookings cancels them.",
        Conflicts = [.. standing.Select(claim => new FreeBusy(claim.Period, FreeBusyState.Busy, claim.Seats, claim.Network))],
    };

    [LoggerMessage(LogLevel.Information, "{Venue} closes; {Cancelled} bookings cancelled")]
    private partial void LogClosed(VenueId venue, int cancelled);

    [LoggerMessage(LogLevel.Warning, "Going on with {Closure}, which was left half-way")]
    private partial void LogSettling(ClosureId closure);
}
