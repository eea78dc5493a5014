using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Utilization;

/// <summary>How much a room was used, from what is stored of it: pure.</summary>
internal static class UtilizationRules
{
    /// <summary>The most days that one question is about.</summary>
    public const int DaysMax = 366;

    /// <summary>From the midnight that begins the first day to that which ends the last.</summary>
    public static Period Span(LocalDate first, LocalDate last, DateTimeZone zone) =>
        new(zone.AtStartOfDay(first).ToInstant(), zone.AtStartOfDay(last.PlusDays(1)).ToInstant());

    /// <summary>
    /// When the room was open: by the hours that held then, without closures, and not before it was published. A closure
    /// that was taken back counts as if it had never been.
    /// </summary>
    public static IReadOnlyList<Period> OpenTime(RoomState room, Period during)
    {
        var open = new List<Period>();
        var from = Instant.Max(during.Start, room.PublishedAt ?? during.Start);
        foreach (var former in room.FormerHours)
        {
            var until = Instant.Min(former.Until, during.End);
            if (from >= until)
                continue;
            open.AddRange(former.ToHours().During(new Period(from, until)));
            from = until;
        }

        if (from < during.End)
            open.AddRange(room.Terms!.ToHours().During(during with { Start = from }));
        return TimeSet.Without(TimeSet.Union(open), TimeSet.Union(room.Terms!.Closures.Select(closure => closure.Period)));
    }

    /// <summary>
    /// Day by day: how long the room was open, for how much of that an agreed booking held it, and for how much of that
    /// people were there.
    /// </summary>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day, itself included.</param>
    /// <param name="zone">Where days begin and end.</param>
    /// <param name="open">When the room was open, in order.</param>
    /// <param name="claims">Those that reach into these days; a claim may come more than once, from more than one page.</param>
    /// <param name="now">Nobody has been there later than now.</param>
    /// <param name="network">Whose bookings count; null for everybody's.</param>
    public static ImmutableArray<DayUse> Days(
        LocalDate first, LocalDate last, DateTimeZone zone, IReadOnlyList<Period> open, IEnumerable<Claim> claims, Instant now,
        OrganizationId? network)
    {
        ImmutableArray<LocalDate> dates = [.. DatesBetween(first, last)];
        ImmutableArray<Period> days = [.. dates.Select(date => DaysOff.Span(date, zone))];
        var agreed = claims.Where(claim => !claim.IsPending && (network is null || claim.Network == network)).ToList();
        var booked = TimeSet.Intersect(open, TimeSet.Union(agreed.Select(claim => claim.Period)));
        var used = TimeSet.Intersect(booked, TimeSet.Union(agreed.Select(claim => Presence(claim, now)).OfType<Period>()));
        var begun = agreed.GroupBy(claim => claim.Booking)
            .CountBy(booking => booking.Min(claim => claim.Period.Start).InZone(zone).Date)
            .ToDictionary();
        var (opens, books, uses) =
            (TimeSet.LengthsWithin(days, open), TimeSet.LengthsWithin(days, booked), TimeSet.LengthsWithin(days, used));
        return [.. dates.Select((date, i) => new DayUse(opens[i], books[i], uses[i], begun.GetValueOrDefault(date)))];
    }

    /// <summary>Days summed up span by span.</summary>
    public static IEnumerable<UtilizationRow> Rows(LocalDate first, IReadOnlyList<DayUse> days, UtilizationSpan by) => days
        .Select((use, i) => (Date: first.PlusDays(i), Use: use))
        .GroupBy(day => FirstOf(day.Date, by))
        .Select(span => Row(span.First().Date, span.Last().Date, span.Select(day => day.Use)));

    /// <summary>Days summed up.</summary>
    public static UtilizationRow Row(LocalDate from, LocalDate to, IEnumerable<DayUse> days)
    {
        var sum = days.Aggregate(default(DayUse), DayUse.Add);
        return new UtilizationRow(from, to, sum.Open, sum.Booked, sum.Used, sum.Bookings);
    }

    private static IEnumerable<LocalDate> DatesBetween(LocalDate first, LocalDate last)
    {
        for (var date = first; date <= last; date = date.PlusDays(1))
            yield return date;
    }

    private static LocalDate FirstOf(LocalDate date, UtilizationSpan by) => by switch
    {
        UtilizationSpan.Day => date,
        UtilizationSpan.Week => date.PlusDays(1 - (int)date.DayOfWeek),
        UtilizationSpan.Month => new LocalDate(date.Year, date.Month, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, "No such span."),
    };

    // Who came early was there within the booking's own time only: before it the room was another's, or nobody's.
    private static Period? Presence(Claim claim, Instant now)
    {
        if (claim.Presence is not { CheckedInAt: { } came } presence)
            return null;
        var left = Instant.Min(presence.CheckedOutAt ?? claim.Period.End, now);
        return came < left ? new Period(came, left).Intersect(claim.Period) : null;
    }
}
