using Scheduling.Grains.Advisors;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <summary>A booking's life: who may do what, and what becomes of its record. Pure.</summary>
internal static class BookingRules
{
    public const int SeatsMax = 1_000;
    public const int CoHostsMax = 10;

    /// <summary>What is wrong with a request in itself, by field.</summary>
    public static ImmutableArray<Refusal> Validate(BookRoom command, AdvisorId lead) =>
    [
        .. InputRules.Period("period", command.Period, CalendarRules.HeldMax),
        .. InputRules.Within("seats", command.Seats, 1, SeatsMax),
        .. InputRules.Text("title", command.Title, InputRules.NameLengthMax),
        .. ValidateCoHosts(command.CoHosts, lead),
    ];

    /// <summary>An advisor books for themself, a manager for the network's advisors.</summary>
    public static bool MayBook(Actor actor, AdvisorId lead, OrganizationId network) =>
        actor.Is(lead) || actor.Manages(network);

    /// <summary>The parties and the room's owner.</summary>
    public static bool MaySee(Actor actor, BookingRecord booking) =>
        MayCancel(actor, booking) || booking.CoHosts.Any(actor.Is);

    /// <summary>The lead, the lead's network and the room's owner.</summary>
    public static bool MayCancel(Actor actor, BookingRecord booking) =>
        actor.Is(booking.Id.Lead) || actor.Manages(booking.Network) || actor.Manages(booking.Facts.Owner);

    /// <summary>The rule of an advisor's working hours, if the period breaks it.</summary>
    public static IEnumerable<Refusal> CheckWorkingHours(AdvisorState advisor, Period period)
    {
        var zone = WallClock.Zone(advisor.TimeZone);
        if (!advisor.WorkingHours.IsEmpty && !new OpeningHours(advisor.WorkingHours, zone).Covers(period))
            yield return Refusal.Broken(RefusalCode.AdvisorBusy, "workingHours", OpeningHours.Describe(advisor.WorkingHours),
                WallClock.Describe(period, zone), "The advisor does not work for all of the period.");
    }

    /// <summary>The record of an attempt that every calendar granted.</summary>
    public static BookingRecord Confirm(Attempt attempt, RoomFacts facts) => new()
    {
        Id = attempt.Own.Booking,
        Room = attempt.Command.Room,
        Facts = facts,
        Network = attempt.Own.Network,
        CoHosts = attempt.Command.CoHosts,
        Period = attempt.Command.Period,
        Seats = attempt.Command.Seats,
        Title = attempt.Command.Title,
        Purpose = attempt.Command.Purpose,
        Status = BookingStatus.Confirmed,
        Version = 1,
        History =
        [
            new BookingEvent { At = attempt.Own.MadeAt, Status = BookingStatus.Confirmed, By = attempt.Command.Actor.Subject },
        ],
        Claims =
        [
            new ClaimRef { Calendar = attempt.Own.Booking.Lead.Value, Id = attempt.Own.Id, Period = attempt.Own.Period },
            .. attempt.Asked,
        ],
        Key = attempt.Command.Key,
    };

    /// <summary>Why a booking cannot be cancelled, if it cannot.</summary>
    public static Refusal? CheckCancel(BookingRecord booking, CancelBooking command, Instant now)
    {
        if (!booking.Stands)
            return Refusal.Plain(RefusalCode.WrongState, $"The booking is {booking.Status.ToString().ToUpperInvariant()} already.");
        if (booking.Period.End <= now)
            return Refusal.Plain(RefusalCode.WrongState, "The booking is over.");
        if (command.ExpectedVersion is { } expected && expected != booking.Version)
            return Refusal.Plain(RefusalCode.StaleVersion, $"The booking has version {booking.Version} by now, not {expected}.");
        return null;
    }

    /// <summary>The record once cancelled: it needs nothing more, and remembers what it has to give back.</summary>
    public static BookingRecord Cancel(BookingRecord booking, CancelBooking command, Instant now) => booking with
    {
        Status = BookingStatus.Cancelled,
        Version = booking.Version + 1,
        History = booking.History.Add(new BookingEvent
        {
            At = now,
            Status = BookingStatus.Cancelled,
            By = command.Actor.Subject,
            Note = command.Reason,
        }),
        Claims = [],
        Releases = booking.Releases.AddRange(booking.Claims),
        ChangeKeys = Remember(booking.ChangeKeys, command.Key),
    };

    private static ImmutableArray<RequestKey> Remember(ImmutableArray<RequestKey> keys, RequestKey? key)
    {
        if (key is null)
            return keys;
        return keys.Length < BookingRecord.ChangeKeysMax ? keys.Add(key) : keys.RemoveAt(0).Add(key);
    }

    private static IEnumerable<Refusal> ValidateCoHosts(ImmutableArray<AdvisorId> coHosts, AdvisorId lead)
    {
        if (coHosts.Length > CoHostsMax)
            yield return Refusal.Invalid("coHostIds", $"'coHostIds' takes at most {CoHostsMax} advisors.");
        if (coHosts.Contains(lead))
            yield return Refusal.Invalid("coHostIds", "The lead is not a co-host as well.");
        if (coHosts.Distinct().Count() != coHosts.Length)
            yield return Refusal.Invalid("coHostIds", "A co-host is named twice.");
    }
}
