using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <content>Co-hosts of other networks: who is asked, what an answer makes of the booking, and what silence does.</content>
internal static partial class BookingRules
{
    // Where the room says nothing, which those that were booked before did not.
    private static readonly Duration AnswerWithin = Duration.FromHours(48);
    private const int FormerMax = 20;

    /// <summary>A co-host's answer; or why it does not count.</summary>
    public static BookingDecision Answer(BookingRecord booking, AnswerInvitation command, Instant now)
    {
        if (FindPart(booking, command.Advisor) is not { } part)
            return MaySee(command.Actor, booking) ? Refusal.NotFound($"invitation of '{command.Advisor}' to this booking") : NotAParty();
        if (!MayBook(command.Actor, part.Advisor, part.Network))
            return MaySee(command.Actor, booking)
                ? Refusal.Forbidden("An invitation is answered by the co-host or the managers of the co-host's network.")
                : NotAParty();
        if (HasAsked(command.Actor, booking) || part.InvitedBy == command.Actor.Subject)
            return Refusal.Forbidden("Nobody answers an invitation they made.");
        if (Repeats(booking, command.Key) is { } repeat)
            return repeat;
        if (booking.Status != BookingStatus.Pending || part.Answer != InvitationAnswer.Pending)
            return Refusal.Plain(RefusalCode.WrongState,
                $"The booking is {NameOf(booking.Status)} and waits for no answer of this co-host.");
        return command.Decision == Decision.Accept ? Agree(booking, part, command, now) : Refuse(booking, part, command, now);
    }

    /// <summary>A co-host takes part no more, and the booking goes on; or why not.</summary>
    public static BookingDecision Leave(BookingRecord booking, LeaveBooking command, Instant now)
    {
        if (FindPart(booking, command.Advisor) is not { } part)
            return MaySee(command.Actor, booking) ? Refusal.NotFound($"co-host '{command.Advisor}' of this booking") : NotAParty();
        if (!MayBook(command.Actor, part.Advisor, part.Network))
            return MaySee(command.Actor, booking)
                ? Refusal.Forbidden("A co-host leaves by themself or by the managers of their network.")
                : NotAParty();
        if (Repeats(booking, command.Key) is { } repeat)
            return repeat;
        if (booking.Status is not (BookingStatus.Pending or BookingStatus.Confirmed))
            return Refusal.Plain(RefusalCode.WrongState, $"The booking is {NameOf(booking.Status)}.");
        if (booking.Period.Start <= now)
            return Refusal.Plain(RefusalCode.WrongState, "The booking has begun.");
        if (part.Answer == InvitationAnswer.Pending)
            return Refusal.Plain(RefusalCode.WrongState, "The invitation waits for an answer; decline it instead.");
        if (!booking.CoHosts.Contains(part.Advisor))
            return Refusal.Plain(RefusalCode.WrongState, "The advisor takes part no more.");
        var left = part with { Answer = InvitationAnswer.Left, At = now, By = command.Actor.Subject, Note = command.Reason };
        return GoOnWithout(booking, [left], command.Actor.Subject, command.Reason ?? "A co-host left.", command.Key, now);
    }

    private static BookingRecord Agree(BookingRecord booking, Invitation part, AnswerInvitation command, Instant now)
    {
        var invitations = Put(booking.Invitations, Answered(part, InvitationAnswer.Accepted, command, now));
        var awaiting = StillAwaited(booking, invitations);
        var next = Next(booking, StatusOf(awaiting), command.Actor.Subject, command.Note, command.Key, now);
        return Awaiting(next with { Invitations = invitations }, awaiting);
    }

    private static BookingRecord Refuse(BookingRecord booking, Invitation part, AnswerInvitation command, Instant now)
    {
        var declined = Answered(part, InvitationAnswer.Declined, command, now);
        var by = command.Actor.Subject;
        return part.IsOptional
            ? GoOnWithout(booking, [declined], by, command.Note ?? "An optional co-host declined.", command.Key, now)
            : End(booking with { Invitations = Put(booking.Invitations, declined) }, BookingStatus.Declined, by, command.Note, command.Key, now);
    }

    // At the deadline, when nobody is missing but optional co-hosts; null when others are.
    private static BookingRecord? GoesOnWithout(BookingRecord booking, Instant now)
    {
        var missing = booking.Invitations.Where(part => part.Answer == InvitationAnswer.Pending).ToList();
        return booking.Awaiting.Contains(BookingStep.OwnerDecision) || missing.Exists(part => !part.IsOptional) || missing.Count == 0
            ? null
            : GoOnWithout(booking, [.. missing.Select(part => part with { Answer = InvitationAnswer.Expired, At = now })],
                BySystem, "Optional co-hosts did not answer in time.", key: null, now);
    }

    // Their time is given back; whatever else is awaited is awaited still.
    private static BookingRecord GoOnWithout(
        BookingRecord booking, ImmutableArray<Invitation> leaving, string by, string note, RequestKey? key, Instant now)
    {
        bool IsTheirs(ClaimRef claim) => leaving.Any(part => part.Advisor.Value == claim.Calendar);
        var invitations = leaving.Aggregate(booking.Invitations, Put);
        var awaiting = StillAwaited(booking, invitations);
        return Awaiting(
            Next(booking, StatusOf(awaiting), by, note, key, now) with
            {
                CoHosts = booking.CoHosts.RemoveAll(coHost => leaving.Any(part => part.Advisor == coHost)),
                Claims = booking.Claims.RemoveAll(IsTheirs),
                Releases = booking.Releases.AddRange(booking.Claims.Where(IsTheirs)),
                Invitations = invitations,
            },
            awaiting);
    }

    private static BookingRecord Unanswered(BookingRecord booking) => booking with
    {
        Invitations = [.. booking.Invitations.Select(
            part => part.Answer == InvitationAnswer.Pending ? part with { Answer = InvitationAnswer.Expired } : part)],
    };

    // When nothing is awaited any more, whoever shows it as pending has to hear so.
    private static BookingRecord Awaiting(BookingRecord next, ImmutableArray<BookingStep> awaiting) => next with
    {
        Awaiting = awaiting,
        Deadline = awaiting.IsEmpty ? null : next.Deadline,
        Confirmations = awaiting.IsEmpty ? next.Claims : [],
    };

    /// <summary>
    /// The parts of a plan's co-hosts: all of other networks are asked, also again when a booking changes. Whoever asked to
    /// join consents, and where only others join, earlier answers keep counting.
    /// </summary>
    private static ImmutableArray<Invitation> Invite(
        BookingPlan plan, Grants grants, string by, BookingRecord? before = null, bool keepsAnswers = false)
    {
        var isSameSlot = before is not null && before.Room == plan.Room && before.Period == plan.Period;
        var former = before?.Invitations.Where(part => !plan.CoHosts.Contains(part.Advisor)).Select(Withdrawn).TakeLast(FormerMax);
        return [.. former ?? [], .. grants.CoHosts.Select(Invitation)];

        Invitation Invitation(AdvisorFacts coHost)
        {
            var part = new Invitation
            {
                Advisor = coHost.Advisor,
                Network = coHost.Network,
                IsOptional = plan.OptionalCoHosts.Contains(coHost.Advisor),
                Answer = coHost.Consents ? InvitationAnswer.NotNeeded : InvitationAnswer.Pending,
                InvitedBy = by,
            };
            if (coHost.Consents || !isSameSlot)
                return part;
            if (before!.JoinRequests.FirstOrDefault(request => request.Advisor == coHost.Advisor && request.Answer is null) is { } asked)
                return part with { Answer = InvitationAnswer.Accepted, InvitedBy = asked.By, At = asked.At, By = asked.By, Note = asked.Note };
            return keepsAnswers && FindPart(before, coHost.Advisor) is { Answer: InvitationAnswer.Accepted } answered
                ? answered
                : part;
        }
    }

    private static Invitation Withdrawn(Invitation part) =>
        part.Answer is InvitationAnswer.NotNeeded or InvitationAnswer.Pending or InvitationAnswer.Accepted
            ? part with { Answer = InvitationAnswer.Withdrawn }
            : part;

    private static ImmutableArray<BookingStep> AwaitedOf(RoomFacts facts, ImmutableArray<Invitation> invitations) =>
    [
        .. facts.DecisionDeadline is null ? [] : new[] { BookingStep.OwnerDecision },
        .. ConsentOf(invitations),
    ];

    private static ImmutableArray<BookingStep> StillAwaited(BookingRecord booking, ImmutableArray<Invitation> invitations) =>
        [.. booking.Awaiting.Where(step => step != BookingStep.CoHostConsent), .. ConsentOf(invitations)];

    private static IEnumerable<BookingStep> ConsentOf(ImmutableArray<Invitation> invitations) =>
        invitations.Any(part => part.Answer == InvitationAnswer.Pending) ? [BookingStep.CoHostConsent] : [];

    private static BookingStatus StatusOf(ImmutableArray<BookingStep> awaiting) =>
        awaiting.IsEmpty ? BookingStatus.Confirmed : BookingStatus.Pending;

    private static Instant? DeadlineOf(RoomFacts facts, ImmutableArray<BookingStep> awaiting, Instant since, Period period) =>
        awaiting.IsEmpty ? null : Instant.Min(since + (facts.AnswerDeadline ?? facts.DecisionDeadline ?? AnswerWithin), period.Start);

    private static Invitation Answered(Invitation part, InvitationAnswer answer, AnswerInvitation command, Instant now) =>
        part with { Answer = answer, At = now, By = command.Actor.Subject, Note = command.Note };

    private static ImmutableArray<Invitation> Put(ImmutableArray<Invitation> invitations, Invitation part) =>
        [.. invitations.Where(other => other.Advisor != part.Advisor), part];

    private static Invitation? FindPart(BookingRecord booking, AdvisorId advisor) =>
        booking.Invitations.FirstOrDefault(part => part.Advisor == advisor)
        ?? (booking.CoHosts.Contains(advisor) ? PartOf(booking, advisor) : null);

    // Before co-hosts of other networks could be asked, all were of the lead's.
    private static Invitation PartOf(BookingRecord booking, AdvisorId coHost) =>
        booking.Invitations.FirstOrDefault(part => part.Advisor == coHost) ?? new Invitation { Advisor = coHost, Network = booking.Network };

    private static ImmutableArray<AdvisorId> OptionalOf(BookingRecord booking, ImmutableArray<AdvisorId> coHosts) =>
        [.. booking.Invitations.Where(part => part.IsOptional && coHosts.Contains(part.Advisor)).Select(part => part.Advisor)];

    private static ImmutableArray<Invitation> Mark(BookingRecord booking, ImmutableArray<AdvisorId> optional) =>
        booking.CoHosts.Aggregate(booking.Invitations, (invitations, coHost) =>
            PartOf(booking, coHost) is var part && part.IsOptional == optional.Contains(coHost)
                ? invitations
                : Put(invitations, part with { IsOptional = optional.Contains(coHost) }));

    private static IEnumerable<Refusal> ValidateOptional(ImmutableArray<AdvisorId> optional, ImmutableArray<AdvisorId> coHosts)
    {
        if (optional.Except(coHosts).Any())
            yield return Refusal.Invalid("optionalCoHostIds", "'optionalCoHostIds' names co-hosts only.");
    }
}
