using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Occupancy;

/// <summary>
/// What the rooms are that somebody on this silo follows. It follows each of them once, however many subscribers there are, works
/// out by itself what the clock changes, and gives every subscriber the latest. That a room tells it of changes is only the quick
/// way: it asks each again now and then, and all of them when a silo has gone, so a lost word costs time and nothing else.
/// </summary>
public sealed partial class OccupancyHub : IOccupancyFollower, ISiloStatusListener
{
    // Where a silo died that hosted thousands of rooms, the others are not asked for all of them at once.
    private const int AskedAtOnce = 64;

    // Well within the time for which a room remembers its followers.
    private static readonly TimeSpan s_askEvery = IRoomGrain.FollowedFor / 3;
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<RoomId, FollowedRoom> _rooms = [];
    private readonly Dictionary<RoomGroup, FollowedGroup> _groups = [];
    private readonly SemaphoreSlim _asking = new(AskedAtOnce);
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _clock;
    private readonly ILogger<OccupancyHub> _log;
    private readonly Lazy<IOccupancyFollower> _reference;

    /// <summary>One a silo.</summary>
    /// <param name="grains">The rooms.</param>
    /// <param name="clock">What time it is.</param>
    /// <param name="log">Where failures to reach a room are told.</param>
    /// <param name="silos">Tells that a silo has gone; none where the host is no silo.</param>
    public OccupancyHub(IGrainFactory grains, TimeProvider clock, ILogger<OccupancyHub> log, IEnumerable<ISiloStatusOracle> silos)
    {
        (_grains, _clock, _log) = (grains, clock, log);
        // A failure is not remembered.
        _reference = new(() => grains.CreateObjectReference<IOccupancyFollower>(this), LazyThreadSafetyMode.PublicationOnly);
        foreach (var oracle in silos)
            oracle.SubscribeToSiloStatusEvents(this);
    }

    /// <summary>How many rooms and groups somebody follows.</summary>
    internal (int Rooms, int Groups) Following
    {
        get
        {
            lock (_groups)
                lock (_rooms)
                    return (_rooms.Count, _groups.Count);
        }
    }

    /// <summary>For one subscriber; it follows nothing yet, and is disposed when it reads no more.</summary>
    public OccupancyReader Open() => new(this);

    /// <inheritdoc/>
    public void Changed(RoomTimeline timeline) => Find(timeline.Room)?.Take(timeline);

    /// <inheritdoc/>
    public void Moved(RoomId room) => Find(room)?.Wish();

    /// <inheritdoc/>
    public void RoomsChanged(VenueId venue)
    {
        lock (_groups)
            _groups.GetValueOrDefault(new RoomGroup(venue, InseeCode: null))?.Wish();
    }

    /// <inheritdoc/>
    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (!status.IsTerminating())
            return;
        lock (_rooms)
            foreach (var room in _rooms.Values)
                room.Wish();
    }

    internal void Join(RoomId id, OccupancyReader reader) => Join(_rooms, id, reader, () => new FollowedRoom(id, _clock));

    internal void Join(RoomGroup group, OccupancyReader reader) => Join(_groups, group, reader, () => new FollowedGroup(group, _clock));

    internal void Leave(RoomId id, OccupancyReader reader) => Leave(_rooms, id, reader);

    internal void Leave(RoomGroup group, OccupancyReader reader) => Leave(_groups, group, reader);

    private FollowedRoom? Find(RoomId id)
    {
        lock (_rooms)
            return _rooms.GetValueOrDefault(id);
    }

    private void Join<TKey, T>(Dictionary<TKey, T> all, TKey key, OccupancyReader reader, Func<T> make)
        where TKey : struct where T : Followed
    {
        T? followed;
        lock (all)
        {
            // One that has just lost its last reader has ended, and is no longer listed.
            if (!all.TryGetValue(key, out followed))
            {
                // It outlives the request of whoever comes first, and is no part of it.
                using (ExecutionContext.SuppressFlow())
                {
                    all[key] = followed = make();
                    _ = FollowAsync(followed, key);
                }
            }

            followed.Add(reader);
        }
    }

    private static void Leave<TKey, T>(Dictionary<TKey, T> all, TKey key, OccupancyReader reader)
        where TKey : struct where T : Followed
    {
        lock (all)
        {
            if (!all.TryGetValue(key, out var followed) || !followed.Remove(reader))
                return;
            all.Remove(key);
            followed.End();
        }
    }

    // Until nobody follows it any more. A room forgets this silo by itself.
    private async Task FollowAsync(Followed followed, object key)
    {
        // Not in the turn of whoever follows: that one holds locks.
        await Task.Yield();
        while (!followed.IsEnded)
            await followed.WishedAsync(await AskAsync(followed, key) ? s_askEvery : s_retryAfter);
    }

    private async Task<bool> AskAsync(Followed followed, object key)
    {
        await _asking.WaitAsync();
        try
        {
            await followed.AskAsync(_grains, _reference.Value);
            return true;
        }
        catch (Exception failure)
        {
            LogNoAnswer(failure, key);
            return false;
        }
        finally
        {
            _asking.Release();
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Followed} does not tell what it is; it is asked again")]
    private partial void LogNoAnswer(Exception failure, object followed);
}
