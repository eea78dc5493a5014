using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Occupancy;

/// <summary>A room as a hub follows it, by a clock that a test puts forward.</summary>
public sealed class FollowedRoomTests
{
    private static readonly Plan Morning = new([Plan.Claim("a", 9, 11)], [Plan.Hours(0, 24)], []);

    private readonly FakeTimeProvider _clock = new(Plan.At(8).ToDateTimeOffset());
    private readonly OccupancyHub _hub;
    private readonly FollowedRoom _room;

    public FollowedRoomTests(GrainCluster cluster)
    {
        _hub = new OccupancyHub(cluster.Grains, _clock, NullLogger<OccupancyHub>.Instance, []);
        _room = new FollowedRoom(Morning.Tell(Plan.Hours(8, 24)).Room, _clock);
    }

    [Fact]
    public async Task Clock_ReachesAChangeWithNobodyDoingAnything_IsGivenAtThatInstant()
    {
        var reader = Reader();
        _room.Take(Morning.Tell(Plan.Hours(8, 24), version: 10));
        var before = await NextAsync(reader);
        var next = NextAsync(reader);

        _clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((OccupancyState.Free, 10L, Plan.At(9)), (before.State, before.Version, before.Until!.Value));
        var after = await next;
        Assert.Equal((OccupancyState.Reserved, 11L, Plan.At(9)), (after.State, after.Version, after.AsOf));
    }

    [Fact]
    public async Task Clock_ChangeIsWeeksAhead_IsGivenAtThatInstant()
    {
        var reader = Reader();
        var far = new Plan([], [Plan.Hours(0, 40 * 24)], []);
        _room.Take(far.Tell(Plan.Hours(8, 62 * 24), version: 10));
        await NextAsync(reader);
        var wished = _room.WishedAsync(TimeSpan.FromDays(45));

        for (var day = 0; day < 40; day++)
            _clock.Advance(TimeSpan.FromDays(1));

        // The only change there was: what comes behind it has to be asked.
        await wished.WaitAsync(Patience);
    }

    [Fact]
    public async Task Add_SeveralReaders_AreGivenThePresentStateAndTheVerySame()
    {
        _room.Add(new OccupancyReader(_hub));
        _room.Take(Morning.Tell(Plan.Hours(8, 24), version: 10));

        var views = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => NextAsync(Reader())));

        Assert.All(views, view => Assert.Same(views[0], view));
    }

    [Fact]
    public async Task Add_LongAfterTheLastChange_SaysWhatIsTrueNow()
    {
        _room.Add(new OccupancyReader(_hub));
        _room.Take(Morning.Tell(Plan.Hours(8, 24), version: 10));
        _clock.Advance(TimeSpan.FromMinutes(10));

        var view = await NextAsync(Reader());

        Assert.Equal((10L, _clock.GetUtcNow()), (view.Version, view.AsOf.ToDateTimeOffset()));
    }

    [Fact]
    public async Task Next_ReaderDidNotReadForAWhile_IsGivenTheLatestAndNoMore()
    {
        var reader = Reader();
        for (var seats = 1; seats <= 5; seats++)
            _room.Take(Morning.Tell(Plan.Hours(8, 24), version: 10 * seats) with { SeatsTotal = seats });

        Assert.Equal((5, 50L), (await NextAsync(reader)) is var view ? (view.SeatsTotal, view.Version) : default);
        Assert.False(NextAsync(reader).IsCompleted);
    }

    [Fact]
    public async Task Take_WordThatWasOvertaken_IsDropped()
    {
        var reader = Reader();
        _room.Take(Morning.Tell(Plan.Hours(8, 24), version: 20));
        await NextAsync(reader);

        _room.Take(Morning.Tell(Plan.Hours(8, 24), version: 10) with { SeatsTotal = 1 });

        Assert.False(NextAsync(reader).IsCompleted);
        Assert.Equal(20, (await NextAsync(Reader())).Version);
    }

    [Fact]
    public async Task Take_SameUnderHigherVersions_TellsNobodyWhoKnows()
    {
        var reader = Reader();
        _room.Take(Morning.Tell(Plan.Hours(8, 24), version: 10));
        await NextAsync(reader);

        // As after a restart of the room.
        _room.Take(Morning.Tell(Plan.Hours(8, 24), version: 1_000));

        Assert.False(NextAsync(reader).IsCompleted);
        Assert.Equal(1_000, (await NextAsync(Reader())).Version);
    }

    [Fact]
    public async Task Clock_IsSetBack_TellsNothingOfBefore()
    {
        var reader = Reader();
        _room.Take(Morning.Tell(Plan.Hours(8, 24), version: 10));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(11, (await NextAsync(reader)).Version);

        _clock.AdjustTime(Plan.At(8.5).ToDateTimeOffset());
        _room.Take(Morning.Tell(Plan.Hours(8, 24), version: 10));

        Assert.False(NextAsync(reader).IsCompleted);
        Assert.Equal(11, (await NextAsync(Reader())).Version);
    }

    [Fact]
    public async Task Clock_ReachesTheEndAndTheRoomIsNotThereYet_AsksOnceASecond()
    {
        _room.Take(Morning.Tell(Plan.Hours(8, 24), version: 10));
        var atTheEnd = _room.WishedAsync(TimeSpan.FromHours(9));
        Assert.False(atTheEnd.IsCompleted);
        _clock.Advance(TimeSpan.FromHours(3));
        await atTheEnd.WaitAsync(Patience);

        // The clock of its silo is behind: it says what it said.
        _room.Take(Morning.Tell(Plan.Hours(8, 24), version: 10));
        var again = _room.WishedAsync(TimeSpan.FromHours(9));

        Assert.False(again.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await again.WaitAsync(Patience);
    }

    [Fact]
    public async Task End_WhileSomebodyWaits_IsOverAtOnceAndTheClockTellsNothingMore()
    {
        var reader = Reader();
        _room.Take(Morning.Tell(Plan.Hours(8, 24), version: 10));
        await NextAsync(reader);
        var waits = _room.WishedAsync(TimeSpan.FromHours(9));

        _room.End();

        await waits.WaitAsync(Patience);
        _clock.Advance(TimeSpan.FromHours(3));
        Assert.True(_room.IsEnded);
        Assert.False(NextAsync(reader).IsCompleted);
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(60);

    private OccupancyReader Reader()
    {
        var reader = new OccupancyReader(_hub);
        _room.Add(reader);
        return reader;
    }

    private static async Task<RoomOccupancyView> NextAsync(OccupancyReader reader) =>
        await reader.NextAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
}
