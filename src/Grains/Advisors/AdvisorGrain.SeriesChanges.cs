using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;

namespace Scheduling.Grains.Advisors;

// What becomes of a series after it was made. Each date is a booking of its own by then: what is asked of several is asked of
// each, under a key that follows from the caller's, and what came of each is told.
internal sealed partial class AdvisorGrain
{
    public async Task<Outcome<SeriesView>> GetSeriesAsync(SeriesId series, Actor actor)
    {
        if (await _series.FindAsync(series) is not { } record)
            return Refusal.NotFound("such series");
        return SeriesRules.MaySee(actor, _id, record.Durable) ? await ViewAsync(series, record.Durable, actor) : NotAPartyOfTheSeries();
    }

    public async Task<Outcome<SeriesView>> CancelSeriesAsync(CancelSeries command)
    {
        if (InputRules.Text("reason", command.Reason, InputRules.ReasonLengthMax).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        if (await _series.FindAsync(command.Series) is not { } series)
            return Refusal.NotFound("such series");
        if (!SeriesRules.MayCancel(command.Actor, _id, series.Durable))
            return SeriesRules.MaySee(command.Actor, _id, series.Durable)
                ? Refusal.Forbidden("A series is cancelled by its lead, the lead's network or the room's owner.")
                : NotAPartyOfTheSeries();
        return await StepAsync(command.Series, series, command.Actor, command.Key, command.From, booking => booking.Stands,
            booking => CancelAsync(new CancelBooking
            {
                Actor = command.Actor,
                Booking = booking.Id,
                Reason = command.Reason,
                Key = SeriesRules.KeyOf(command.Key, booking.Id),
            }));
    }

    public async Task<Outcome<SeriesView>> RescheduleSeriesAsync(RescheduleSeries command)
    {
        if (SeriesRules.Validate(command) is { IsEmpty: false } invalid)
            return invalid;
        if (await _series.FindAsync(command.Series) is not { } series)
            return Refusal.NotFound("such series");
        if (!BookingRules.MayBook(command.Actor, _id, series.Durable.Network))
            return SeriesRules.MaySee(command.Actor, _id, series.Durable)
                ? Refusal.Forbidden("A series is moved by its lead or the managers of the lead's network.")
                : NotAPartyOfTheSeries();
        if (command.Room is { } room && await GrainFactory.Get(room).GetAsync() is null)
            return Refusal.NotFound("such room");
        return await AloneAsync(command.Series, () => StepAsync(command.Series, series, command.Actor, command.Key, command.From,
            booking => booking.Status is BookingStatus.Pending or BookingStatus.Confirmed && booking.Period.Start > _clock.Now(),
            booking => ChangeAsync(new ChangeBooking
            {
                Actor = command.Actor,
                Booking = booking.Id,
                Period = command is { StartsAt: null, Days: 0 } ? null : Moved(booking, command),
                Room = command.Room,
                Reason = command.Reason,
                Key = SeriesRules.KeyOf(command.Key, booking.Id),
            }),
            // One at a time, and out of each other's way: a date may move to where the next one is.
            bookings => bookings is [var first, ..] && Moved(first, command).Start > first.Period.Start ? bookings.Reverse() : bookings,
            current => SeriesRules.MoveRefused(current, command, _clock.Now())));
    }

    public async Task<Outcome<SeriesView>> DecideSeriesAsync(DecideSeries command)
    {
        if (InputRules.Text("note", command.Note, InputRules.ReasonLengthMax).ToImmutableArray() is { IsEmpty: false } invalid)
            return invalid;
        if (await _series.FindAsync(command.Series) is not { } series)
            return Refusal.NotFound("such series");
        if (!command.Actor.Manages(series.Durable.Owner))
            return SeriesRules.MaySee(command.Actor, _id, series.Durable)
                ? Refusal.Forbidden("Only managers of the room's owner decide on requests.")
                : NotAPartyOfTheSeries();
        return await StepAsync(command.Series, series, command.Actor, command.Key, from: null,
            booking => booking.Awaiting.Contains(BookingStep.OwnerDecision),
            booking => DecideAsync(new DecideBooking
            {
                Actor = command.Actor,
                Booking = booking.Id,
                Decision = command.Decision,
                Note = command.Note,
                Key = SeriesRules.KeyOf(command.Key, booking.Id),
            }));
    }

    /// <summary>
    /// Acts on the bookings of a series that a step concerns. With a key the step is noted first: a repeat is about the same
    /// bookings, whatever was added to the series meanwhile.
    /// </summary>
    private async Task<Outcome<SeriesView>> StepAsync(
        SeriesId id, DurableRecord<SeriesRecord> series, Actor actor, RequestKey? key, LocalDate? from,
        Func<BookingRecord, bool> concerns, Func<BookingRecord, Task<Outcome<BookingView>>> act,
        Func<ImmutableArray<BookingRecord>, IEnumerable<BookingRecord>>? oneByOne = null,
        Func<SeriesRecord, SeriesRecord>? alongside = null)
    {
        var repeated = key is null ? null : Repeated(series.Current, key);
        if (repeated is not null && repeated.Key != key)
            return Refusal.KeyMismatch();
        var all = await BookingsOfAsync(series.Durable, from);
        var now = _clock.Now();
        var concerned = repeated is null
            ? all.RemoveAll(booking => booking.Period.End <= now || !concerns(booking))
            : all.RemoveAll(booking => !repeated.Bookings.Contains(booking.Id));
        if (repeated is null)
        {
            // One write for both: a repeat with the key moves nothing once more.
            var noted = key is null ? series.Current : series.Current.With(key, concerned.Select(booking => booking.Id));
            noted = alongside is null ? noted : alongside(noted);
            if (!ReferenceEquals(noted, series.Current))
                series.Decide(noted);
        }

        await series.SaveAsync();
        var refusals = new Dictionary<BookingId, ImmutableArray<Refusal>>();
        async Task ActAsync(BookingRecord booking)
        {
            if ((await act(booking)).Refusals is { IsEmpty: false } refused)
                refusals[booking.Id] = refused;
        }

        if (oneByOne is null)
            await EachAsync(concerned.Length, i => ActAsync(concerned[i]));
        else
            foreach (var booking in oneByOne(concerned))
                await ActAsync(booking);
        return await ViewAsync(id, series.Durable, actor, refusals);
    }

    private static Period Moved(BookingRecord booking, RescheduleSeries move) =>
        SeriesRules.Moved(booking.Period, move, WallClock.Zone(booking.Facts.TimeZone));

    private async Task<ImmutableArray<BookingRecord>> BookingsOfAsync(SeriesRecord series, LocalDate? from)
    {
        var bookings = series.Dates.Where(date => from is null || date.Date >= from).Select(date => date.Booking).OfType<BookingId>().ToList();
        await ResolvedAsync(bookings.Select(booking => booking.Week).Distinct());
        foreach (var booking in bookings)
            await TickIfDueAsync(_pages.Loaded(booking.Week), booking);
        return [.. bookings.Select(booking => _pages.Loaded(booking.Week).Current.Find(booking)).OfType<BookingRecord>()];
    }

    private async Task<SeriesView> ViewAsync(
        SeriesId id, SeriesRecord series, Actor actor, IReadOnlyDictionary<BookingId, ImmutableArray<Refusal>>? refusals = null)
    {
        await BookingsOfAsync(series, from: null);
        // Whatever the answer tells of has to be durable.
        var weeks = series.Dates.Select(date => date.Booking).OfType<BookingId>().Select(booking => booking.Week).Distinct().ToList();
        await Task.WhenAll(weeks.Select(_pages.SaveAsync));
        return new SeriesView
        {
            Id = id,
            Terms = series.Terms!,
            TimeZone = series.TimeZone,
            CreatedAt = series.At,
            Dates = [.. series.Dates.Select(ViewOf)],
        };

        SeriesDateView ViewOf(SeriesDate date)
        {
            var booking = date.Booking is { } named ? _pages.Loaded(named.Week).Durable.Find(named) : null;
            return new SeriesDateView
            {
                Date = date.Date,
                Period = booking?.Period ?? date.Period,
                Outcome = booking is { } known ? SeriesRules.OutcomeOf(known.Status)
                    : date.Booking is null ? SeriesDateOutcome.Refused : SeriesDateOutcome.Ended,
                Booking = booking is not null && BookingRules.MaySee(actor, booking) ? booking.ToView() : null,
                Refusals = booking is not null ? refusals?.GetValueOrDefault(booking.Id, []) ?? [] : date.Refusals,
            };
        }
    }

    private static SeriesChange? Repeated(SeriesRecord series, RequestKey key) =>
        series.Changes.LastOrDefault(change => change.Key.Key == key.Key);

    private static Refusal NotAPartyOfTheSeries() => Refusal.Forbidden("Only its parties and the room's owner see a series.");
}
