namespace Scheduling.Grains.Bookings;

/// <content>A booking whose room changes hands.</content>
internal static partial class BookingRules
{
    /// <summary>
    /// The booking once its room has another owner, who sees it and decides from then on; the former owner does neither. Nothing
    /// when that is no news, or the booking is over.
    /// </summary>
    public static BookingDecision Pass(BookingRecord booking, HandOver news, Instant now)
    {
        var (known, owner) = (booking.Facts, news.Owner);
        if (!booking.Stands || booking.Room != news.Room || news.Revision <= known.TermsRevision || owner == known.Owner)
            return BookingDecision.None;
        // On the list of an owner it comes back to it may stand still.
        var isBack = booking.FormerOwners.Contains(owner);
        return Next(booking, booking.Status, BySystem, "The room has another owner.", key: null, now) with
        {
            Facts = known with { Owner = owner, TermsRevision = news.Revision },
            IsListedAsRequest = booking.Awaiting.Contains(BookingStep.OwnerDecision) || isBack,
            FormerOwners = (booking.IsListedAsRequest ? booking.FormerOwners.Add(known.Owner) : booking.FormerOwners).Remove(owner),
        };
    }
}
