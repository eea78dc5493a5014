using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;

namespace Scheduling.Grains.Advisors;

// A series takes each of its dates as a booking would be taken, writes those it got beside the bookings, and then its own
// record, which lists them. That one write is the commit of all of them.
internal sealed partial class AdvisorGrain
{
    // Each date is a few writes: enough at a time to share them, and few enough to leave others their turn.
    private const int DatesAtOnce = 8;

    private readonly KeyedCalls<SeriesView> _bookingSeries = new();
    private readonly Dictionary<SeriesId, Task> _seriesBusy = [];

    public async Task<Outcome<SeriesView>> BookSeriesAsync(BookSeries command)
    {
        if (_settings.Durable.Name is null)
            return Refusal.NotFound("such advisor");
        if (!BookingRules.MayBook(command.Actor, _id, _settings.Durable.Network))
            return Refusal.Forbidden("An advisor books for themself, a manager for the network's advisors.");
        if (SeriesRules.Validate(command.Terms, _id) is { IsEmpty: false } invalid)
            return invalid;
        var outcome = await _bookingSeries.RunAsync(command.Key, () => BookSeriesOnceAsync(command));
        // What an earlier activation was about to commit shows as dates on its pages, which are settled before anything is refused
        // because of them; a later one must not be there.
        if (outcome.Value is null)
            await _lease.HeldAsync();
        return outcome;
    }

    public async Task<Outcome<SeriesView>> RetrySeriesAsync(RetrySeries command)
    {
        if (await _series.FindAsync(command.Series) is not { } series)
            return Refusal.NotFound("such series");
        if (!BookingRules.MayBook(command.Actor, _id, series.Durable.Network))
            return SeriesRules.MaySee(command.Actor, _id, series.Durable)
                ? Refusal.Forbidden("A series is tried again by its lead or the managers of the lead's network.")
                : NotAPartyOfTheSeries();
        return await AloneAsync(command.Series, () => RetrySeriesOnceAsync(command, series));
    }

    /// <summary>
    /// Works with the dates of a series as nobody else does meanwhile, in the order of the calls: none is asked for twice, or
    /// where it was before. Each call acts under its own key and in its own caller's name.
    /// </summary>
    private async Task<T> AloneAsync<T>(SeriesId series, Func<Task<T>> act)
    {
        var before = _seriesBusy.GetValueOrDefault(series, Task.CompletedTask);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _seriesBusy[series] = done.Task;
        try
        {
            await before;
            return await act();
        }
        finally
        {
            if (_seriesBusy[series] == done.Task)
                _seriesBusy.Remove(series);
            done.SetResult();
        }
    }

    private async Task<Outcome<SeriesView>> BookSeriesOnceAsync(BookSeries command)
    {
        var (id, terms) = (command.Id, command.Terms);
        var series = await _series.LoadAsync(id);
        await series.SaveAsync();
        if (series.Durable.IsMade)
            return series.Durable.Key == command.Key ? await ViewAsync(id, series.Durable, command.Actor) : Refusal.KeyMismatch();
        if (await GrainFactory.Get(terms.Room).GetAsync() is not { } room)
            return Refusal.NotFound("such room");
        var rule = RecurrenceRule.Parse(terms.Rule);
        if (rule.Value is null)
            return rule.Refusals;
        var slots = rule.Value.Expand(terms.FirstDate, terms.StartsAt, terms.Length, terms.Except, WallClock.Zone(room.TimeZone));
        if (slots.Value is null)
            return slots.Refusals;
        if (terms.AtLeast > slots.Value.All.Length)
            return Refusal.Invalid("atLeast", $"The series has only {slots.Value.All.Length} dates.");
        _changing++;
        try
        {
            var tried = await TakeDatesAsync(id, terms, command.Actor, slots.Value.All);
            var granted = tried.RemoveAll(date => date.Record is null);
            if (!SeriesRules.IsEnough(terms, granted.Length, tried.Length))
            {
                await GiveUpAsync(granted);
                return SeriesRules.TooFew([.. tried.Select(date => date.ToRefusedView())]);
            }

            await CommitSeriesAsync(series, granted, current => current with
            {
                Terms = terms,
                Network = _settings.Durable.Network,
                Owner = granted[0].Record!.Facts.Owner,
                TimeZone = granted[0].Record!.Facts.TimeZone,
                At = granted[0].Attempt!.Own.MadeAt,
                Dates = [.. tried.Select(date => date.ToDate())],
                Key = command.Key,
            });
            return await ViewAsync(id, series.Durable, command.Actor);
        }
        finally
        {
            _changing--;
        }
    }

    private async Task<Outcome<SeriesView>> RetrySeriesOnceAsync(RetrySeries command, DurableRecord<SeriesRecord> series)
    {
        if (command.Key is { } used && Repeated(series.Durable, used) is { } repeated)
            return repeated.Key == used ? await ViewAsync(command.Series, series.Durable, command.Actor) : Refusal.KeyMismatch();
        var slots = series.Durable.Dates.Where(date => date.Booking is null)
            .Select(date => new SeriesSlot(date.Date, date.Period) { Room = date.Room }).ToImmutableArray();
        if (slots.IsEmpty)
            return await ViewAsync(command.Series, series.Durable, command.Actor);
        _changing++;
        try
        {
            var tried = await TakeDatesAsync(command.Series, series.Durable.Terms!, command.Actor, slots);
            var granted = tried.RemoveAll(date => date.Record is null);
            var byDate = tried.ToDictionary(date => date.Slot.Date, date => date.ToDate());
            await CommitSeriesAsync(series, granted, current =>
            {
                var next = current with { Dates = [.. current.Dates.Select(date => byDate.GetValueOrDefault(date.Date, date))] };
                return command.Key is { } key ? next.With(key, granted.Select(date => date.Record!.Id)) : next;
            });
            return await ViewAsync(command.Series, series.Durable, command.Actor);
        }
        finally
        {
            _changing--;
        }
    }

    /// <summary>Takes every date, or tells what stands against it. When a calendar does not answer, or anything fails, nothing is held.</summary>
    private async Task<ImmutableArray<DateAttempt>> TakeDatesAsync(
        SeriesId series, SeriesTerms terms, Actor actor, ImmutableArray<SeriesSlot> slots)
    {
        var since = _clock.Now();
        var tried = new DateAttempt?[slots.Length];
        try
        {
            await EachAsync(slots.Length, async i => tried[i] = await TakeDateAsync(series, terms, actor, slots[i], since));
            // On their owners' lists before they are committed, as any request.
            await EachAsync(slots.Length, async i =>
            {
                if (tried[i]!.Record is { } record && !await AnnounceAsync(record))
                    throw new TimeoutException("The room's owner did not answer; nothing was booked.");
            });
        }
        catch
        {
            await GiveUpAsync([.. tried.OfType<DateAttempt>().Where(date => date.Attempt is not null)]);
            throw;
        }

        return [.. tried.OfType<DateAttempt>()];
    }

    private async Task<DateAttempt> TakeDateAsync(SeriesId series, SeriesTerms terms, Actor actor, SeriesSlot slot, Instant since)
    {
        var command = SeriesRules.BookingOf(terms, slot, actor);
        var plan = BookingRules.PlanOf(command);
        for (var i = 1; i <= AttemptsMax; i++)
        {
            var booking = BookingId.New(_id, IsoWeek.Of(plan.Period.Start), _ids.NewKey());
            var attempt = new Attempt(plan, OwnClaim(plan.Period, plan.Seats, booking) with { MadeAt = since });
            // Not patient: it holds the other dates.
            var outcome = await TakeAsync(attempt, () => Task.CompletedTask, patient: false);
            if (outcome is { Value: { } grants })
                return new DateAttempt(slot, attempt, BookingRules.Make(command, attempt, grants) with { Series = series }, []);
            if (outcome is not null)
                return new DateAttempt(slot, Attempt: null, Record: null, outcome.Refusals);
        }

        throw new TimeoutException("A calendar did not answer; nothing was booked.");
    }

    /// <summary>
    /// Writes the dates beside the bookings, then the series' record, which is the commit, then makes bookings of them. When this
    /// throws, whoever finds the dates next reads in the record what became of them.
    /// </summary>
    private async Task CommitSeriesAsync(
        DurableRecord<SeriesRecord> series, ImmutableArray<DateAttempt> granted, Func<SeriesRecord, SeriesRecord> decide)
    {
        // From the first of these writes on somebody has to come back, whatever happens.
        await RemindedOrGivenUpAsync(granted);
        if (granted.Any(date => !TooNear(date.Attempt!.Own).IsEmpty))
        {
            await GiveUpAsync(granted);
            throw new TimeoutException("The advisor was booked elsewhere meanwhile; nothing was booked.");
        }

        foreach (var date in granted)
        {
            var page = _pages.Loaded(date.Record!.Id.Week);
            page.Decide(page.Current with { Provisional = page.Current.Provisional.Add(date.Record) });
            _ledger.Add(date.Attempt!.Own);
            _ledger.Undecided.Remove(date.Attempt.Own.Id);
        }

        var weeks = granted.SelectMany(date => CalendarRules.PagesOf(date.Attempt!.Own.Held)).Distinct().ToList();
        await _ledger.SaveAsync(weeks);
        series.Decide(decide(series.Current));
        await series.SaveAsync();
        foreach (var date in granted)
        {
            var page = _pages.Loaded(date.Record!.Id.Week);
            page.Decide(Promoted(page.Current, date.Record));
            End(date.Attempt!);
            Telemetry.Booked(date.Record.Status);
        }

        await _ledger.SaveAsync(weeks);
        foreach (var date in granted)
            Tell(date.Record!.Id);
        foreach (var date in granted.Where(date => date.Record!.HasNews))
            await SettleAsync(date.Record!.Id.Week, date.Record);
    }

    private async Task RemindedOrGivenUpAsync(ImmutableArray<DateAttempt> granted)
    {
        try
        {
            await EnsureReminderAsync();
        }
        catch
        {
            // Nothing is written yet: undecided, the dates would be in everybody's way for as long as this activation lives.
            await GiveUpAsync(granted);
            throw;
        }
    }

    // Their owners' lists have them already: nobody else would ever take them off, because no record says that they were there.
    private Task GiveUpAsync(ImmutableArray<DateAttempt> dates) => EachAsync(dates.Length, async i =>
    {
        await GiveUpAsync(dates[i].Attempt!);
        if (dates[i].Record is { IsListedAsRequest: true } request)
            await DropRequestAsync(request.Facts.Owner, request);
    });

    /// <summary>Acts on each of so many, a few at a time, and starts no more once one has failed; ends when all have ended.</summary>
    private static async Task EachAsync(int count, Func<int, Task> act)
    {
        var next = 0;
        async Task WorkAsync()
        {
            while (next < count)
            {
                try
                {
                    await act(next++);
                }
                catch
                {
                    next = count;
                    throw;
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(count, DatesAtOnce)).Select(_ => WorkAsync()));
    }
}
