using Scheduling.Grains.Common;

namespace Scheduling.Grains.Occupancy;

/// <summary>Rooms that are followed together: those of a venue, or those that lie in a commune.</summary>
internal readonly record struct RoomGroup(VenueId? Venue, string? InseeCode)
{
    /// <summary>Which they are. A venue tells the follower when there are others; a commune has to be asked again.</summary>
    public async Task<ImmutableArray<RoomId>> FollowAsync(IGrainFactory grains, IOccupancyFollower follower) => Venue is { } venue
        ? await grains.Get(venue).FollowRoomsAsync(follower)
        : await grains.RoomSearch().InCommuneAsync(InseeCode!);
}

/// <summary>
/// A group that somebody on this silo follows. Rooms that are published later join it; those that lie elsewhere since leave it.
/// </summary>
internal sealed class FollowedGroup(RoomGroup group, TimeProvider clock) : Followed(clock)
{
    private ImmutableHashSet<RoomId> _rooms = [];

    public override async Task AskAsync(IGrainFactory grains, IOccupancyFollower follower)
    {
        var rooms = (await group.FollowAsync(grains, follower)).ToImmutableHashSet();
        ImmutableHashSet<RoomId> left;
        OccupancyReader[] readers;
        lock (Readers)
        {
            (left, _rooms) = (_rooms.Except(rooms), rooms);
            readers = [.. Readers];
        }

        foreach (var reader in readers)
        {
            reader.Drop(left, group);
            reader.Follow(rooms, group);
        }
    }

    protected override void Greet(OccupancyReader reader) => reader.Follow(_rooms, group);
}
