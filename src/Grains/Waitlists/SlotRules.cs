using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Waitlists;

/// <summary>Which slots would do for somebody who waits. Pure.</summary>
internal static class SlotRules
{
    public static readonly Duration WindowMax = Duration.FromDays(31);
    public static readonly Duration HoldMin = Duration.FromMinutes(5);
    public static readonly Duration HoldMax = Duration.FromDays(7);

    private static readonly Duration Step = Duration.FromMinutes(15);

    /// <summary>What is wrong with a wish in itself, by field.</summary>
    public static ImmutableArray<Refusal> Validate(JoinWaitlist command) =>
    [
        .. command.Length is null
            ? InputRules.Period("period", command.Window, CalendarRules.HeldMax)
            : InputRules.Period("window", command.Window, WindowMax),
        .. ValidateLength(command),
        .. InputRules.Within("seats", command.Seats, 1, BookingRules.SeatsMax),
        .. InputRules.Text("title", command.Title, InputRules.NameLengthMax),
        .. command.OfferHold < HoldMin || command.OfferHold > HoldMax
            ? [Refusal.Invalid("offerHold", $"'offerHold' takes {IsoDuration.Format(HoldMin)} to {IsoDuration.Format(HoldMax)}.")]
            : Array.Empty<Refusal>(),
    ];

    /// <summary>
    /// Why waiting would be for nothing: what the room's rules refuse whoever holds it. A closure is no reason, it may go.
    /// </summary>
    public static ImmutableArray<Refusal> Hopeless(
        Period window, Duration? length, int seats, RoomDetails details, VenueTerms terms, Instant now)
    {
        var open = terms with { Closures = [] };
        if (Candidates(window, length, open, now).Any(slot => RoomRules.Check(details, open, slot, seats, now).IsEmpty))
            return [];
        var first = length is { } wanted ? new Period(window.Start, window.Start + wanted) : window;
        return RoomRules.Check(details, open, first, seats, now) is { IsEmpty: false } refusals
            ? refusals
            : [Refusal.Broken(RefusalCode.Policy, "window", IsoDuration.Format(Step), IsoDuration.Format(window.Length),
                "No slot that starts at a quarter of an hour fits into the window.")];
    }

    /// <summary>The first slot that the room's rules and its claims allow now; null when there is none.</summary>
    /// <param name="entry">Who waits.</param>
    /// <param name="details">The room.</param>
    /// <param name="terms">Its venue.</param>
    /// <param name="now">The time.</param>
    /// <param name="isFree">Whether nobody holds too much of the room then; only asked when the seats fit in it.</param>
    public static Period? First(WaitlistEntry entry, RoomDetails details, VenueTerms terms, Instant now, Func<Period, bool> isFree)
    {
        if (entry.Seats > details.Seats)
            return null;
        foreach (var slot in Candidates(entry.Window, entry.Length, terms, now))
            if (isFree(slot) && RoomRules.Check(details, terms, slot, entry.Seats, now).IsEmpty)
                return slot;
        return null;
    }

    private static IEnumerable<Period> Candidates(Period window, Duration? length, VenueTerms terms, Instant now)
    {
        if (length is not { } wanted)
        {
            yield return window;
            yield break;
        }

        foreach (var span in new OpeningHours(terms.OpeningHours, WallClock.Zone(terms.TimeZone)).During(window))
            for (var start = OnAQuarter(Instant.Max(span.Start, now)); start + wanted <= span.End; start += Step)
                yield return new Period(start, start + wanted);
    }

    // Every zone in use is whole quarters of an hour away from UTC.
    private static Instant OnAQuarter(Instant instant)
    {
        var (ticks, step) = (instant.ToUnixTimeTicks(), Step.BclCompatibleTicks);
        return Instant.FromUnixTimeTicks((ticks + step - 1) / step * step);
    }

    private static IEnumerable<Refusal> ValidateLength(JoinWaitlist command)
    {
        if (command.Length is { } length && (length < Duration.FromMinutes(1) || length > CalendarRules.HeldMax || length > command.Window.Length))
            yield return Refusal.Invalid("length", "'length' takes PT1M to P7D, and not more than the window.");
    }
}
