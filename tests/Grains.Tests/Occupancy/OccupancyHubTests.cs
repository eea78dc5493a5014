using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Occupancy;

/// <summary>A hub over real rooms, by a clock that a test puts forward: it asks when it should, and remembers nobody who left.</summary>
public sealed class OccupancyHubTests(GrainCluster cluster)
{
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);

    [Fact]
    public async Task Follow_ManyReadersOfOneRoom_AsksItOnceAndGivesEachItsPresentState()
    {
        var (hub, room) = (NewHub(), await cluster.NewRoomAsync());
        var twice = cluster.Calls.ArrivalsAsync(room.Value, nameof(IRoomGrain.FollowOccupancyAsync), 2);
        var readers = Enumerable.Range(0, 50).Select(_ => hub.Open()).ToList();

        Parallel.ForEach(readers, reader => reader.Follow([room, room]));

        var views = await Task.WhenAll(readers.Select(Readers.NextAsync));
        Assert.All(views, view => Assert.Equal((room, OccupancyState.Free), (view.Room, view.State)));
        Assert.False(twice.IsCompleted);
        // The one that is renewed before the room forgets.
        _clock.Advance(IRoomGrain.FollowedFor / 2);
        await twice;
    }

    [Fact]
    public async Task Follow_NotPublishedYet_IsGivenOnceItIs()
    {
        var (hub, venue) = (NewHub(), await cluster.NewVenueAsync(await cluster.NewNetworkAsync()));
        var room = EntityIds.Of<RoomId>(cluster.NewKey());
        var asked = cluster.Calls.ArrivalsAsync(room.Value, nameof(IRoomGrain.FollowOccupancyAsync), 1);
        using var reader = hub.Open();
        reader.Follow([room]);
        await asked;

        await cluster.Grains.Get(room).PublishAsync(new PublishRoom { Actor = GrainCluster.Admin, Venue = venue, Details = A.Room });

        Assert.Equal((room, 8), await Readers.NextAsync(reader) is var view ? (view.Room, view.SeatsTotal) : default);
    }

    [Fact]
    public async Task FollowVenue_RoomPublishedLater_JoinsAtOnce()
    {
        var (hub, venue) = (NewHub(), await cluster.NewVenueAsync(await cluster.NewNetworkAsync()));
        var first = await cluster.NewRoomAsync(venue);
        using var reader = hub.Open();
        reader.FollowVenue(venue);
        Assert.Equal(first, (await Readers.NextAsync(reader)).Room);

        // Nothing is asked again by the clock, which stands still: the venue tells, also once it has begun anew.
        var second = await cluster.NewRoomAsync(venue);
        Assert.Equal(second, (await Readers.NextAsync(reader)).Room);
        using var another = hub.Open();
        another.FollowVenue(venue);
        Assert.Equal(
            new[] { first, second }.ToHashSet(),
            [(await Readers.NextAsync(another)).Room, (await Readers.NextAsync(another)).Room]);
        var again = cluster.Calls.ArrivalsAsync(venue.Value, nameof(IVenueGrain.FollowRoomsAsync), 1);
        await cluster.ReactivateAsync(cluster.Grains.Get(venue));
        await again;
        var third = await cluster.NewRoomAsync(venue);
        Assert.Equal(third, (await Readers.NextAsync(reader)).Room);
    }

    [Fact]
    public async Task FollowCommune_VenuesOfSeveralOwners_GivesEveryRoomThatLiesThere()
    {
        var details = A.Venue with { Address = A.Venue.Address with { InseeCode = "2A004" } };
        var venues = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ => await cluster.NewVenueAsync(await cluster.NewNetworkAsync(), details)));
        var rooms = await Task.WhenAll(venues.Select(venue => cluster.NewRoomAsync(venue)));
        using var reader = NewHub().Open();

        reader.FollowCommune("2A004");

        Assert.Equal(rooms.ToHashSet(), [(await Readers.NextAsync(reader)).Room, (await Readers.NextAsync(reader)).Room]);
    }

    [Fact]
    public async Task FollowCommune_RoomPublishedThereLater_JoinsWhenItIsAskedAgain()
    {
        var (hub, venue) = (NewHub(), await NewVenueInAsync("2A006"));
        var first = await cluster.NewRoomAsync(venue);
        using var reader = hub.Open();
        reader.FollowCommune("2A006");
        Assert.Equal(first, (await Readers.NextAsync(reader)).Room);

        var second = await cluster.NewRoomAsync(await NewVenueInAsync("2A006"));
        await AskAgainAsync("2A006");

        Assert.Equal(second, (await Readers.NextAsync(reader)).Room);
    }

    [Fact]
    public async Task FollowCommune_VenueMovesToAnother_ItsRoomsLeaveUnlessFollowedForAnotherReason()
    {
        var (hub, leaves) = (NewHub(), await NewVenueInAsync("2A008"));
        var (moved, stays) = (await cluster.NewRoomAsync(leaves), await cluster.NewRoomAsync(await NewVenueInAsync("2A008")));
        using var reader = hub.Open();
        using var other = hub.Open();
        reader.FollowCommune("2A008");
        other.FollowCommune("2A008");
        other.Follow([moved]);
        foreach (var each in new[] { reader, other })
            Assert.Equal(new[] { moved, stays }.ToHashSet(), [(await Readers.NextAsync(each)).Room, (await Readers.NextAsync(each)).Room]);

        var made = await cluster.Grains.Get(leaves).UpdateAsync(
            new UpdateVenue { Actor = GrainCluster.Admin, Address = A.Venue.Address with { InseeCode = "2A011" } });
        Assert.Empty(made.Refusals);
        // What was asked first has been taken in when it is asked a second time.
        await AskAgainAsync("2A008");
        await AskAgainAsync("2A008");
        foreach (var room in new[] { moved, stays })
            await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room));

        Assert.Equal((stays, true), await Readers.NextAsync(reader) is var view ? (view.Room, view.Until is not null) : default);
        Assert.Equal(new[] { moved, stays }.ToHashSet(), [(await Readers.NextAsync(other)).Room, (await Readers.NextAsync(other)).Room]);
        Assert.Equal((2, 1), hub.Following);
        other.Dispose();
        Assert.Equal((1, 1), hub.Following);
    }

    [Fact]
    public async Task Dispose_AtOnceWithFollow_LeavesNothingBehind()
    {
        var (hub, venue) = (NewHub(), await cluster.NewVenueAsync(await cluster.NewNetworkAsync()));
        var rooms = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cluster.NewRoomAsync(venue)));
        for (var round = 0; round < 200; round++)
        {
            var readers = Enumerable.Range(0, 8).Select(_ => hub.Open()).ToList();
            Parallel.Invoke([
                .. readers.Select<OccupancyReader, Action>(reader => () =>
                {
                    reader.Follow(rooms);
                    reader.FollowVenue(venue);
                    reader.FollowCommune("36005");
                }),
                .. readers.Select<OccupancyReader, Action>(reader => reader.Dispose),
            ]);
            readers.ForEach(reader => reader.Dispose());
        }

        Assert.Equal((0, 0), hub.Following);
    }

    [Fact]
    public async Task Follow_AfterTheLastReaderLeft_IsAskedAnew()
    {
        var (hub, room) = (NewHub(), await cluster.NewRoomAsync());
        using (var reader = hub.Open())
        {
            reader.Follow([room]);
            await Readers.NextAsync(reader);
            Assert.Equal((1, 0), hub.Following);
        }

        Assert.Equal((0, 0), hub.Following);
        using var next = hub.Open();
        next.Follow([room]);
        Assert.Equal(room, (await Readers.NextAsync(next)).Room);
    }

    [Fact]
    public async Task SiloStatus_OneHasGone_AsksEveryRoomAtOnce()
    {
        var (hub, room) = (NewHub(), await cluster.NewRoomAsync());
        using var reader = hub.Open();
        reader.Follow([room]);
        await Readers.NextAsync(reader);
        var asked = cluster.Calls.ArrivalsAsync(room.Value, nameof(IRoomGrain.FollowOccupancyAsync), 1);

        hub.SiloStatusChangeNotification(SiloAddress.Zero, SiloStatus.Joining);
        Assert.False(asked.IsCompleted);
        hub.SiloStatusChangeNotification(SiloAddress.Zero, SiloStatus.Dead);

        await asked;
    }

    [Fact]
    public async Task Follow_RoomDoesNotAnswer_IsAskedAgainAfterASecond()
    {
        var (hub, room) = (NewHub(), await cluster.NewRoomAsync());
        cluster.Calls.Orders.FailNext(room.Value, nameof(IRoomGrain.FollowOccupancyAsync), CallFault.LostRequest);
        var asked = cluster.Calls.ArrivalsAsync(room.Value, nameof(IRoomGrain.FollowOccupancyAsync), 2);
        using var reader = hub.Open();
        reader.Follow([room]);
        var next = Readers.NextAsync(reader);

        while (!asked.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await cluster.Grains.Get(room).GetAsync();
        }

        Assert.Equal(room, (await next).Room);
    }

    private async Task<VenueId> NewVenueInAsync(string inseeCode) => await cluster.NewVenueAsync(
        await cluster.NewNetworkAsync(), A.Venue with { Address = A.Venue.Address with { InseeCode = inseeCode } });

    private async Task AskAgainAsync(string inseeCode)
    {
        var asked = cluster.Calls.ArrivalsAsync(CellKey.OfCommune(inseeCode), nameof(IDirectoryCellGrain.RoomsAsync), 1);
        while (!asked.IsCompleted)
        {
            _clock.Advance(IRoomGrain.FollowedFor / 2);
            await cluster.Grains.RoomSearch().InCommuneAsync("2A011");
        }

        await asked;
    }

    private OccupancyHub NewHub() => new(cluster.Grains, _clock, NullLogger<OccupancyHub>.Instance, []);
}
