using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Occupancy;

/// <summary>Versions of a room's occupancy only grow, whatever happens to the room.</summary>
public sealed class OccupancyVersionTests(GrainCluster cluster)
{
    // Before there were versions: they count from 1.
    private static readonly FakeTimeProvider s_clock = new(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static TheoryData<WriteFault> Faults => [WriteFault.LostBefore, WriteFault.LostAfter];

    [Fact]
    public async Task Restart_WithAndWithoutAChange_AreHigher()
    {
        var (id, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var room = cluster.Grains.Get(id);
        var versions = new List<long> { await VersionAsync(room) };

        for (var day = 0; day < 3; day++)
        {
            await cluster.BookedAsync(lead, A.Booking(id, A.Hours((24 * day) + 9, (24 * day) + 10)));
            versions.Add(await VersionAsync(room));
            await cluster.ReactivateAsync(room);
            versions.Add(await VersionAsync(room));
        }

        // Only the first of these bookings changes what is foreseen next.
        Assert.Equal(versions.Order(), versions);
        Assert.Equal(5, versions.Distinct().Count());
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Reserve_WriteLost_IsRefusedAndTheNextOneIsHigher(WriteFault fault)
    {
        var room = cluster.Grains.Get(await cluster.NewRoomAsync());
        var before = await VersionAsync(room);
        await cluster.ReactivateAsync(room);
        cluster.Storage.Writes.FailNext(room.GetPrimaryKeyString(), "occupancy", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => room.OccupancyAsync());

        Assert.True(await VersionAsync(room) > before);
    }

    [Fact]
    public async Task Follow_TwoActivationsOfOneRoom_TheOneThatIsAskedLastIsAboveBoth()
    {
        var twin = await cluster.TwinAsync();
        var id = await cluster.NewRoomAsync();
        var (one, other) = (cluster.Grains.Get(id), twin.Grains.Get(id));
        var (behind, ahead) = (await VersionAsync(one), await VersionAsync(other));
        Assert.True(behind < ahead);
        var follower = cluster.Grains.CreateObjectReference<IOccupancyFollower>(new OccupancyHub(
            cluster.Grains, TimeProvider.System, NullLogger<OccupancyHub>.Instance, []));

        // The one that is behind cannot reserve any more: whoever comes after it can.
        await Assert.ThrowsAnyAsync<Exception>(() => one.FollowOccupancyAsync(follower, ahead));
        var timeline = (await one.FollowOccupancyAsync(follower, ahead))!;

        Assert.True(timeline.Version > ahead, $"{timeline.Version} after {ahead}");
        Assert.Equal(timeline.Version, (await one.FollowOccupancyAsync(follower, timeline.LastVersion))!.Version);
    }

    [Fact]
    public async Task Take_MoreThanABlock_NoneTwiceForFewWrites()
    {
        var room = await ActiveRoomAsync();

        await cluster.RunInAsync(room, async context =>
        {
            var versions = new OccupancyVersions(context, cluster.Storage, s_clock);
            var last = 0L;
            for (var i = 0; i < 300; i++)
            {
                await versions.ReserveAsync(OccupancyRules.StretchesMax);
                var first = versions.Take(10_000, first: null);
                Assert.True(first > last);
                // What goes on where it was, and a little further.
                Assert.Equal(first, versions.Take(10_002, first));
                last = first + 10_001;
            }

            var next = new OccupancyVersions(context, cluster.Storage, s_clock);
            await next.ReserveAsync(1);
            Assert.True(next.Take(1, first: null) > last);
        });

        Assert.InRange(cluster.Storage.WritesOf(room, "occupancy"), 4, 6);
    }

    [Fact]
    public async Task Take_NotReserved_IsRefused() => await cluster.RunInAsync(await ActiveRoomAsync(), async context =>
    {
        var versions = new OccupancyVersions(context, cluster.Storage, s_clock);

        Assert.Throws<InvalidOperationException>(() => versions.Take(1, first: null));
        await versions.ReserveAsync(1, above: 77);
        Assert.Equal(78, versions.Take(1, first: null));
    });

    private async Task<string> ActiveRoomAsync()
    {
        var room = await cluster.NewRoomAsync();
        await cluster.Grains.Get(room).GetAsync();
        return room.Value;
    }

    private static async Task<long> VersionAsync(IRoomGrain room) => (await room.OccupancyAsync())!.Version;
}
