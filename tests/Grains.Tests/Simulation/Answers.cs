using System.Collections.Concurrent;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Simulation;

/// <summary>What callers were told, to be compared with what the store holds in the end.</summary>
internal sealed class Answers
{
    private readonly ConcurrentDictionary<RequestKey, BookingId> _booked = new();
    private readonly ConcurrentDictionary<RequestKey, bool> _refused = new();
    private readonly ConcurrentDictionary<BookingId, bool> _mayBeCancelled = new();
    private readonly ConcurrentDictionary<BookingId, bool> _cancelled = new();
    private readonly ConcurrentQueue<(VenueId Venue, CloseVenue Command)> _closing = new();
    private readonly ConcurrentQueue<(VenueId Venue, Closure Closure)> _closed = new();

    /// <summary>What was found to be untrue.</summary>
    public ConcurrentQueue<string> Untrue { get; } = new();

    /// <summary>Calls whose answer was lost, by what their callers saw.</summary>
    public ConcurrentDictionary<string, int> Lost { get; } = new(StringComparer.Ordinal);

    /// <summary>How often callers were told of success.</summary>
    public (int Booked, int Cancelled, int Closed) Counts => (_booked.Count, _cancelled.Count, _closed.Count);

    public (RequestKey Key, BookingId Booking)[] Booked => [.. _booked.Select(entry => (entry.Key, entry.Value))];

    public IReadOnlyCollection<(VenueId Venue, Closure Closure)> Closed => _closed;

    public void Note(RequestKey key, Outcome<BookingView> answer)
    {
        if (answer.Value is not { } booking)
            _refused[key] = true;
        else if (_booked.GetOrAdd(key, booking.Id) != booking.Id)
            Untrue.Enqueue($"one key gave {_booked[key]} and {booking.Id}");
    }

    public void NoteLost(Exception failure) => Lost.AddOrUpdate(failure.GetType().Name, 1, (_, count) => count + 1);

    public void MayBeCancelled(BookingId booking) => _mayBeCancelled[booking] = true;

    public void NoteCancelled(BookingId booking) => _cancelled[booking] = true;

    public void MayBeClosed(VenueId venue, CloseVenue command) => _closing.Enqueue((venue, command));

    public void Note(VenueId venue, Outcome<ClosureMade> answer)
    {
        if (answer.Value is not { } made)
            return;
        _closed.Enqueue((venue, made.Closure));
        foreach (var booking in made.Cancelled)
            NoteCancelled(booking.Id);
    }

    /// <summary>Holds every answer against the records of all bookings.</summary>
    public void Compare(IReadOnlyCollection<BookingRecord> stored)
    {
        var byId = stored.ToDictionary(booking => booking.Id);
        foreach (var (key, booking) in _booked)
        {
            if (!byId.TryGetValue(booking, out var record) || record.Key != key)
                Untrue.Enqueue($"{booking} was acknowledged and is not stored");
            else if (!record.Stands && !_mayBeCancelled.ContainsKey(booking) && !_closing.Any(closing => Touches(closing, record)))
                Untrue.Enqueue($"{booking} is {record.Status}, and nobody asked for that");
        }

        foreach (var booking in _cancelled.Keys.Where(booking => byId[booking].Status != BookingStatus.Cancelled))
            Untrue.Enqueue($"{booking} was cancelled by an acknowledged call and is {byId[booking].Status}");
        foreach (var same in stored.GroupBy(booking => booking.Key!).Where(same => same.Count() > 1))
            Untrue.Enqueue($"one key made {string.Join(", ", same.Select(booking => booking.Id))}");
        foreach (var booking in stored.Where(booking => _refused.ContainsKey(booking.Key!) && !_booked.ContainsKey(booking.Key!)))
            Untrue.Enqueue($"{booking.Id} was refused and is stored");
        foreach (var (venue, closure) in _closed)
            foreach (var booking in stored.Where(booking => booking.Stands && booking.Facts.Venue == venue && booking.Period.Overlaps(closure.Period)))
                Untrue.Enqueue($"{booking.Id} stands in a closure of {venue}");
    }

    private static bool Touches((VenueId Venue, CloseVenue Command) closing, BookingRecord booking) =>
        closing.Command.CancelBookings && closing.Venue == booking.Facts.Venue && closing.Command.Period.Overlaps(booking.Period);
}
