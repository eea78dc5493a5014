using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

// The lead of a booking: claims the other calendars, then writes its page with the booking. That write is the commit.
internal sealed partial class AdvisorGrain
{
    private const int AttemptsMax = 2;

    private readonly KeyedCalls<BookingView> _booking = new();

    public async Task<Outcome<BookingView>> BookAsync(BookRoom command)
    {
        if (_settings.Durable.Name is null)
            return Refusal.NotFound("such advisor");
        if (!BookingRules.MayBook(command.Actor, _id, _settings.Durable.Network))
            return Refusal.Forbidden("An advisor books for themself, a manager for the network's advisors.");
        if (BookingRules.Validate(command, _id) is { IsEmpty: false } invalid)
            return invalid;
        var outcome = await _booking.RunAsync(command.Key, () => BookOnceAsync(command));
        foreach (var refusal in outcome.Refusals)
            Telemetry.Refused(refusal.Code);
        return outcome;
    }

    private async Task<Outcome<BookingView>> BookOnceAsync(BookRoom command)
    {
        var week = IsoWeek.Of(command.Period.Start);
        if (command.Key is { } key && await RecallAsync(key, week) is { } earlier)
            return earlier;
        for (var attempt = 1; ; attempt++)
        {
            if (await AttemptAsync(command) is { } outcome)
                return command.Key is { } used && outcome.Value is null ? await LastWordAsync(outcome, used, week) : outcome;

            // Nothing was committed: a calendar's silo died, or its write failed. Its next activation may well answer.
            if (attempt == AttemptsMax)
                throw new TimeoutException("A calendar did not answer; nothing was booked.");
        }
    }

    // An earlier activation may have committed it after this one had read its keys: that is on the page.
    private async Task<Outcome<BookingView>> LastWordAsync(Outcome<BookingView> refusal, RequestKey key, IsoWeek week)
    {
        await BeFinalAsync(week);
        return await RecallAsync(key, week) ?? refusal;
    }

    /// <summary>
    /// Before a refusal is told. An earlier activation may be about to commit what the same key asked for, and this one has
    /// not heard of it: once this one has written the page, that cannot happen any more. Nor may a later one have done it already.
    /// </summary>
    private async Task BeFinalAsync(IsoWeek week)
    {
        await _pages.FenceAsync(week);
        await _lease.HeldAsync();
    }

    private Task<Outcome<BookingView>?> AttemptAsync(BookRoom command)
    {
        var plan = BookingRules.PlanOf(command);
        var booking = BookingId.New(_id, IsoWeek.Of(plan.Period.Start), _ids.NewKey());
        var attempt = new Attempt(plan, OwnClaim(plan.Period, plan.Seats, booking), command.Key);
        return AttemptAsync(
            attempt, () => NoteKeyAsync(command.Key, attempt.Own), (made, grants) => BookingRules.Make(command, made, grants));
    }

    private async Task<Outcome<BookingView>?> AttemptAsync(
        Attempt attempt, Func<Task> alongside, Func<Attempt, Grants, BookingRecord> make)
    {
        _changing++;
        try
        {
            // From the commit on, the reminder must be there: feeds have to hear of it, and the clock may make something of it.
            var outcome = await TakeAsync(attempt, () => Task.WhenAll(alongside(), EnsureReminderAsync()));
            if (outcome is not { Value: { } grants })
                return outcome is null ? null : outcome.Refusals;
            var record = make(attempt, grants);
            if (await AnnounceAsync(record) && await CommitAsync(attempt, _ => TooNear(attempt.Own).IsEmpty ? record : null) is { } made)
            {
                // A room that was told of co-hosts shows it as pending until it hears that nobody has to be asked.
                if (!made.Confirmations.IsEmpty)
                    await SettleAsync(made.Id.Week, made);
                return made.ToView();
            }
        }
        finally
        {
            _changing--;
        }

        await GiveUpAsync(attempt);
        return null;
    }

    /// <summary>
    /// Puts a request on its owner's list before it is committed, and sees to it that its deadline, or what has to follow the
    /// commit, wakes this grain. A request that comes to nothing is skipped by whoever reads the list.
    /// </summary>
    private async Task<bool> AnnounceAsync(BookingRecord record)
    {
        try
        {
            if (record.HasNews)
                await EnsureReminderAsync();
            if (record.Deadline is not { } deadline)
                return true;
            await EnsureReminderAsync(deadline);
            if (!record.IsListedAsRequest)
                return true;
            await GrainFactory.Get(record.Facts.Owner).NoteRequestAsync(record.Id, record.Version, record.CreatedAt);
            return true;
        }
        catch (Exception failure)
        {
            LogUnanswered(failure, record.Facts.Owner.Value, record.Id);
            return false;
        }
    }

    /// <summary>
    /// Writes the page with the booking, new or changed: the commit. The rule is asked in the very turn of the decision; null
    /// from it, when the booking has become another meanwhile, leaves everything as it was. When this throws, the attempt
    /// stays undecided in this activation; the next one reads what became of it.
    /// </summary>
    private async Task<BookingRecord?> CommitAsync(Attempt attempt, Func<AdvisorPage, BookingRecord?> decide)
    {
        var (own, home) = (attempt.Own, attempt.Own.Booking.Week);
        // Into other weeks first: the page of the booking decides, and when it does the others must hold the claim.
        var elsewhere = CalendarRules.PagesOf(own.Held).Where(week => week != home).ToList();
        _ledger.Add(own, elsewhere);
        await _ledger.SaveAsync(elsewhere);
        var page = await _pages.LoadAsync(home);
        if (decide(page.Current) is not { } record)
        {
            _ledger.Remove(own.Id, elsewhere);
            return null;
        }

        var next = WithOwnTime(page.Current.With(record), record);
        page.Decide(CalendarRules.PagesOf(own.Held).Contains(home) ? next.WithClaims(next.Claims.Add(own)) : next);
        // From this turn on it is decided, and stands in everybody's way like any claim of the page, also while it is written.
        _ledger.Undecided.Remove(own.Id);
        await _pages.SaveAsync(home);
        End(attempt);
        Telemetry.Booked(record.Status);
        Tell(record.Id);
        return record;
    }

    private ImmutableArray<Refusal> CheckOwn(BookingPlan plan) =>
        [.. BookingRules.CheckWorkingHours(_settings.Durable, plan.Period)];

    private Claim OwnClaim(Period period, int seats, BookingId booking) => new()
    {
        Id = _ids.NewClaim(),
        Booking = booking,
        Network = _settings.Durable.Network,
        Period = period,
        Held = period,
        Seats = seats,
        MadeAt = _clock.Now(),
    };

    // Written while the other calendars are asked: before the commit, and without costing it time.
    private Task NoteKeyAsync(RequestKey? key, Claim own) =>
        key is null ? Task.CompletedTask : _keys.NoteAsync(key.Key, new RecentKey(own.Booking, own.MadeAt));

    /// <summary>What an earlier call with this key made, or that it was another call; null when nothing came of one.</summary>
    private async Task<Outcome<BookingView>?> RecallAsync(RequestKey key, IsoWeek week)
    {
        // The page knows best; the list also knows of other weeks, for which another input was meant.
        if ((await MadeOnAsync(week, key) ?? _keys.Find(key.Key)?.Booking) is not { } id)
            return null;
        var page = await _pages.LoadAsync(id.Week);
        await TickIfDueAsync(page, id);
        await _pages.SaveAsync(id.Week);
        if (page.Durable.Find(id) is not { } booking)
        {
            // It came to nothing, or an earlier activation is about to commit it: from here on that cannot happen.
            await EntombAsync(id.Week);
            return null;
        }

        return booking.Key == key ? booking.ToView() : Refusal.KeyMismatch();
    }

    private async Task<BookingId?> MadeOnAsync(IsoWeek week, RequestKey key) => _pages.Has(week)
        ? (await _pages.LoadAsync(week)).Durable.Bookings.FirstOrDefault(booking => booking.Key?.Key == key.Key)?.Id
        : null;

    [LoggerMessage(LogLevel.Warning, "{Calendar} did not answer the claim of {Booking}")]
    private partial void LogUnanswered(Exception failure, string calendar, BookingId booking);
}
