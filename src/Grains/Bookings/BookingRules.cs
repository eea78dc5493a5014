using Scheduling.Grains.Advisors;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Bookings;

/// <summary>A booking's life: who may do what, and what becomes of its record. Pure.</summary>
internal static partial class BookingRules
{
    public const int SeatsMax = 1_000;
    public const int CoHostsMax = 10;

    // In a booking's story, where nobody did it but the clock.
    private const string BySystem = "system";

    /// <summary>What is wrong with a request in itself, by field.</summary>
    public static ImmutableArray<Refusal> Validate(BookRoom command, AdvisorId lead) =>
    [
        .. InputRules.Period("period", command.Period, CalendarRules.HeldMax),
        .. InputRules.Within("seats", command.Seats, 1, SeatsMax),
        .. InputRules.Text("title", command.Title, InputRules.NameLengthMax),
        .. ValidateCoHosts(command.CoHosts, lead),
        .. ValidateOptional(command.OptionalCoHosts, command.CoHosts),
        .. WorkshopInputs.Booked(command),
    ];

    /// <summary>What the booking asked for needs.</summary>
    public static BookingPlan PlanOf(BookRoom command) => new(command.Room, command.Period, command.Seats, command.CoHosts)
    {
        OptionalCoHosts = command.OptionalCoHosts,
        OpenToJoin = command.OpenToJoin ?? command.Purpose is BookingPurpose.Workshop or BookingPurpose.DropIn,
    };

    /// <summary>An advisor books for themself, a manager for the network's advisors.</summary>
    public static bool MayBook(Actor actor, AdvisorId lead, OrganizationId network) =>
        actor.Is(lead) || actor.Manages(network);

    /// <summary>The parties, their networks and the room's owner.</summary>
    public static bool MaySee(Actor actor, BookingRecord booking) =>
        MayCancel(actor, booking) || booking.CoHosts.Any(coHost => MayBook(actor, coHost, PartOf(booking, coHost).Network));

    /// <summary>The lead, the lead's network and the room's owner.</summary>
    public static bool MayCancel(Actor actor, BookingRecord booking) =>
        actor.Is(booking.Id.Lead) || actor.Manages(booking.Network) || actor.Manages(booking.Facts.Owner);

    /// <summary>The rules of an advisor's working hours and absences, if the period breaks them.</summary>
    public static IEnumerable<Refusal> CheckWorkingHours(AdvisorState advisor, Period period) => AdvisorRules.CheckPresence(advisor, period);

    /// <summary>
    /// The record of an attempt that every calendar granted: confirmed, or pending when the room's owner or co-hosts are to
    /// be asked, who then may take until the room's deadline, but not beyond the booking's start.
    /// </summary>
    public static BookingRecord Make(BookRoom command, Attempt attempt, Grants grants)
    {
        var (own, facts) = (attempt.Own, grants.Room);
        var invitations = Invite(attempt.Plan, grants, command.Actor.Subject);
        var awaiting = AwaitedOf(facts, invitations);
        var status = StatusOf(awaiting);
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
            Places = command.Places,
            Status = status,
            Version = 1,
            History = [new BookingEvent { At = own.MadeAt, Status = status, By = command.Actor.Subject }],
            Claims = attempt.Claims,
            Confirmations = ToTell(attempt, status),
            Key = command.Key,
            Awaiting = awaiting,
            Deadline = DeadlineOf(facts, awaiting, own.MadeAt, own.Period),
            IsListedAsRequest = awaiting.Contains(BookingStep.OwnerDecision),
            Invitations = invitations,
            OpenToJoin = attempt.Plan.OpenToJoin,
        };
    }

    /// <summary>Gives a booking up, or what is left of one whose people are there; or why not.</summary>
    public static BookingDecision Cancel(BookingRecord booking, CancelBooking command, Instant now)
    {
        if (!MayCancel(command.Actor, booking))
            return MaySee(command.Actor, booking)
                ? Refusal.Forbidden("A booking is cancelled by its lead, the lead's network or the room's owner.")
                : NotAParty();
        if (Repeats(booking, command.Key) is { } repeat)
            return repeat;
        if (!booking.Stands)
            return Refusal.Plain(RefusalCode.WrongState, $"The booking is {NameOf(booking.Status)} already.");
        if (booking.Period.End <= now)
            return Refusal.Plain(RefusalCode.WrongState, "The booking is over.");
        if (Stale(booking, command.ExpectedVersion) is { } stale)
            return stale;
        // What people have used of it stays in the calendars.
        return booking.Status == BookingStatus.InProgress
            ? Stop(booking, BookingStatus.Cancelled, ToTheSecond(now), command.Actor.Subject, command.Reason, command.Key, now)
            : End(booking, BookingStatus.Cancelled, command.Actor.Subject, command.Reason, command.Key, now);
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
                $"The booking is {NameOf(booking.Status)} and waits for no decision.");
        if (command.Decision == Decision.Decline)
            return End(booking, BookingStatus.Declined, command.Actor.Subject, command.Note, command.Key, now);
        var awaiting = booking.Awaiting.Remove(BookingStep.OwnerDecision);
        return Awaiting(Next(booking, StatusOf(awaiting), command.Actor.Subject, command.Note, command.Key, now), awaiting);
    }

    // A room that shows the slot as pending hears when it is not.
    private static ImmutableArray<ClaimRef> ToTell(Attempt attempt, BookingStatus status) =>
        status != BookingStatus.Pending && attempt.Plan.HasCoHosts ? attempt.Claims : [];

    private static bool IsOwnRequest(Actor actor, BookingRecord booking) =>
        HasAsked(actor, booking) || actor.Is(booking.Id.Lead) || booking.CoHosts.Any(actor.Is)
        || booking.CoHosts.Any(coHost => PartOf(booking, coHost).InvitedBy == actor.Subject)
        || booking.JoinRequests.Any(request => request.By == actor.Subject && booking.CoHosts.Contains(request.Advisor));

    private static bool HasAsked(Actor actor, BookingRecord booking) =>
        booking.History[0].By == actor.Subject || booking.AskedBy.Contains(actor.Subject);

    private static Refusal? Stale(BookingRecord booking, long? expected) => expected is { } version && version != booking.Version
        ? Refusal.Plain(RefusalCode.StaleVersion, $"The booking has version {booking.Version} by now, not {version}.")
        : null;

    internal static string NameOf(BookingStatus status) => status switch
    {
        BookingStatus.InProgress => "IN_PROGRESS",
        BookingStatus.NoShow => "NO_SHOW",
        _ => status.ToString().ToUpperInvariant(),
    };

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
            Invitations = [.. booking.Invitations.Select(
                part => part.Answer == InvitationAnswer.Pending ? Withdrawn(part) : part)],
        };

    private static BookingRecord Next(
        BookingRecord booking, BookingStatus status, string by, string? note, RequestKey? key, Instant now) => booking with
        {
            Status = status,
            Version = booking.Version + 1,
            History = booking.History.Add(new BookingEvent { At = now, Status = status, By = by, Note = note }),
            ChangeKeys = Remember(booking.ChangeKeys, key),
        };

    /// <summary>The keys of changes once there is another: the oldest goes when there are many.</summary>
    public static ImmutableArray<RequestKey> Remember(ImmutableArray<RequestKey> keys, RequestKey? key)
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
