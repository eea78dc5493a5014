using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Series;
using Scheduling.Grains.Waitlists;
using Scheduling.Simulation.Tests.Engine;

namespace Scheduling.Simulation.Tests.Checks;

/// <summary>What callers were told: true when they hear it, and from then on.</summary>
internal sealed class Answers(Watch watch, Cluster cluster, Action<string> found)
{
    private readonly Dictionary<RequestKey, BookingId> _booked = [];
    private readonly Dictionary<RequestKey, long> _refused = [];
    private readonly List<(RequestKey Key, BookingId Booking)> _changed = [];
    private readonly List<BookingId> _ended = [];
    private readonly HashSet<BookingId> _mayEnd = [];
    private readonly Dictionary<RequestKey, ImmutableArray<BookingId>> _series = [];
    private readonly List<WaitlistEntryId> _waiting = [];
    private readonly Dictionary<(RoomId, long), (OccupancyState, int, Instant?)> _seen = [];

    /// <summary>Bookings that somebody was told of, in that order.</summary>
    public List<BookingId> Known { get; } = [];

    /// <summary>Places on waiting lists that somebody was told of.</summary>
    public IReadOnlyList<WaitlistEntryId> Waiting => _waiting;

    /// <summary>How many calls succeeded, and how many got no answer.</summary>
    public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>How long the slowest call was waited for.</summary>
    public TimeSpan Longest { get; private set; }

    public void Waited(TimeSpan time) => Longest = time > Longest ? time : Longest;

    public void Count(string what) => Counts[what] = Counts.GetValueOrDefault(what) + 1;

    public void Booked(RequestKey key, Outcome<BookingView> answer)
    {
        if (answer.Value is not { } view)
        {
            _refused[key] = cluster.Course.Steps;
            return;
        }

        Durable(view);
        if (!_booked.TryAdd(key, view.Id) && _booked[key] != view.Id)
            found($"one key made {_booked[key]} and {view.Id}");
        Known.Add(view.Id);
    }

    /// <summary>From now on somebody may have ended it.</summary>
    public void MayEnd(BookingId booking) => _mayEnd.Add(booking);

    /// <summary>Somebody was told that it is over.</summary>
    public void Ended(BookingId booking)
    {
        if (watch.Find(booking) is { Stands: true })
            found($"{booking} was said to be over and stands");
        _ended.Add(booking);
    }

    public void Changed(RequestKey key, BookingView view)
    {
        Durable(view);
        _changed.Add((key, view.Id));
    }

    public void Made(RequestKey key, SeriesView view)
    {
        var dates = view.Dates.Select(date => date.Booking).OfType<BookingView>().ToList();
        dates.ForEach(Durable);
        _series[key] = [.. dates.Select(date => date.Id)];
        Known.AddRange(_series[key]);
    }

    public void Joined(WaitlistEntryView view) => _waiting.Add(view.Id);

    /// <summary>No two states of a room have one version.</summary>
    public void Seen(RoomOccupancyView view)
    {
        var state = (view.State, view.SeatsTaken, view.Until);
        if (!_seen.TryAdd((view.Room, view.Version), state) && _seen[(view.Room, view.Version)] != state)
            found($"{view.Room} was {_seen[(view.Room, view.Version)]} and then {state}, both with version {view.Version}");
    }

    /// <summary>Holds every answer against what is stored in the end.</summary>
    public void Compare(Func<RoomId, WaitlistState> waitlistOf, bool isRefusalFinal)
    {
        foreach (var (key, booking) in _booked)
        {
            if (watch.Find(booking) is not { } record || record.Key != key)
                found($"{booking} was acknowledged and is not stored");
            else if (!record.Stands && record.Status != BookingStatus.Expired && !_mayEnd.Contains(booking))
                found($"{booking} is {record.Status}, and nobody asked for that");
        }

        foreach (var (key, booking) in _changed.Where(changed => watch.Find(changed.Booking)?.ChangeKeys.Contains(changed.Key) != true))
            found($"{booking} was changed by an acknowledged call ({key.Key}) that is not in its record");
        foreach (var booking in _ended.Where(booking => watch.Find(booking) is not { Stands: false }))
            found($"{booking} was said to be over and stands");
        foreach (var same in watch.Bookings.Where(booking => booking.Key is not null).GroupBy(booking => booking.Key!).Where(same => same.Count() > 1))
            found($"one key made {string.Join(", ", same.Select(booking => booking.Id))}");
        // Unless a message of the call came after its caller had heard the answer: that is as if the caller had tried again.
        foreach (var booking in watch.Bookings.Where(booking => isRefusalFinal && booking.Key is { } key
            && _refused.TryGetValue(key, out var heardAt) && cluster.LastBegun[key] < heardAt && !_booked.ContainsKey(key)))
            found($"{booking.Id} was refused and is stored");
        foreach (var booking in _series.Values.SelectMany(dates => dates).Where(date => watch.Find(date) is null))
            found($"{booking} was acknowledged as a date of a series and is not stored");
        foreach (var entry in _waiting.Where(entry => waitlistOf(entry.Room).Find(entry) is null))
            found($"{entry} was acknowledged and waits nowhere");
    }

    private void Durable(BookingView view)
    {
        if (watch.Find(view.Id) is not { } stored || stored.Version < view.Version)
            found($"{view.Id} was told of with version {view.Version} before that was stored");
    }
}
