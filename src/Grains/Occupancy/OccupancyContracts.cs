using Orleans.Concurrency;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Occupancy;

/// <summary>What a room is at an instant.</summary>
public enum OccupancyState
{
    /// <summary>Open, and nobody holds it.</summary>
    Free,

    /// <summary>Held by a booking, or for its set-up or tear-down, and nobody has checked in.</summary>
    Reserved,

    /// <summary>People have checked in and are in it.</summary>
    Occupied,

    /// <summary>Its venue is closed, and nobody holds it.</summary>
    Closed,
}

/// <summary>A stretch of a room's time in which nothing changes. It names networks, never persons.</summary>
/// <param name="Period">When.</param>
/// <param name="State">What the room is.</param>
/// <param name="SeatsTaken">Seats of the bookings present; 0 during set-up and tear-down.</param>
/// <param name="People">How many have come, as check-ins say.</param>
/// <param name="Network">Whose, when all of it is one network's.</param>
[GenerateSerializer, Immutable, Alias("scheduling.occupancy-stretch")]
public sealed record OccupancyStretch(
    [property: Id(0)] Period Period,
    [property: Id(1)] OccupancyState State,
    [property: Id(2)] int SeatsTaken,
    [property: Id(3)] int People,
    [property: Id(4)] OrganizationId? Network)
{
    /// <summary>True when only the time differs.</summary>
    public bool IsLike(OccupancyStretch other) => this with { Period = other.Period } == other;
}

/// <summary>What a room is from now on if nothing else happens.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.room-timeline")]
public sealed record RoomTimeline
{
    /// <summary>Which room.</summary>
    [Id(0)] public required RoomId Room { get; init; }

    /// <summary>
    /// The version of the first stretch; each one after it has the next higher. What a later timeline says anew has versions
    /// above all of these, across restarts and wherever the room lives.
    /// </summary>
    [Id(1)] public required long Version { get; init; }

    /// <summary>
    /// In order and without gaps, no two neighbours alike; at least one.
    /// </summary>
    [Id(2)] public required ImmutableArray<OccupancyStretch> Stretches { get; init; }

    /// <summary>How many people it seats.</summary>
    [Id(3)] public required int SeatsTotal { get; init; }

    /// <summary>IANA zone of the venue.</summary>
    [Id(4)] public required string TimeZone { get; init; }

    /// <summary>False when the last stretch is only as long as was looked ahead: no change is foreseen after it begins.</summary>
    [Id(5)] public required bool EndsWithChange { get; init; }

    /// <summary>When it has no more to tell: before then it has to be asked for anew.</summary>
    public Instant End => Stretches[^1].Period.End;

    /// <summary>The highest version it tells of; that of a newer timeline is never lower.</summary>
    public long LastVersion => Version + Stretches.Length - 1;

    /// <summary>What the room is at an instant: the first stretch before the timeline begins, the last behind its end.</summary>
    public RoomOccupancyView At(Instant now)
    {
        var index = 0;
        while (index < Stretches.Length - 1 && Stretches[index].Period.End <= now)
            index++;
        var stretch = Stretches[index];
        return new RoomOccupancyView
        {
            Room = Room,
            State = stretch.State,
            SeatsTaken = stretch.SeatsTaken,
            People = stretch.People,
            SeatsTotal = SeatsTotal,
            Network = stretch.Network,
            Until = index < Stretches.Length - 1 || EndsWithChange ? stretch.Period.End : null,
            Version = Version + index,
            AsOf = now,
            TimeZone = TimeZone,
        };
    }

    /// <summary>
    /// The version that its first stretch had in an earlier timeline, when this one says nothing but what that one said, and
    /// perhaps more behind its end; null when something else is new.
    /// </summary>
    public long? VersionAfter(RoomTimeline earlier)
    {
        if (earlier.SeatsTotal != SeatsTotal || earlier.TimeZone != TimeZone)
            return null;
        // Where nothing was foreseen, what is foreseen now is new.
        if (!EndsWithChange || !earlier.EndsWithChange)
            return EndsWithChange == earlier.EndsWithChange && Stretches[0].IsLike(earlier.Stretches[0]) ? earlier.Version : null;
        var rest = earlier.Stretches.RemoveAll(stretch => stretch.Period.End <= Stretches[0].Period.Start);
        var isSame = rest.Length is > 0 && rest.Length <= Stretches.Length
            && rest.Zip(Stretches).All(pair => pair.First.IsLike(pair.Second) && pair.First.Period.End == pair.Second.Period.End);
        return isSame ? earlier.LastVersion - rest.Length + 1 : null;
    }
}

/// <summary>Who is in a room now. It names networks, never persons.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.room-occupancy-view")]
public sealed record RoomOccupancyView
{
    /// <summary>Which room.</summary>
    [Id(0)] public required RoomId Room { get; init; }

    /// <summary>What it is.</summary>
    [Id(1)] public required OccupancyState State { get; init; }

    /// <summary>Seats of the bookings present.</summary>
    [Id(2)] public required int SeatsTaken { get; init; }

    /// <summary>How many have come, as check-ins say.</summary>
    [Id(3)] public required int People { get; init; }

    /// <summary>How many it seats.</summary>
    [Id(4)] public required int SeatsTotal { get; init; }

    /// <summary>Whose, when all of it is one network's.</summary>
    [Id(5)] public OrganizationId? Network { get; init; }

    /// <summary>When any of this will change next if nothing else happens; null when nothing is foreseen.</summary>
    [Id(6)] public Instant? Until { get; init; }

    /// <summary>Never smaller than one told before.</summary>
    [Id(7)] public required long Version { get; init; }

    /// <summary>When this was true.</summary>
    [Id(8)] public required Instant AsOf { get; init; }

    /// <summary>IANA zone of the venue.</summary>
    [Id(9)] public required string TimeZone { get; init; }

    /// <summary>True when a screen would show the same: only version and time of looking may differ.</summary>
    public bool IsLike(RoomOccupancyView other) => this with { Version = other.Version, AsOf = other.AsOf } == other;
}

/// <summary>
/// Whoever wants to know what a room is, live. Word may be lost or come late: versions tell what is newer, and a follower
/// asks again now and then.
/// </summary>
[Alias("scheduling.occupancy-follower")]
public interface IOccupancyFollower : IGrainObserver
{
    /// <summary>A room has another timeline.</summary>
    [Alias("changed"), OneWay]
    void Changed(RoomTimeline timeline);

    /// <summary>A room forgets its followers because it moves or restarts: whoever still wants to know follows again.</summary>
    [Alias("moved"), OneWay]
    void Moved(RoomId room);

    /// <summary>A venue has other rooms, or forgets its followers: whoever still wants to know asks it again.</summary>
    [Alias("rooms-changed"), OneWay]
    void RoomsChanged(VenueId venue);
}
