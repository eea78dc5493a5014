using Scheduling.Grains.Advisors;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Bookings;

/// <content>Advisors who ask to join a booking that others lead, and what its lead answers.</content>
internal static partial class BookingRules
{
    /// <summary>A request to join; or why it is none. One that is there already is not made twice.</summary>
    public static BookingDecision Join(BookingRecord booking, JoinBooking command, Instant now)
    {
        var known = FindRequest(booking, command.Advisor);
        if (known is not null && known.Key is { } key && key == command.Key)
            return BookingDecision.None;
        if (known?.Answer == Decision.Decline)
            return Refusal.Plain(RefusalCode.WrongState, "The lead has declined this advisor's request to join.");
        if (booking.Id.Lead == command.Advisor || booking.CoHosts.Contains(command.Advisor))
            return known is null ? Refusal.Plain(RefusalCode.WrongState, "The advisor takes part already.") : BookingDecision.None;
        if (!booking.OpenToJoin)
            return Refusal.Forbidden("This booking takes no requests to join.");
        if (booking.Status is not (BookingStatus.Pending or BookingStatus.Confirmed))
            return Refusal.Plain(RefusalCode.WrongState, $"The booking is {NameOf(booking.Status)} and is not joined any more.");
        if (booking.Period.Start <= now)
            return Refusal.Plain(RefusalCode.WrongState, "The booking has begun.");
        if (known is { Answer: null })
            return BookingDecision.None;
        // Another try of somebody who took part once takes the place of the first.
        var others = known is null ? booking.JoinRequests : booking.JoinRequests.Remove(known);
        if (others.Count(request => request.Answer is null) >= BookingRecord.JoinRequestsMax)
            return Refusal.Plain(RefusalCode.Quota, $"{BookingRecord.JoinRequestsMax} advisors wait to join already.");
        if (others.Length >= BookingRecord.JoinRequestsMax)
            others = others.Remove(others.First(request => request.Answer is not null));
        var request = new JoinRequest
        {
            Advisor = command.Advisor,
            Network = command.Network,
            By = command.By,
            Note = command.Note,
            At = now,
            Key = command.Key,
        };
        // The key stays with the request: strangers are not to push the parties' keys out of the booking's list.
        return Next(booking, booking.Status, command.By, command.Note ?? "Asks to join.", key: null, now) with { JoinRequests = others.Add(request) };
    }

    /// <summary>
    /// Whether a request to join may be answered so: a refusal, or nothing when that was done already, or the next version
    /// when the answer is no; null when everything has to be taken anew for one more co-host.
    /// </summary>
    public static BookingDecision? BeginAnswer(BookingRecord booking, AnswerJoinRequest command, Instant now)
    {
        if (!MayBook(command.Actor, booking.Id.Lead, booking.Network))
            return MaySee(command.Actor, booking)
                ? Refusal.Forbidden("Requests to join are answered by the lead or the managers of the lead's network.")
                : NotAParty();
        if (FindRequest(booking, command.Advisor) is not { } request)
            return Refusal.NotFound($"request of '{command.Advisor}' to join this booking");
        if (Repeats(booking, command.Key) is { } repeat)
            return repeat;
        if (request.Answer is not null)
            return Refusal.Plain(RefusalCode.WrongState, "The request to join is answered already.");
        if (booking.Status is not (BookingStatus.Pending or BookingStatus.Confirmed))
            return Refusal.Plain(RefusalCode.WrongState, $"The booking is {NameOf(booking.Status)} and is not joined any more.");
        if (booking.Period.Start <= now)
            return Refusal.Plain(RefusalCode.WrongState, "The booking has begun.");
        if (command.Decision == Decision.Decline)
            return Next(booking, booking.Status, command.Actor.Subject, command.Note ?? "A request to join was declined.", command.Key, now) with
            {
                JoinRequests = booking.JoinRequests.Replace(request, Answered(request, Decision.Decline, command.Note, now)),
            };
        if (IsOffer(booking))
            return Refusal.Plain(RefusalCode.WrongState, "The booking is an offer: it can be joined once it is accepted.");
        if (booking.CoHosts.Length >= CoHostsMax)
            return Refusal.Plain(RefusalCode.Quota, $"A booking has at most {CoHostsMax} co-hosts.");
        return null;
    }

    /// <summary>What the booking needs with one more co-host.</summary>
    public static BookingPlan PlanOf(BookingRecord booking, AnswerJoinRequest command) => new(
        booking.Room, booking.Period, booking.Seats, booking.CoHosts.Add(command.Advisor))
    {
        OptionalCoHosts = OptionalOf(booking, booking.CoHosts),
        OpenToJoin = booking.OpenToJoin,
    };

    /// <summary>The booking with one more co-host, whose consent is the request. The room's owner is asked again where the owner decides.</summary>
    public static BookingRecord Admit(BookingRecord booking, AnswerJoinRequest command, Attempt attempt, Grants grants, Instant now)
    {
        var by = command.Actor.Subject;
        var invitations = Invite(attempt.Plan, grants, by, booking, keepsAnswers: true);
        var status = StatusOf(AwaitedOf(grants.Room, invitations));
        var next = Next(booking, status, by, command.Note ?? "A request to join was accepted.", command.Key, now);
        return Take(next, attempt, grants, invitations, by, now) is var taken && FindRequest(taken, command.Advisor) is { } request
            ? taken with { JoinRequests = taken.JoinRequests.Replace(request, request with { AnswerNote = command.Note }) }
            : throw new InvalidOperationException($"{command.Advisor} did not ask to join {booking.Id}.");
    }

    // Whoever takes part now has what they asked for.
    private static JoinRequest Joined(JoinRequest request, BookingPlan plan, Instant now) =>
        request.Answer is null && plan.CoHosts.Contains(request.Advisor) ? Answered(request, Decision.Accept, note: null, now) : request;

    private static JoinRequest Answered(JoinRequest request, Decision answer, string? note, Instant now) =>
        request with { Answer = answer, AnsweredAt = now, AnswerNote = note };

    private static JoinRequest? FindRequest(BookingRecord booking, AdvisorId advisor) =>
        booking.JoinRequests.FirstOrDefault(request => request.Advisor == advisor);
}
