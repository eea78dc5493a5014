using System.Threading.Channels;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Occupancy;

/// <summary>
/// What one subscriber has not been given yet: the latest of each room it follows, and nothing that has been overtaken. So
/// however slowly it reads it costs one entry a room, and holds nobody up.
/// </summary>
public sealed class OccupancyReader : IDisposable
{
    private readonly OccupancyHub _hub;
    // Each with why it is followed: for itself, or as one of a group.
    private readonly HashSet<(RoomId Room, RoomGroup? As)> _rooms = [];
    private readonly Lock _following = new();
    private readonly HashSet<RoomGroup> _groups = [];
    private readonly Dictionary<RoomId, RoomOccupancyView> _latest = [];

    // Each room at most once: bounded by how many are followed.
    private readonly Channel<RoomId> _waiting = Channel.CreateUnbounded<RoomId>(new UnboundedChannelOptions { SingleReader = true });
    private bool _isDisposed;

    internal OccupancyReader(OccupancyHub hub)
    {
        _hub = hub;
        Telemetry.Subscribed(1);
    }

    /// <summary>Follows rooms: the present state of each comes as soon as it is known, then each change.</summary>
    public void Follow(IEnumerable<RoomId> rooms) => Follow(rooms, group: null);

    /// <summary>Follows every room of a venue, also those published later.</summary>
    public void FollowVenue(VenueId venue) => Follow(new RoomGroup(venue, InseeCode: null));

    /// <summary>Follows every room that lies in a commune, also those published later, and as long as it lies there.</summary>
    public void FollowCommune(string inseeCode) => Follow(new RoomGroup(Venue: null, inseeCode));

    /// <summary>The latest of a room that has changed since this reader was given it, the room that waits longest first.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async ValueTask<RoomOccupancyView> NextAsync(CancellationToken cancellationToken = default)
    {
        var room = await _waiting.Reader.ReadAsync(cancellationToken);
        lock (_latest)
            return _latest.Remove(room, out var view) ? view : throw new InvalidOperationException($"Nothing waits of {room}.");
    }

    /// <summary>Follows nothing any more.</summary>
    public void Dispose()
    {
        lock (_latest)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        Telemetry.Subscribed(-1);
        // Nothing is added from here on.
        foreach (var group in _groups)
            _hub.Leave(group, this);
        foreach (var (room, _) in _rooms)
            _hub.Leave(room, this);
    }

    internal void Follow(IEnumerable<RoomId> rooms, RoomGroup? group)
    {
        foreach (var room in rooms)
        {
            // What is dropped at the same time would take away what has just been joined.
            lock (_following)
                if (IsNew(_rooms, (room, group)))
                    _hub.Join(room, this);
            if (IsDisposed)
                _hub.Leave(room, this);
        }
    }

    /// <summary>Rooms left a group: they are followed no more, unless for another reason.</summary>
    internal void Drop(IEnumerable<RoomId> rooms, RoomGroup group)
    {
        foreach (var room in rooms)
            lock (_following)
                if (WasLast(room, group))
                    _hub.Leave(room, this);
    }

    internal void Offer(RoomOccupancyView view)
    {
        lock (_latest)
        {
            var waits = _latest.ContainsKey(view.Room);
            _latest[view.Room] = view;
            if (!waits)
                _waiting.Writer.TryWrite(view.Room);
        }
    }

    private void Follow(RoomGroup group)
    {
        if (!IsNew(_groups, group))
            return;
        _hub.Join(group, this);
        if (IsDisposed)
            _hub.Leave(group, this);
    }

    // Asked once more after joining, because the end may have come between.
    private bool IsDisposed
    {
        get
        {
            lock (_latest)
                return _isDisposed;
        }
    }

    private bool WasLast(RoomId room, RoomGroup group)
    {
        lock (_latest)
            return !_isDisposed && _rooms.Remove((room, group)) && !_rooms.Any(followed => followed.Room == room);
    }

    private bool IsNew<T>(HashSet<T> known, T one)
    {
        lock (_latest)
            return !_isDisposed && known.Add(one);
    }
}
