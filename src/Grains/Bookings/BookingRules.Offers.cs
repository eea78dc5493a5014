using Scheduling.Grains.Advisors;
using Scheduling.Grains.Common;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Bookings;

/// <content>A booking that a waiting list made: offered until its lead answers, or booked outright.</content>
internal static partial class BookingRules
{
    /// <summary>
    /// The record of what a waiting list offers or books. An offer holds everything a booking holds until it is answered,
    /// but not beyond the booking's start.
    /// </summary>
    public static BookingRecord MakeOffer(OfferSlot asked, Attempt attempt, Grants grants)
    {
        var booked = Make(asked.Booking, attempt, grants) with { Offer = asked.Offer };
        if (asked.Offer.Hold is not { } hold)
            return booked with { History = [booked.History[0] with { Note = "From the waiting list." }] };
        return booked with
        {
            Status = BookingStatus.Pending,
            History = [booked.History[0] with { Status = BookingStatus.Pending, Note = "Offered from the waiting list." }],
            Awaiting = [BookingStep.WaitlistOffer],
            Deadline = Instant.Min(attempt.Own.MadeAt + hold, attempt.Plan.Period.Start),
            Confirmations = [],
            IsListedAsRequest = false,
        };
    }

    /// <summary>The answer to an offer; or why it does not count. Accepted, the room's owner may still have to decide.</summary>
    public static BookingDecision Answer(BookingRecord booking, AnswerOffer command, Instant now)
    {
        if (!MayBook(command.Actor, booking.Id.Lead, booking.Network))
            return MaySee(command.Actor, booking)
                ? Refusal.Forbidden("An offer is answered by its lead or the managers of the lead's network.")
                : NotAParty();
        if (Repeats(booking, command.Key) is { } repeat)
            return repeat;
        if (booking.Status != BookingStatus.Pending || !IsOffer(booking))
            return Refusal.Plain(RefusalCode.WrongState, $"The booking is {NameOf(booking.Status)} and no open offer.");
        var by = command.Actor.Subject;
        if (command.Decision == Decision.Decline)
            return End(booking, BookingStatus.Declined, by, command.Note, command.Key, now);
        ImmutableArray<BookingStep> awaiting = booking.Facts.DecisionDeadline is null ? [] : [BookingStep.OwnerDecision];
        return Awaiting(Next(booking, StatusOf(awaiting), by, command.Note, command.Key, now), awaiting) with
        {
            Deadline = DeadlineOf(booking.Facts, awaiting, now, booking.Period),
            IsListedAsRequest = !awaiting.IsEmpty,
            AskedBy = booking.AskedBy.Contains(by) ? booking.AskedBy : booking.AskedBy.Add(by),
            Offer = booking.Offer! with { IsAccepted = true },
        };
    }

    private static bool IsOffer(BookingRecord booking) => booking.Awaiting.Contains(BookingStep.WaitlistOffer);
}
