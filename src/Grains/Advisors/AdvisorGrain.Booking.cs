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
        if (command.Key is { } key && await RecallAsync(key) is { } earlier)
            return earlier;
        for (var attempt = 1; ; attempt++)
        {
            if (await AttemptAsync(command) is { } outcome)
                return outcome;
            // Nothing was committed: a calendar's silo died, or its write failed. Its next activation may well answer.
            if (attempt == AttemptsMax)
                throw new TimeoutException("A calendar did not answer; nothing was booked.");
        }
    }

    private async Task<Outcome<BookingView>?> AttemptAsync(BookRoom command)
    {
        var attempt = new Attempt(command, OwnClaim(command));
        ImmutableArray<Refusal> refusals = [];
        // It holds nothing yet, so it may wait for whatever else this advisor is being booked for.
        var inTheWay = await _ledger.PlaceAsync(
            attempt.Own, () => Capacity.One, () => !(refusals = CheckOwn(command)).IsEmpty, () => Begin(attempt), patient: true);
        if (!inTheWay.IsEmpty)
            refusals = [Busy(inTheWay)];
        if (!refusals.IsEmpty)
            return (await GrainFactory.Get(command.Room).RefusalsAsync(command.Period, command.Seats)).AddRange(refusals);
        var answers = await ClaimOthersAsync(attempt);
        var refused = answers.SelectMany(answer => answer?.Refusals ?? []).ToImmutableArray();
        if (refused.IsEmpty && answers.All(answer => answer is not null))
        {
            var record = BookingRules.Make(attempt, answers.Select(answer => answer!.Room).First(facts => facts is not null)!);
            if (await AnnounceAsync(record))
            {
                // When this throws the attempt stays undecided in this activation; the next one reads what became of it.
                await CommitAsync(attempt, record);
                End(attempt);
                return record.ToView();
            }
        }

        await GiveUpAsync(attempt);
        return refused.IsEmpty ? null : refused;
    }

    /// <summary>Every other calendar's answer; null from one that did not answer.</summary>
    private async Task<ClaimAnswer?[]> ClaimOthersAsync(Attempt attempt)
    {
        var command = attempt.Command;
        var noting = NoteKeyAsync(command.Key, attempt.Own);
        string[] calendars = [command.Room.Value, .. command.CoHosts.Select(coHost => coHost.Value)];
        var answers = await Task.WhenAll(calendars.Select(calendar => AskAsync(attempt, calendar)));
        try
        {
            await noting;
        }
        catch
        {
            await GiveUpAsync(attempt);
            throw;
        }

        if (answers is [{ IsGranted: true, Room: { VenueCountsPeople: true } facts }, ..] && answers.All(answer => answer is { IsGranted: true }))
            return [.. answers, await AskAsync(attempt, facts.Venue.Value)];
        return answers;
    }

    private async Task<ClaimAnswer?> AskAsync(Attempt attempt, string calendar)
    {
        var claim = EntityIds.Of<ClaimId>(_ids.NewKey());
        _undecided[claim] = attempt;
        var request = attempt.Ask(calendar, claim);
        try
        {
            return await GrainFactory.GetCalendar(calendar).ClaimAsync(request);
        }
        catch (Exception failure)
        {
            LogUnanswered(failure, calendar, attempt.Own.Booking);
            return null;
        }
    }

    /// <summary>
    /// Puts a request on its owner's list before it is committed, and sees to it that its deadline wakes this grain. A
    /// request that comes to nothing is skipped by whoever reads the list.
    /// </summary>
    private async Task<bool> AnnounceAsync(BookingRecord record)
    {
        if (record.Deadline is not { } deadline)
            return true;
        try
        {
            await LoadUnsettledAsync();
            await EnsureReminderAsync(NextDeadline() is { } earlier ? Instant.Min(earlier, deadline) : deadline);
            await GrainFactory.Get(record.Facts.Owner).NoteRequestAsync(record.Id, record.CreatedAt);
            return true;
        }
        catch (Exception failure)
        {
            LogUnanswered(failure, record.Facts.Owner.Value, record.Id);
            return false;
        }
    }

    private async Task CommitAsync(Attempt attempt, BookingRecord record)
    {
        var own = attempt.Own;
        // Into the following week first: the page of the booking decides, and when it does the other must hold the claim.
        var later = CalendarRules.PagesOf(own.Held).Where(week => week != own.Booking.Week).ToList();
        _ledger.Add(own, later);
        await _ledger.SaveAsync(later);
        var page = _pages.Loaded(own.Booking.Week);
        page.Decide(page.Current.With(record).WithClaims(page.Current.Claims.Add(own)));
        await _pages.SaveAsync(own.Booking.Week);
        Telemetry.Booked(record.Status);
    }

    private ImmutableArray<Refusal> CheckOwn(BookRoom command) =>
        [.. BookingRules.CheckWorkingHours(_settings.Durable, command.Period)];

    private Claim OwnClaim(BookRoom command) => new()
    {
        Id = EntityIds.Of<ClaimId>(_ids.NewKey()),
        Booking = BookingId.New(_id, IsoWeek.Of(command.Period.Start), _ids.NewKey()),
        Network = _settings.Durable.Network,
        Period = command.Period,
        Held = command.Period,
        Seats = command.Seats,
        MadeAt = _clock.Now(),
    };

    // Written while the other calendars are asked: before the commit, and without costing it time.
    private Task NoteKeyAsync(RequestKey? key, Claim own)
    {
        if (key is null)
            return Task.CompletedTask;
        _keys.Decide(_keys.Current.With(key.Key, own.Booking, own.MadeAt));
        return _keys.SaveAsync();
    }

    /// <summary>What an earlier call with this key made, or that it was another call; null when nothing came of one.</summary>
    private async Task<Outcome<BookingView>?> RecallAsync(RequestKey key)
    {
        if (!_keys.Current.ByKey.TryGetValue(key.Key, out var recent))
            return null;
        var page = await _pages.LoadAsync(recent.Booking.Week);
        await _pages.SaveAsync(recent.Booking.Week);
        if (page.Durable.Find(recent.Booking) is not { } booking)
        {
            // It came to nothing, or an earlier activation is about to commit it: from here on that cannot happen.
            await EntombAsync(recent.Booking.Week);
            return null;
        }

        return booking.Key == key ? booking.ToView() : Refusal.KeyMismatch();
    }

    [LoggerMessage(LogLevel.Warning, "{Calendar} did not answer the claim of {Booking}")]
    private partial void LogUnanswered(Exception failure, string calendar, BookingId booking);
}
