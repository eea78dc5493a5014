using Microsoft.Extensions.Time.Testing;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Occupancy;

/// <summary>A store that was restored knows nothing of the versions that were told after its backup: the clock does.</summary>
public sealed class RestoredVersionTests(GrainCluster cluster)
{
    private static readonly Instant s_then = Instant.FromUtc(2027, 3, 1, 9, 0);

    [Fact]
    public Task Reserve_RecordWentBackToItsBackup_IsAboveAllThatWereTold() => RunAsync(async (context, id) =>
    {
        await TakeAsync(context, s_then);
        var backup = await ReadAsync(id);
        var told = 0L;
        // Told by one activation after another, each of which reserves a block.
        for (var i = 1; i <= 3; i++)
            told = await TakeAsync(context, s_then + Duration.FromMinutes(i), count: 900_000);
        await WriteAsync(id, backup);

        var next = await TakeAsync(context, s_then + Duration.FromMinutes(4));

        Assert.True(next > told, $"{next} after {told}");
    });

    [Fact]
    public Task Reserve_RecordWasLostAltogether_IsAboveAllThatWereTold() => RunAsync(async (context, id) =>
    {
        var told = await TakeAsync(context, s_then, count: 900_000);
        await WriteAsync(id, new OccupancyVersionsState());

        Assert.True(await TakeAsync(context, s_then + Duration.FromSeconds(2)) > told);
    });

    [Fact]
    public Task Reserve_ClockWasPutBack_CountsOnFromWhatIsStored() => RunAsync(async (context, id) =>
    {
        var told = await TakeAsync(context, s_then);

        var next = await TakeAsync(context, s_then - Duration.FromDays(1));

        Assert.InRange(next, told + 1, told + 2_000_000);
    });

    [Fact]
    public Task Reserve_StoreFromBeforeVersionsFollowedTheClock_JumpsToTheClock() => RunAsync(async (context, id) =>
    {
        await WriteAsync(id, new OccupancyVersionsState { Reserved = 3_000_000 });

        Assert.Equal(OccupancyVersions.At(s_then) + 1, await TakeAsync(context, s_then));
    });

    [Fact]
    public Task Reserve_AtTheEndOfWhatTheClockMaySay_StillGrowsAndIsExactInABrowser() => RunAsync(async (context, id) =>
    {
        var told = await TakeAsync(context, Instant.MaxValue);
        var next = await TakeAsync(context, Instant.MaxValue);

        Assert.True(next > told);
        Assert.Equal(next, (long)(double)next);
        Assert.True(next < 1L << 53);
    });

    [Fact]
    public void At_AnyClock_GrowsByAMicrosecondAndStaysWithinItsBounds()
    {
        Assert.Equal(1_000_000, OccupancyVersions.At(s_then + Duration.FromSeconds(1)) - OccupancyVersions.At(s_then));
        Assert.Equal(0, OccupancyVersions.At(Instant.FromUtc(1970, 1, 1, 0, 0)));
        Assert.True(OccupancyVersions.At(Instant.FromUtc(2160, 1, 1, 0, 0)) < OccupancyVersions.ClockMax);
        Assert.Equal(OccupancyVersions.ClockMax, OccupancyVersions.At(Instant.FromUtc(2170, 1, 1, 0, 0)));
        Assert.Equal(OccupancyVersions.ClockMax, OccupancyVersions.At(Instant.MaxValue));
    }

    // Within an active room's turns, on its own record.
    private async Task RunAsync(Func<IGrainContext, GrainId, Task> test)
    {
        var room = await cluster.NewRoomAsync();
        await cluster.Grains.Get(room).GetAsync();
        await cluster.RunInAsync(room.Value, context => test(context, context.GrainId));
    }

    // A new activation's first versions; answers with the last of them.
    private async Task<long> TakeAsync(IGrainContext context, Instant now, int count = 1)
    {
        var versions = new OccupancyVersions(context, cluster.Storage, new FakeTimeProvider(now.ToDateTimeOffset()));
        await versions.ReserveAsync(count);
        return versions.Take(count, first: null) + count - 1;
    }

    private async Task<OccupancyVersionsState> ReadAsync(GrainId id) => (await LoadAsync(id)).State!;

    private async Task WriteAsync(GrainId id, OccupancyVersionsState state)
    {
        var record = await LoadAsync(id);
        record.State = state;
        await cluster.Storage.WriteStateAsync("occupancy", id, record);
    }

    private async Task<GrainState<OccupancyVersionsState>> LoadAsync(GrainId id)
    {
        var record = new GrainState<OccupancyVersionsState>(new OccupancyVersionsState());
        await cluster.Storage.ReadStateAsync("occupancy", id, record);
        return record;
    }
}
