using Scheduling.Grains.Bookings;
using Scheduling.Grains.Waitlists;

namespace Scheduling.Grains.Auditing;

/// <summary>What waiting lists and bookings say of one another: nobody on a list is served twice, or told of what is not.</summary>
/// <param name="lists">Every list that is stored, by its room, with when it was last written.</param>
internal sealed class WaitlistInvariants(IReadOnlyDictionary<string, (WaitlistState List, Instant StoredAt)> lists)
{
    // A list keeps so many places that wait no more, for so long.
    private const int EndedMax = 200;
    private static readonly Duration EndedKept = Duration.FromDays(7);

    /// <summary>Each place that got something names its booking, and each booking of a list is named by its place.</summary>
    public IEnumerable<Violation> Check(AuditedStore store) =>
    [
        .. lists.Values.SelectMany(known => known.List.Entries).SelectMany(entry => CheckEntry(store, entry)),
        .. lists.Values.SelectMany(known => known.List.Entries).Where(entry => entry.Booking is not null)
            .GroupBy(entry => entry.Booking!.Value).Where(same => same.Count() > 1)
            .Select(same => Broken(same.First(), $"names {same.Key}, and so does {same.Last().Id}")),
        .. lists.Values.SelectMany(known => CheckOrder(known.List)),
        .. store.Bookings.Where(booking => booking.Offer is not null).SelectMany(CheckBooking),
    ];

    // Whoever came first is offered a slot first, so the list has to lie in the order of arrival.
    private static IEnumerable<Violation> CheckOrder(WaitlistState list) =>
        from pair in list.Entries.Zip(list.Entries.Skip(1))
        where pair.First.JoinedAt >= pair.Second.JoinedAt
        select Broken(pair.Second, $"came at {pair.Second.JoinedAt} and stands behind {pair.First.Id} of {pair.First.JoinedAt}");

    private static IEnumerable<Violation> CheckEntry(AuditedStore store, WaitlistEntry entry)
    {
        // While its lead is asked nobody knows whether there will be one; refused, there is none.
        if (entry.Status == WaitlistStatus.Waiting)
            yield break;
        if (entry.Booking is not { } named)
        {
            if (entry.Status is WaitlistStatus.Offered or WaitlistStatus.Served)
                yield return Broken(entry, $"is {entry.Status} and names no booking");
        }
        else if (store.Find(named) is not { } booking)
            yield return Broken(entry, $"is {entry.Status} by {named}, which is not");
        else if (booking.Offer?.Entry != entry.Id)
            yield return Broken(entry, $"is {entry.Status} by {named}, which is of {booking.Offer?.Entry.Value ?? "no waiting list"}");
        else if (entry.Status == WaitlistStatus.Served && !booking.Offer.IsAccepted)
            yield return Broken(entry, $"is {entry.Status} by {named}, which is {booking.Status} and was never accepted");
    }

    private IEnumerable<Violation> CheckBooking(BookingRecord booking)
    {
        var id = booking.Offer!.Entry;
        if (!lists.TryGetValue(id.Room.Value, out var stored))
        {
            yield return new Violation(Invariant.Waitlist, id.Room.Value, $"has no waiting list, and {booking.Id} is of {id}");
            yield break;
        }

        var (list, storedAt) = stored;
        if (list.Find(id) is { } entry)
        {
            if (entry.Booking != booking.Id)
                yield return Broken(entry, $"names {entry.Booking?.Value ?? "no booking"}, and {booking.Id} is of it");
        }
        // Where no list is stored at all, it was last written at the beginning of time, from which nothing can be taken away.
        else if (storedAt - booking.CreatedAt < EndedKept && list.Entries.Count(other => !other.IsOpen) < EndedMax)
            yield return new Violation(Invariant.Waitlist, id.Room.Value, $"{id} does not wait there, and {booking.Id} is of it");
    }

    private static Violation Broken(WaitlistEntry entry, string what) => new(Invariant.Waitlist, entry.Id.Room.Value, $"{entry.Id} {what}");
}
