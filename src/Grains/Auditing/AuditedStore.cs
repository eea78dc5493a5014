using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Auditing;

/// <summary>What a store holds of calendars and bookings, put together from its records in any order.</summary>
internal sealed class AuditedStore
{
    private readonly Dictionary<string, AuditedCalendar> _calendars = new(StringComparer.Ordinal);
    private readonly Dictionary<BookingId, BookingRecord> _bookings = [];

    /// <summary>Every calendar of which something is stored.</summary>
    public IReadOnlyCollection<AuditedCalendar> Calendars => _calendars.Values;

    /// <summary>Every booking, whatever became of it.</summary>
    public IReadOnlyCollection<BookingRecord> Bookings => _bookings.Values;

    /// <summary>What is stored of a calendar; empty when nothing is.</summary>
    public AuditedCalendar Calendar(string id) =>
        _calendars.TryGetValue(id, out var known) ? known : _calendars[id] = new AuditedCalendar(id);

    /// <summary>A booking's record; null when there is none.</summary>
    public BookingRecord? Find(BookingId booking) => _bookings.GetValueOrDefault(booking);

    /// <summary>Takes a booking's record, new or in place of its former version.</summary>
    /// <returns>The former version.</returns>
    public BookingRecord? Put(BookingRecord booking)
    {
        var before = Find(booking.Id);
        _bookings[booking.Id] = booking;
        return before;
    }
}
