using System.Globalization;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Series;

/// <summary>What a series takes, and who may do what with it: pure.</summary>
internal static class SeriesRules
{
    /// <summary>How far one step moves a series, in days.</summary>
    public const int DaysMax = 366;

    private const int ExceptMax = 366;

    /// <summary>What is wrong with a series in itself, by field; its rule is read where its zone is known.</summary>
    public static ImmutableArray<Refusal> Validate(SeriesTerms terms, AdvisorId lead) =>
    [
        .. terms.FirstDate.Year is >= 2000 and < 2190 ? [] : new[] { Refusal.Invalid("firstDate", "The first date lies in the years 2000 to 2189.") },
        .. terms.Length > Duration.Zero && terms.Length <= CalendarRules.HeldMax ? [] : new[]
        {
            Refusal.Invalid("duration", $"Each date is at most {IsoDuration.Format(CalendarRules.HeldMax)} long, and longer than nothing."),
        },
        .. InputRules.Within("except", terms.Except.Length, 0, ExceptMax).Select(_ => Refusal.Invalid("except", $"'except' takes at most {ExceptMax} dates.")),
        .. ValidateAtLeast(terms),
        .. BookingRules.Validate(BookingOf(terms, new SeriesSlot(terms.FirstDate, AnHour), Nobody), lead),
    ];

    /// <summary>What is wrong with a move in itself, by field.</summary>
    public static ImmutableArray<Refusal> Validate(RescheduleSeries command) =>
    [
        .. InputRules.Within("days", command.Days, -DaysMax, DaysMax),
        .. InputRules.Text("reason", command.Reason, InputRules.ReasonLengthMax),
        .. command is { StartsAt: null, Days: 0, Room: null }
            ? [Refusal.Invalid("startsAt", "Another time, another day or another room: one of them has to be said.")]
            : Array.Empty<Refusal>(),
    ];

    /// <summary>The booking that a date asks for.</summary>
    public static BookRoom BookingOf(SeriesTerms terms, SeriesSlot slot, Actor actor) => new()
    {
        Actor = actor,
        Room = slot.Room ?? terms.Room,
        Period = slot.Period,
        Seats = terms.Seats,
        CoHosts = terms.CoHosts,
        Purpose = terms.Purpose,
        Title = terms.Title,
        Places = terms.Places,
    };

    /// <summary>True when a series is made with so many of its dates.</summary>
    public static bool IsEnough(SeriesTerms terms, int granted, int dates) => granted >= terms.OnConflict switch
    {
        OnConflict.AllOrNothing => dates,
        OnConflict.AcceptIfAtLeast => terms.AtLeast ?? dates,
        _ => 1,
    };

    /// <summary>Why a series is not made: too few dates, and what stands against each.</summary>
    public static SeriesRefusal TooFew(ImmutableArray<SeriesDateView> dates)
    {
        var refused = dates.Where(date => date.Outcome == SeriesDateOutcome.Refused).ToList();
        var first = refused.SelectMany(date => date.Refusals).FirstOrDefault();
        return new SeriesRefusal
        {
            Code = first?.Code ?? RefusalCode.WrongState,
            Message = string.Create(CultureInfo.InvariantCulture,
                $"{refused.Count} of {dates.Length} dates cannot be had, which leaves too few; nothing was booked. {first?.Message}").TrimEnd(),
            Dates = dates,
        };
    }

    /// <summary>What came of a date whose booking stands like this.</summary>
    public static SeriesDateOutcome OutcomeOf(BookingStatus status) => status switch
    {
        BookingStatus.Pending => SeriesDateOutcome.Pending,
        BookingStatus.Confirmed or BookingStatus.InProgress or BookingStatus.Completed => SeriesDateOutcome.Booked,
        _ => SeriesDateOutcome.Ended,
    };

    /// <summary>The parties and the owner of the room it was made for.</summary>
    public static bool MaySee(Actor actor, AdvisorId lead, SeriesRecord series) =>
        MayCancel(actor, lead, series) || series.Terms!.CoHosts.Any(actor.Is);

    /// <summary>The lead, the lead's network and the room's owner.</summary>
    public static bool MayCancel(Actor actor, AdvisorId lead, SeriesRecord series) =>
        BookingRules.MayBook(actor, lead, series.Network) || actor.Manages(series.Owner);

    /// <summary>The key of one date's step: always the same for the same caller's key.</summary>
    public static RequestKey? KeyOf(RequestKey? key, BookingId booking) => key is null
        ? null
        : new RequestKey { Key = IdSource.KeyOf(key.Key, booking.Value), Fingerprint = key.Fingerprint };

    /// <summary>When a date takes place after a move, by the wall clock of its zone; as long as before.</summary>
    public static Period Moved(Period period, RescheduleSeries move, DateTimeZone zone)
    {
        var local = period.Start.InZone(zone).LocalDateTime;
        var start = zone.InstantOf(local.Date.PlusDays(move.Days).At(move.StartsAt ?? local.TimeOfDay));
        return new Period(start, start + period.Length);
    }

    /// <summary>
    /// The series once its refused dates have followed a move: tried again, each is asked for where it would be then.
    /// </summary>
    public static SeriesRecord MoveRefused(SeriesRecord series, RescheduleSeries move, Instant now)
    {
        bool Follows(SeriesDate date) => date.Booking is null && date.Period.Start > now && !(date.Date < move.From);
        if (!series.Dates.Any(Follows))
            return series;
        var zone = WallClock.Zone(series.TimeZone);
        return series with
        {
            Dates =
            [
                .. series.Dates.Select(date => !Follows(date) ? date : date with
                {
                    Period = move is { StartsAt: null, Days: 0 } ? date.Period : Moved(date.Period, move, zone),
                    Room = move.Room ?? date.Room,
                    Refusals = [Refusal.Plain(RefusalCode.WrongState, "The date has followed the series, and was not asked for there yet: retrySeries does.")],
                }),
            ],
        };
    }

    private static Actor Nobody { get; } = new() { Subject = "", Roles = [] };

    private static Period AnHour { get; } = new(Instant.FromUtc(2027, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 1, 0));

    private static IEnumerable<Refusal> ValidateAtLeast(SeriesTerms terms)
    {
        if (terms.OnConflict == OnConflict.AcceptIfAtLeast && terms.AtLeast is not (>= 1 and <= RecurrenceRule.DatesMax))
            yield return Refusal.Invalid("atLeast", $"ACCEPT_IF_AT_LEAST goes with 'atLeast': 1 to {RecurrenceRule.DatesMax}.");
        else if (terms.OnConflict != OnConflict.AcceptIfAtLeast && terms.AtLeast is not null)
            yield return Refusal.Invalid("atLeast", "'atLeast' goes with ACCEPT_IF_AT_LEAST only.");
    }
}
