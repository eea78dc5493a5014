using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;

namespace Scheduling.Grains.Auditing;

/// <summary>What series and their dates say of one another: the record of a series decides which of its dates are bookings.</summary>
/// <param name="records">Every series that is stored.</param>
internal sealed class SeriesInvariants(IReadOnlyDictionary<SeriesId, SeriesRecord> records)
{
    /// <summary>
    /// True for a date that lies beside the bookings only because nobody has looked since its series was committed. One that
    /// its series does not list came to nothing, and its claims go as soon as somebody asks.
    /// </summary>
    public bool IsCommitted(BookingRecord provisional) => !provisional.Claims.IsEmpty && IsListed(provisional);

    /// <summary>Every date that a series lists is a booking, and every booking of a series is listed.</summary>
    public IEnumerable<Violation> Check(AuditedStore store)
    {
        foreach (var (id, series) in records)
        {
            foreach (var booking in series.Dates.Select(date => date.Booking).OfType<BookingId>())
            {
                if (store.Find(booking) is not { } date)
                    yield return new Violation(Invariant.Series, id.Value, $"lists {booking}, which is not");
                else if (date.Series != id)
                    yield return new Violation(Invariant.Series, id.Value, $"lists {booking}, which is of {date.Series?.Value ?? "no series"}");
            }
        }

        foreach (var booking in store.Bookings.Where(booking => booking.Series is not null && !IsListed(booking)))
            yield return new Violation(Invariant.Series, booking.Series!.Value.Value, $"does not list {booking.Id}, which is of it");
    }

    private bool IsListed(BookingRecord date) =>
        date.Series is { } series && records.TryGetValue(series, out var record) && record.Lists(date.Id);
}
