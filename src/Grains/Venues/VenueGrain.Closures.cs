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
    private readonly Dictionary<ClosureId, Task<Outcome<ClosureMade>>> _finishing = [];
    private int _beginning;

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
        // Looked at last: whoever begins after this sets the reminder anew, and that one has another version.
        if (await this.GetReminder(SettleReminder) is { } reminder && !HasUnfinished && _beginning == 0)
            await this.UnregisterReminder(reminder);
    }

    private async Task<Outcome<ClosureMade>> CloseOnceAsync(CloseVenue command)
    {
        if (command.Key is { } key && await RecallAsync(key, command.Actor) is { } earlier)
            return earlier;
        // Asked first, without touching anything: the usual refusal disturbs nobody.
        if (!command.CancelBookings && await StandingAsync(command.Period) is { IsEmpty: false } standing)
            return Conflict(standing);
        _beginning++;
        try
        {
            // Before anything is pending: a crash from here on is picked up by the reminder.
            await this.RegisterOrUpdateReminder(SettleReminder, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        }
        finally
        {
            _beginning--;
        }

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
        return await FinishAsync(pending);
    }

    /// <summary>What an earlier call with this key made, or makes yet; null when nothing came of one.</summary>
    private async Task<Outcome<ClosureMade>?> RecallAsync(RequestKey key, Actor actor)
    {
        if (_settings.Current.Closures.FirstOrDefault(closure => closure.Key?.Key == key.Key) is { } made)
            return made.Key == key ? await AnswerAsync(made, actor) : Refusal.KeyMismatch();
        if (_settings.Current.Pending.FirstOrDefault(closure => closure.Key?.Key == key.Key) is not { } pending)
            return null;
        var finished = await FinishAsync(pending);
        if (pending.Key == key)
            return finished;
        return finished.Value is null ? (Outcome<ClosureMade>?)null : Refusal.KeyMismatch();
    }

    /// <summary>Finishes a pending closure or withdraws it, once for all who ask for it at the same time.</summary>
    private Task<Outcome<ClosureMade>> FinishAsync(PendingClosure pending)
    {
        if (_finishing.TryGetValue(pending.Closure.Id, out var running))
            return running;
        var finishing = FinishOnceAsync(pending);
        if (!finishing.IsCompleted)
            _finishing[pending.Closure.Id] = finishing;
        return finishing;
    }

    private async Task<Outcome<ClosureMade>> FinishOnceAsync(PendingClosure pending)
    {
        try
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
        finally
        {
            _finishing.Remove(pending.Closure.Id);
        }
    }

    private async Task<ImmutableArray<BookingView>> CancelStandingAsync(PendingClosure pending)
    {
        var cancelled = new Dictionary<BookingId, BookingView>();
        for (var round = 0; round < CancelRoundsMax; round++)
        {
            var standing = await StandingAsync(pending.Closure.Period);
            var noted = await NoteAsync(pending.Closure.Id, standing.Select(claim => claim.Booking));
            var answers = await Task.WhenAll(noted.Where(booking => !cancelled.ContainsKey(booking)).Select(booking => CancelAsync(pending, booking)));
            foreach (var booking in answers.Select(answer => answer.Value).OfType<BookingView>())
                cancelled[booking.Id] = booking;
            if (standing.IsEmpty)
                return [.. cancelled.Values];
        }

        throw new TimeoutException($"Bookings still stand in closure {pending.Closure.Id}; it goes on by itself.");
    }

    /// <summary>Stores which bookings are about to be cancelled: whoever goes on after a crash answers for them as well.</summary>
    private async Task<ImmutableArray<BookingId>> NoteAsync(ClosureId closure, IEnumerable<BookingId> bookings)
    {
        var pending = _settings.Current.Pending.Single(other => other.Closure.Id == closure);
        ImmutableArray<BookingId> noted = [.. pending.Bookings.Union(bookings)];
        if (noted.Length > pending.Bookings.Length)
            _settings.Decide(_settings.Current with { Pending = _settings.Current.Pending.Replace(pending, pending with { Bookings = noted }) });
        await _settings.SaveAsync();
        return noted;
    }

    private Task<Outcome<BookingView>> CancelAsync(PendingClosure pending, BookingId booking) =>
        GrainFactory.Get(booking.Lead).CancelAsync(new CancelBooking
        {
            // That the actor may do this was decided here; the booking may still name an owner of before.
            Actor = pending.Actor with { Roles = [Role.Admin] },
            Booking = booking,
            Reason = pending.Closure.Reason,
            // The closure's own, so that a repeat is told apart from a booking that others had cancelled already.
            Key = new RequestKey { Key = pending.Closure.Id.Value, Fingerprint = nameof(CloseVenue) },
        });

    private async Task<Outcome<ClosureMade>> CompleteAsync(PendingClosure pending, ImmutableArray<BookingView> cancelled)
    {
        var record = new ClosureRecord
        {
            Closure = pending.Closure,
            Key = pending.Key,
            Cancelled = [.. cancelled.Select(booking => booking.Id)],
        };
        _settings.Decide(_settings.Current with
        {
            Pending = Without(pending),
            Closures = [.. _settings.Current.Closures.Add(record).OrderBy(made => made.Closure.Period.Start)],
        });
        await _settings.SaveAsync();
        LogClosed(_id, cancelled.Length);
        return new ClosureMade { Closure = pending.Closure, Cancelled = cancelled };
    }

    private async Task WithdrawAsync(PendingClosure pending)
    {
        _settings.Decide(_settings.Current with { Pending = Without(pending), Revision = _settings.Current.Revision + 1 });
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

    /// <summary>Returns when the present terms are durable here and in every room.</summary>
    private async Task TellRoomsAsync()
    {
        await _settings.SaveAsync();
        // Never of what may still be lost: its revision would be given to something else, which rooms would take for old.
        var (terms, rooms) = (_settings.Durable.Terms(_id), _settings.Durable.Rooms);
        await Task.WhenAll(rooms.Select(room => GrainFactory.Get(room).ApplyTermsAsync(terms)));
        // Written along with the next change; told again after a crash, which does no harm.
        if (terms.Revision > _settings.Current.ToldRevision)
            _settings.Decide(_settings.Current with { ToldRevision = terms.Revision });
    }

    private async Task<ImmutableArray<Claim>> StandingAsync(Period during)
    {
        var claims = await Task.WhenAll(_settings.Current.Rooms.Select(room => GrainFactory.Get(room).StandingAsync(during)));
        // A booking's buffers may reach into a closure; its people do not. One that is over bothers nobody.
        var now = _clock.Now();
        return [.. claims.SelectMany(found => found).Where(claim => claim.Period.Overlaps(during) && claim.Period.End > now)];
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_settings.Current.Pending.Select(pending =>
        {
            LogSettling(pending.Closure.Id);
            return FinishAsync(pending);
        }));
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
