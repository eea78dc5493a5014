using System.Threading.Channels;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Occupancy;

/// <summary>Nobody comes: whoever looks at the room sees it free when its patience is over, with nobody doing anything.</summary>
public sealed class ArrivalTests(OccupancyScene scene) : IClassFixture<OccupancyScene>
{
    private static readonly Duration Patience = Duration.FromMinutes(20);

    [Fact]
    public async Task Follow_NobodyHasCheckedInWhenPatienceIsOver_IsFreeForTheRest()
    {
        var booked = await scene.BookedAsync(14, 16, BookingPolicy.Default with { NoShowRelease = Patience });
        var over = booked.Period.Start + Patience;
        await using var then = await scene.Before.LaterAsync(over - Duration.FromHours(1));
        // After it has started, however long that took: a moment before.
        then.Ahead = (over - Duration.FromSeconds(4) - SystemClock.Instance.GetCurrentInstant()).ToTimeSpan();
        var follower = new Follower();

        var seen = await then.Grains.Get(booked.Room).FollowOccupancyAsync(then.Grains.CreateObjectReference<IOccupancyFollower>(follower), seen: 0);

        Assert.NotNull(seen);
        static bool IsFree(RoomTimeline timeline) => timeline.Stretches[0].State == OccupancyState.Free;
        var freed = IsFree(seen) ? seen : await follower.UntilAsync(IsFree);
        Assert.True(freed.Stretches[0].Period.Start < booked.Period.End);
        Assert.True(freed.Stretches[0].Period.Start >= over, "Not before its patience is over.");
    }

    private sealed class Follower : IOccupancyFollower
    {
        private readonly Channel<RoomTimeline> _told = Channel.CreateUnbounded<RoomTimeline>();

        public void Changed(RoomTimeline timeline) => _told.Writer.TryWrite(timeline);

        public void Moved(RoomId room)
        {
        }

        public void RoomsChanged(VenueId venue)
        {
        }

        public async Task<RoomTimeline> UntilAsync(Func<RoomTimeline, bool> isWished)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            while (await _told.Reader.ReadAsync(patience.Token) is var timeline)
                if (isWished(timeline))
                    return timeline;
            throw new InvalidOperationException("Never.");
        }
    }
}
