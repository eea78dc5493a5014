using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <content>People come and go: checking in and out, not coming at all, and what is left of the slot then.</content>
internal static partial class BookingRules
{
    /// <summary>How long before the start people may check in.</summary>
    public static readonly Duration EarlyCheckIn = Duration.FromMinutes(15);

    /// <summary>What is wrong with a check-in in itself, by field.</summary>
    public static ImmutableArray<Refusal> Validate(CheckIn command) =>
    [
        .. command.People is { } people ? InputRules.Within("people", people, 0, SeatsMax) : [],
        .. InputRules.Text("note", command.Note, InputRules.ReasonLengthMax),
    ];

    /// <summary>What is wrong with a check-out in itself, by field.</summary>
    public static ImmutableArray<Refusal> Validate(CheckOut command) => [.. InputRules.Text("note", command.Note, InputRules.ReasonLengthMax)];

    /// <summary>
    /// The people have come; or why that does not count. For the parties and the room's owner. Said again it corrects how
    /// many there are.
    /// </summary>
    public static BookingDecision CheckIn(BookingRecord booking, CheckIn command, Instant now)
    {
        if (!MaySee(command.Actor, booking))
            return NotAParty();
        if (Repeats(booking, command.Key) is { } repeat)
            return repeat;
        if (booking.Status is not (BookingStatus.Confirmed or BookingStatus.InProgress))
            return Refusal.Plain(RefusalCode.WrongState, $"The booking is {NameOf(booking.Status)}: people check in to one that is CONFIRMED.");
        // The clock has decided, and only the record does not say so yet.
        if (booking.NextDue <= now)
            return Refusal.Plain(RefusalCode.WrongState, "It is too late to check in: the slot is free for others.");
        if (now < booking.Period.Start - EarlyCheckIn)
            return Refusal.Plain(RefusalCode.WrongState,
                $"People check in from {Describe(booking.Period.Start - EarlyCheckIn, booking)} on, {EarlyCheckIn.TotalMinutes} minutes before the start.");
        var people = command.People ?? booking.Presence?.People ?? booking.Seats;
        // Nothing new, which its key stands for all the same.
        if (booking.Presence is { } known && known.People == people)
            return booking with { ChangeKeys = Remember(booking.ChangeKeys, command.Key) };
        return Next(booking, BookingStatus.InProgress, command.Actor.Subject, command.Note ?? $"{people} present.", command.Key, now) with
        {
            Presence = new Presence { CheckedInAt = booking.Presence?.CheckedInAt ?? now, People = people },
            Confirmations = booking.Claims,
        };
    }

    /// <summary>The people have gone, and the rest of the slot is free; or why that does not count.</summary>
    public static BookingDecision CheckOut(BookingRecord booking, CheckOut command, Instant now)
    {
        if (!MaySee(command.Actor, booking))
            return NotAParty();
        if (Repeats(booking, command.Key) is { } repeat)
            return repeat;
        if (booking.Status != BookingStatus.InProgress)
            return Refusal.Plain(RefusalCode.WrongState, $"The booking is {NameOf(booking.Status)}: nobody is checked in.");
        if (booking.NextDue <= now)
            return Refusal.Plain(RefusalCode.WrongState, "The booking is over.");
        var gone = booking with { Presence = booking.Presence! with { CheckedOutAt = now } };
        return Stop(gone, BookingStatus.Completed, ToTheSecond(now), command.Actor.Subject, command.Note, command.Key, now);
    }

    /// <summary>
    /// What the clock makes of a booking: one that nobody answered in time expires, or goes on without the optional co-hosts
    /// who did not; one that nobody came to is given up; and at its end it is over.
    /// </summary>
    public static BookingDecision Tick(BookingRecord booking, Instant now)
    {
        if (booking.NextDue is not { } due || due > now)
            return BookingDecision.None;
        if (booking.Status == BookingStatus.Pending)
            return GoesOnWithout(booking, now) ?? End(Unanswered(booking), BookingStatus.Expired, BySystem, "Nobody answered in time.", key: null, now);
        return booking.Status == BookingStatus.Confirmed && booking.Facts.NoShowRelease is not null
            ? Stop(booking, BookingStatus.NoShow, due, BySystem, $"Nobody had checked in by {Describe(due, booking)}.", key: null, now)
            : Next(booking, BookingStatus.Completed, BySystem, note: null, key: null, now);
    }

    // Ends it early: what is past stays in the calendars as their history, the rest goes. Until then the record needs all of
    // it, so no calendar gives up what the record still counts on.
    private static BookingRecord Stop(
        BookingRecord booking, BookingStatus status, Instant until, string by, string? note, RequestKey? key, Instant now)
    {
        // Before its start there is no past to keep.
        if (until <= booking.Period.Start)
            return End(booking, status, by, note, key, now);
        return Next(booking, status, by, note, key, now) with
        {
            Presence = (booking.Presence ?? new Presence()) with { HeldUntil = Instant.Min(until, booking.Period.End) },
            Confirmations = booking.Claims,
            Awaiting = [],
            Deadline = null,
        };
    }

    // Down, so that whoever asks a moment later for what is left, from the next second on, gets it.
    private static Instant ToTheSecond(Instant instant) => Instant.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());

    private static string Describe(Instant instant, BookingRecord booking) =>
        WallClock.Describe(instant, WallClock.Zone(booking.Facts.TimeZone));
}
