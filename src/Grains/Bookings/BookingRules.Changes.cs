using Scheduling.Grains.Advisors;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <content>A booking that becomes another: at another time, in another room, for more people, with others.</content>
internal static partial class BookingRules
{
    /// <summary>What is wrong with a change in itself, by field.</summary>
    public static ImmutableArray<Refusal> Validate(ChangeBooking command) =>
    [
        .. command.Period is { } period ? InputRules.Period("period", period, CalendarRules.HeldMax) : [],
        .. command.Seats is { } seats ? InputRules.Within("seats", seats, 1, SeatsMax) : [],
        .. InputRules.Text("title", command.Title, InputRules.NameLengthMax),
        .. InputRules.Text("reason", command.Reason, InputRules.ReasonLengthMax),
        .. ValidateCoHosts(command.CoHosts ?? [], command.Booking.Lead),
    ];

    /// <summary>What the booking needs once it is changed.</summary>
    public static BookingPlan PlanOf(BookingRecord booking, ChangeBooking command) => new(
        command.Room ?? booking.Room, command.Period ?? booking.Period, command.Seats ?? booking.Seats, command.CoHosts ?? booking.CoHosts)
    {
        OptionalCoHosts = command.OptionalCoHosts ?? OptionalOf(booking, command.CoHosts ?? booking.CoHosts),
        OpenToJoin = booking.OpenToJoin,
    };

    /// <summary>
    /// Whether a booking may be changed: a refusal, or nothing when the change was made already, or the next version when
    /// it only says something else and takes nothing; null when the plan has to be taken first.
    /// </summary>
    public static BookingDecision? BeginChange(BookingRecord booking, ChangeBooking command, Instant now)
    {
        if (!MayBook(command.Actor, booking.Id.Lead, booking.Network))
            return MaySee(command.Actor, booking)
                ? Refusal.Forbidden("A booking is changed by its lead or the managers of the lead's network.")
                : NotAParty();
        if (Repeats(booking, command.Key) is { } repeat)
            return repeat;
        if (booking.Status is not (BookingStatus.Pending or BookingStatus.Confirmed))
            return Refusal.Plain(RefusalCode.WrongState, $"The booking is {NameOf(booking.Status)} and is not changed any more.");
        if (IsOffer(booking))
            return Refusal.Plain(RefusalCode.WrongState, "The booking is an offer: it can be changed once it is accepted.");
        if (booking.Period.Start <= now)
            return Refusal.Plain(RefusalCode.WrongState, "The booking has begun.");
        if (Stale(booking, command.ExpectedVersion) is { } stale)
            return stale;
        var plan = PlanOf(booking, command);
        if (ValidateOptional(plan.OptionalCoHosts, plan.CoHosts).FirstOrDefault() is { } invalid)
            return invalid;
        if (!plan.IsSameAs(new BookingPlan(booking.Room, booking.Period, booking.Seats, booking.CoHosts)))
            return null;
        return Restate(booking, command, plan, now);
    }

    // What takes nothing. When there is nothing to do its key stands for that all the same: a repeat must not act on what
    // others made of the booking meanwhile.
    private static BookingRecord Restate(BookingRecord booking, ChangeBooking command, BookingPlan plan, Instant now)
    {
        var isRetitled = (command.Title ?? booking.Title ?? "") != (booking.Title ?? "");
        var invitations = Mark(booking, plan.OptionalCoHosts);
        if (!isRetitled && invitations.SequenceEqual(booking.Invitations))
            return booking with { ChangeKeys = Remember(booking.ChangeKeys, command.Key) };
        var why = command.Reason ?? (isRetitled ? "Another title." : "Other co-hosts are optional.");
        return Next(booking, booking.Status, command.Actor.Subject, why, command.Key, now) with
        {
            Title = TitleOf(booking, command),
            Invitations = invitations,
        };
    }

    /// <summary>
    /// The booking with the plan that every calendar granted. It gives up all it held before, and whoever has to agree is
    /// asked again.
    /// </summary>
    public static BookingRecord Change(
        BookingRecord booking, ChangeBooking command, Attempt attempt, Grants grants, Instant now)
    {
        var invitations = Invite(attempt.Plan, grants, command.Actor.Subject, booking);
        var status = StatusOf(AwaitedOf(grants.Room, invitations));
        var next = Next(booking, status, command.Actor.Subject, command.Reason ?? Describe(booking, attempt.Plan), command.Key, now);
        return Take(next, attempt, grants, invitations, command.Actor.Subject, now) with { Title = TitleOf(booking, command) };
    }

    // Gives up all it held before; whoever has to agree is waited for from now on.
    private static BookingRecord Take(
        BookingRecord next, Attempt attempt, Grants grants, ImmutableArray<Invitation> invitations, string askedBy, Instant now)
    {
        var (plan, facts) = (attempt.Plan, grants.Room);
        var awaiting = AwaitedOf(facts, invitations);
        var leftOwner = next.IsListedAsRequest && next.Facts.Owner != facts.Owner;
        // On the list of an owner it comes back to it may stand still.
        var isBack = next.FormerOwners.Contains(facts.Owner);
        return next with
        {
            Room = plan.Room,
            Facts = facts,
            CoHosts = plan.CoHosts,
            Period = plan.Period,
            Seats = plan.Seats,
            Claims = attempt.Claims,
            Releases = next.Releases.AddRange(next.Claims),
            Confirmations = ToTell(attempt, next.Status),
            Awaiting = awaiting,
            Deadline = DeadlineOf(facts, awaiting, now, plan.Period),
            IsListedAsRequest = awaiting.Contains(BookingStep.OwnerDecision) || (next.IsListedAsRequest && !leftOwner) || isBack,
            FormerOwners = (leftOwner ? next.FormerOwners.Add(next.Facts.Owner) : next.FormerOwners).Remove(facts.Owner),
            AskedBy = next.AskedBy.Contains(askedBy) ? next.AskedBy : next.AskedBy.Add(askedBy),
            Invitations = invitations,
            JoinRequests = [.. next.JoinRequests.Select(request => Joined(request, plan, now))],
        };
    }

    private static string? TitleOf(BookingRecord booking, ChangeBooking command) =>
        command.Title is null ? booking.Title : command.Title.Length == 0 ? null : command.Title;

    private static string Describe(BookingRecord booking, BookingPlan plan)
    {
        IEnumerable<string> changes =
        [
            .. plan.Room != booking.Room ? ["Another room"] : Array.Empty<string>(),
            .. plan.Period != booking.Period ? [$"Moved from {WallClock.Describe(booking.Period, WallClock.Zone(booking.Facts.TimeZone))}"] : Array.Empty<string>(),
            .. plan.Seats != booking.Seats ? [$"{plan.Seats} seats instead of {booking.Seats}"] : Array.Empty<string>(),
            .. !plan.CoHosts.SequenceEqual(booking.CoHosts) ? ["Other co-hosts"] : Array.Empty<string>(),
        ];
        return string.Join(". ", changes) + ".";
    }
}
