using System.Collections.Concurrent;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Simulation;

/// <summary>What callers were told, to be compared with what the store holds in the end.</summary>
internal sealed class Answers
{
    private readonly ConcurrentDictionary<RequestKey, BookingId> _booked = new();
    private readonly ConcurrentDictionary<RequestKey, ImmutableArray<BookingId>> _series = new();
    private readonly ConcurrentDictionary<RequestKey, bool> _refused = new();
    private readonly ConcurrentDictionary<BookingId, bool> _mayBeCancelled = new();
    private readonly ConcurrentDictionary<BookingId, bool> _cancelled = new();
    private readonly ConcurrentDictionary<BookingId, bool> _ended = new();
    private readonly ConcurrentQueue<(RequestKey Key, BookingId Booking)> _moved = new();
    private readonly ConcurrentQueue<(AdvisorId Advisor, BookingId Booking)> _asked = new();
    private readonly ConcurrentQueue<(RequestKey Key, BookingId Booking)> _visited = new();
    private readonly ConcurrentDictionary<BookingId, bool> _left = new();
    private readonly ConcurrentQueue<(VenueId Venue, CloseVenue Command)> _closing = new();
    private readonly ConcurrentQueue<(VenueId Venue, Closure Closure)> _closed = new();

    /// <summary>What was found to be untrue.</summary>
    public ConcurrentQueue<string> Untrue { get; } = new();

    /// <summary>Calls whose answer was lost, by what their callers saw.</summary>
    public ConcurrentDictionary<string, int> Lost { get; } = new(StringComparer.Ordinal);

    /// <summary>How often callers were told of success, and that nothing was booked.</summary>
    public (int Booked, int Cancelled, int Closed, int Series, int Refused) Counts =>
        (_booked.Count, _cancelled.Count, _closed.Count, _series.Count, _refused.Count);

    public (RequestKey Key, BookingId Booking)[] Booked => [.. _booked.Select(entry => (entry.Key, entry.Value))];

    public IReadOnlyCollection<(VenueId Venue, Closure Closure)> Closed => _closed;

    public void Note(RequestKey key, Outcome<BookingView> answer)
    {
        if (answer.Value is not { } booking)
            _refused[key] = true;
        else if (_booked.GetOrAdd(key, booking.Id) != booking.Id)
            Untrue.Enqueue($"one key gave {_booked[key]} and {booking.Id}");
    }

    /// <summary>What was told of a series: the same under one key, always.</summary>
    public void Note(RequestKey key, Outcome<SeriesView> answer)
    {
        if (answer.Value is { } series)
            _series[key] = [.. series.Dates.Select(date => date.Booking?.Id).OfType<BookingId>()];
        else if (_series.ContainsKey(key))
            Untrue.Enqueue($"the series of {key.Key} was acknowledged and then refused");
    }

    public void NoteLost(Exception failure) => Lost.AddOrUpdate(failure.GetType().Name, 1, (_, count) => count + 1);

    /// <summary>Whoever was acknowledged to have come is in the booking's story from then on.</summary>
    public void NoteVisited(RequestKey key, BookingId booking) => _visited.Enqueue((key, booking));

    /// <summary>Whoever was acknowledged to have left has ended the booking.</summary>
    public void NoteLeft(RequestKey key, BookingId booking)
    {
        NoteVisited(key, booking);
        _left[booking] = true;
    }

    /// <summary>How often callers were told that somebody came, and left.</summary>
    public (int Changed, int Left) Visits => (_visited.Count, _left.Count);

    /// <summary>A change that was acknowledged is a step of the booking's story from then on.</summary>
    public void NoteChanged(RequestKey key, BookingView booking) => _moved.Enqueue((key, booking.Id));

    /// <summary>A request to join that was acknowledged stays with the booking.</summary>
    public void NoteAsked(JoinRequestView request) => _asked.Enqueue((request.Advisor, request.Booking));

    public void MayBeCancelled(BookingId booking) => _mayBeCancelled[booking] = true;

    public void NoteCancelled(BookingId booking) => _cancelled[booking] = true;

    public void NoteEnded(BookingId booking) => _ended[booking] = true;

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
            else if (!record.Stands && !EndedByTheClock(record) && !_mayBeCancelled.ContainsKey(booking)
                && !_closing.Any(closing => Touches(closing, record) || _moved.Any(moved => moved.Booking == booking)))
                Untrue.Enqueue($"{booking} is {record.Status}, and nobody asked for that");
        }

        foreach (var (key, booking) in _moved.Where(moved => !byId[moved.Booking].ChangeKeys.Contains(moved.Key)))
            Untrue.Enqueue($"{booking} was changed by an acknowledged call ({key}) that is not in its record");
        foreach (var (advisor, booking) in _asked.Where(asked => !byId[asked.Booking].JoinRequests.Any(request => request.Advisor == asked.Advisor)))
            Untrue.Enqueue($"{advisor} asked to join {booking} by an acknowledged call that is not in its record");
        foreach (var booking in _ended.Keys.Where(booking => byId[booking].Stands))
            Untrue.Enqueue($"{booking} was said to have ended and stands");
        foreach (var (key, booking) in _visited.Where(changed => !byId[changed.Booking].ChangeKeys.Contains(changed.Key)))
            Untrue.Enqueue($"{booking} was visited by an acknowledged call ({key}) that is not in its record");
        foreach (var booking in _left.Keys.Where(booking => byId[booking].Status != BookingStatus.Completed))
            Untrue.Enqueue($"{booking} was left by an acknowledged call and is {byId[booking].Status}");
        foreach (var record in stored.Where(record => record.Status == BookingStatus.NoShow && (record.Facts.NoShowRelease is null || record.Presence?.CheckedInAt is not null)))
            Untrue.Enqueue($"{record.Id} is a no-show, and nobody waited for it or somebody came");
        foreach (var booking in _cancelled.Keys.Where(booking => byId[booking].Status != BookingStatus.Cancelled))
            Untrue.Enqueue($"{booking} was cancelled by an acknowledged call and is {byId[booking].Status}");
        foreach (var same in stored.Where(booking => booking.Key is not null).GroupBy(booking => booking.Key!).Where(same => same.Count() > 1))
            Untrue.Enqueue($"one key made {string.Join(", ", same.Select(booking => booking.Id))}");
        foreach (var booking in stored.Where(booking => booking.Key is { } key && _refused.ContainsKey(key) && !_booked.ContainsKey(key)))
            Untrue.Enqueue($"{booking.Id} was refused and is stored");
        foreach (var booking in _series.Values.SelectMany(dates => dates).Where(date => !byId.ContainsKey(date)))
            Untrue.Enqueue($"{booking} was acknowledged as a date of a series and is not stored");
        foreach (var (venue, closure) in _closed)
            foreach (var booking in stored.Where(booking => booking.Stands && booking.Facts.Venue == venue && booking.Period.Overlaps(closure.Period)))
                Untrue.Enqueue($"{booking.Id} stands in a closure of {venue}");
    }

    // The run lives through the day: bookings end, nobody comes, and invitations that nobody answered lapse.
    private static bool EndedByTheClock(BookingRecord record) => record.Status switch
    {
        BookingStatus.Completed or BookingStatus.NoShow => true,
        BookingStatus.Expired => record.Invitations.Any(part => part.Answer == InvitationAnswer.Expired),
        _ => false,
    };

    private static bool Touches((VenueId Venue, CloseVenue Command) closing, BookingRecord booking) =>
        closing.Command.CancelBookings && closing.Venue == booking.Facts.Venue && closing.Command.Period.Overlaps(booking.Period);
}
