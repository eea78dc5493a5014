using Scheduling.Baseline.Contracts;
using Scheduling.Baseline.Storage;

namespace Scheduling.Baseline.Rules;

/// <summary>Turns a room's bookings and its hours into stretches without gaps.</summary>
internal static class Timeline
{
    /// <summary>Every stretch from start to end, in order; neighbours that say the same and hold nobody are one.</summary>
    public static List<Stretch> Of(
        RoomSettings room, DateTimeOffset start, DateTimeOffset end, List<TakenTime> taken, Func<int, Network> networks)
    {
        var open = OpenSpans(room.Venue, start, end);
        var cuts = new SortedSet<DateTimeOffset> { start, end };
        foreach (var (from, until) in open.Concat(taken.Select(booking => (booking.Start, booking.End))))
        {
            if (from > start && from < end)
                cuts.Add(from);
            if (until > start && until < end)
                cuts.Add(until);
        }

        var stretches = new List<Stretch>(cuts.Count);
        var at = start;
        foreach (var next in cuts.Skip(1))
        {
            var stretch = StretchOf(room, at, next, open, taken, networks);
            if (stretches.Count > 0 && stretches[^1] is { Network: null, SeatsTaken: 0 } before && stretch is { Network: null, SeatsTaken: 0 }
                && before.State == stretch.State)
                stretches[^1] = before with { Period = before.Period with { End = stretch.Period.End } };
            else
                stretches.Add(stretch);
            at = next;
        }

        return stretches;
    }

    private static Stretch StretchOf(
        RoomSettings room, DateTimeOffset at, DateTimeOffset next, List<(DateTimeOffset From, DateTimeOffset Until)> open, List<TakenTime> taken,
        Func<int, Network> networks)
    {
        var (seats, count, network) = (0, 0, default(int?));
        foreach (var booking in taken)
        {
            if (booking.Start > at || booking.End <= at)
                continue;
            network = count == 0 || network == booking.Network ? booking.Network : null;
            (seats, count) = (seats + booking.Seats, count + 1);
        }

        var isFull = room.Room.BySeats ? seats >= room.Room.Seats : count > 0;
        var isOpen = open.Exists(span => span.From <= at && at < span.Until);
        return new Stretch(
            isFull ? "BUSY" : isOpen ? "FREE" : "CLOSED", seats, network is { } only ? new NetworkView(networks(only).Name) : null,
            new PeriodView(room.Venue.Local(at), room.Venue.Local(next)));
    }

    private static List<(DateTimeOffset From, DateTimeOffset Until)> OpenSpans(VenueSettings venue, DateTimeOffset start, DateTimeOffset end)
    {
        var spans = new List<(DateTimeOffset, DateTimeOffset)>();
        var last = venue.Local(end).Date;
        for (var day = venue.Local(start).Date; day <= last; day = day.AddDays(1))
            foreach (var hours in venue.On(day.DayOfWeek))
                spans.Add((Instant(day + hours.Opens.ToTimeSpan()), Instant(day + hours.Closes.ToTimeSpan())));
        return spans;

        DateTimeOffset Instant(DateTime local) => new(local, venue.Zone.GetUtcOffset(local));
    }
}
