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

    /// <summary>
    /// The record of an attempt that every calendar granted: confirmed, or pending when the room's owner is to be asked,
    /// which then may take until the room's deadline, but not beyond the booking's start.
    /// </summary>
    public static BookingRecord Make(Attempt attempt, RoomFacts facts)
    {
        var (own, command) = (attempt.Own, attempt.Command);
        var status = facts.DecisionDeadline is null ? BookingStatus.Confirmed : BookingStatus.Pending;
        return new BookingRecord
        {
            Id = own.Booking,
            Room = command.Room,
            Facts = facts,
            Network = own.Network,
            CoHosts = command.CoHosts,
            Period = command.Period,
            Seats = command.Seats,
            Title = command.Title,
            Purpose = command.Purpose,
            Status = status,
            Version = 1,
            History = [new BookingEvent { At = own.MadeAt, Status = status, By = command.Actor.Subject }],
            Claims =
            [
                new ClaimRef { Calendar = own.Booking.Lead.Value, Id = own.Id, Period = own.Period },
                .. attempt.Asked,
            ],
            Key = command.Key,
            Awaiting = status == BookingStatus.Pending ? [BookingStep.OwnerDecision] : [],
            Deadline = facts.DecisionDeadline is { } patience ? Instant.Min(own.MadeAt + patience, own.Period.Start) : null,
            IsListedAsRequest = status == BookingStatus.Pending,
        };
    }

    /// <summary>Gives a booking up; or why not.</summary>
    public static BookingDecision Cancel(BookingRecord booking, CancelBooking command, Instant now)
    {
        if (!MayCancel(command.Actor, booking))
            return MaySee(command.Actor, booking)
                ? Refusal.Forbidden("A booking is cancelled by its lead, the lead's network or the room's owner.")
                : NotAParty();
        if (Repeats(booking, command.Key) is { } repeat)
            return repeat;
        if (!booking.Stands)
            return Refusal.Plain(RefusalCode.WrongState, $"The booking is {booking.Status.ToString().ToUpperInvariant()} already.");
        if (booking.Period.End <= now)
            return Refusal.Plain(RefusalCode.WrongState, "The booking is over.");
        if (command.ExpectedVersion is { } expected && expected != booking.Version)
            return Refusal.Plain(RefusalCode.StaleVersion, $"The booking has version {booking.Version} by now, not {expected}.");
        return End(booking, BookingStatus.Cancelled, command.Actor.Subject, command.Reason, command.Key, now);
    }

    /// <summary>The owner's answer to a request; or why it does not count.</summary>
    public static BookingDecision Decide(BookingRecord booking, DecideBooking command, Instant now)
    {
        if (!command.Actor.Manages(booking.Facts.Owner))
            return MaySee(command.Actor, booking) ? Refusal.Forbidden("Only managers of the room's owner decide on requests.") : NotAParty();
        if (IsOwnRequest(command.Actor, booking))
            return Refusal.Forbidden("Nobody decides on a request they made or take part in.");
        if (Repeats(booking, command.Key) is { } repeat)
            return repeat;
        if (booking.Status != BookingStatus.Pending || !booking.Awaiting.Contains(BookingStep.OwnerDecision))
            return Refusal.Plain(RefusalCode.WrongState,
                $"The booking is {booking.Status.ToString().ToUpperInvariant()} and waits for no decision.");
        if (command.Decision == Decision.Decline)
            return End(booking, BookingStatus.Declined, command.Actor.Subject, command.Note, command.Key, now);
        var awaiting = booking.Awaiting.Remove(BookingStep.OwnerDecision);
        var status = awaiting.IsEmpty ? BookingStatus.Confirmed : BookingStatus.Pending;
        return Next(booking, status, command.Actor.Subject, command.Note, command.Key, now) with
        {
            Awaiting = awaiting,
            Deadline = awaiting.IsEmpty ? null : booking.Deadline,
            Confirmations = awaiting.IsEmpty ? booking.Claims : [],
        };
    }

    /// <summary>What becomes of a booking that nobody answered in time.</summary>
    public static BookingDecision Expire(BookingRecord booking, Instant now) => booking.IsOverdue(now)
        ? End(booking, BookingStatus.Expired, "system", "Nobody answered in time.", key: null, now)
        : BookingDecision.None;

    private static bool IsOwnRequest(Actor actor, BookingRecord booking) =>
        booking.History[0].By == actor.Subject || actor.Is(booking.Id.Lead) || booking.CoHosts.Any(actor.Is);

    private static BookingDecision? Repeats(BookingRecord booking, RequestKey? key)
    {
        if (key is null || booking.ChangeKeys.Add(booking.Key!).FirstOrDefault(known => known?.Key == key.Key) is not { } used)
            return null;
        return used == key ? BookingDecision.None : Refusal.KeyMismatch();
    }

    // It needs nothing more, and remembers what it has to give back.
    private static BookingRecord End(
        BookingRecord booking, BookingStatus status, string by, string? note, RequestKey? key, Instant now) =>
        Next(booking, status, by, note, key, now) with
        {
            Claims = [],
            Releases = booking.Releases.AddRange(booking.Claims),
            Confirmations = [],
            Awaiting = [],
            Deadline = null,
        };

    private static BookingRecord Next(
        BookingRecord booking, BookingStatus status, string by, string? note, RequestKey? key, Instant now) => booking with
        {
            Status = status,
            Version = booking.Version + 1,
            History = booking.History.Add(new BookingEvent { At = now, Status = status, By = by, Note = note }),
            ChangeKeys = Remember(booking.ChangeKeys, key),
        };

    private static ImmutableArray<RequestKey> Remember(ImmutableArray<RequestKey> keys, RequestKey? key)
    {
        if (key is null)
            return keys;
        return keys.Length < BookingRecord.ChangeKeysMax ? keys.Add(key) : keys.RemoveAt(0).Add(key);
    }

    /// <summary>What a stranger hears.</summary>
    public static Refusal NotAParty() => Refusal.Forbidden("Only its parties and the room's owner see a booking.");

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
