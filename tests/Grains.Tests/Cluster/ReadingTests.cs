using System.Reflection;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;
using Scheduling.Testing;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>What is read of a room without a message is what the room itself would answer.</summary>
public sealed class ReadingTests(GrainCluster cluster)
{
    private readonly Dice _dice = new();

    // Where a grain that is asked fails the test.
    private RoomReader Unasked => new(DispatchProxy.Create<IGrainFactory, NoGrains>(), Board, TimeProvider.System);

    private RoomReader Reader => cluster.OfSilo<RoomReader>();

    private Board<RoomId, RoomReading> Board => cluster.OfSilo<Board<RoomId, RoomReading>>();

    [Fact]
    public async Task FreeBusy_RoomThatWasBooked_TellsItWithoutAMessage()
    {
        var (room, lead) = (await NewAskedRoomAsync(), await cluster.NewLeadAsync());
        var during = A.Hours(8, 12);

        var before = await Unasked.FreeBusyAsync(room, during);
        await cluster.BookedAsync(lead, A.Booking(room));
        var after = await Unasked.FreeBusyAsync(room, during);

        Assert.Equal([FreeBusyState.Free], before.Select(stretch => stretch.State));
        Assert.Equal([FreeBusyState.Free, FreeBusyState.Busy, FreeBusyState.Free], after.Select(stretch => stretch.State));
        Assert.Equal(await cluster.Grains.Get(room).FreeBusyAsync(during), after);
    }

    [Fact]
    public async Task FreeBusy_ClaimThatIsBeingWritten_IsNotToldOf()
    {
        var (room, lead) = (await NewAskedRoomAsync(), await cluster.NewLeadAsync());
        var write = cluster.Storage.Writes.HoldNext(room.Value, "week-");
        var booking = cluster.BookAsync(lead, A.Booking(room));
        await write.ArrivedAsync();

        var meanwhile = await Unasked.FreeBusyAsync(room, A.Hours(9, 11));
        write.Open();
        await booking;

        Assert.Equal([FreeBusyState.Free], meanwhile.Select(stretch => stretch.State));
        Assert.Equal([FreeBusyState.Busy], (await Unasked.FreeBusyAsync(room, A.Hours(9, 11))).Select(stretch => stretch.State));
    }

    [Fact]
    public async Task FreeBusy_WriteThatIsLost_IsNotToldOf()
    {
        var (room, lead) = (await NewAskedRoomAsync(), await cluster.NewLeadAsync());
        await cluster.BookedAsync(lead, A.Booking(room, A.Hours(13, 14)));
        cluster.Storage.Writes.FailNext(room.Value, "week-", WriteFault.LostBefore);

        await Assert.ThrowsAnyAsync<Exception>(async () => await cluster.Grains.Get(room).ClaimAsync(await cluster.ClaimOfAsync(lead)));

        Assert.Equal([FreeBusyState.Free], (await Reader.FreeBusyAsync(room, A.Hours(9, 11))).Select(stretch => stretch.State));
    }

    [Fact]
    public async Task FreeBusy_WeekThatHasNotBeenReadSinceTheRoomWasActivated_IsAskedOfTheRoom()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        await cluster.BookedAsync(lead, A.Booking(room));
        await cluster.ReactivateAsync(cluster.Grains.Get(room));
        Assert.False(Board.TryRead(room, out _));

        Assert.NotNull(await cluster.Grains.Get(room).GetAsync());

        Assert.NotNull(await Unasked.GetAsync(room));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Unasked.FreeBusyAsync(room, A.Hours(9, 11)));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Unasked.FindBookableAsync(room, A.Hours(9, 11), seats: 8));
        Assert.Equal([FreeBusyState.Busy], (await Reader.FreeBusyAsync(room, A.Hours(9, 11))).Select(stretch => stretch.State));
        Assert.Equal([FreeBusyState.Busy], (await Unasked.FreeBusyAsync(room, A.Hours(9, 11))).Select(stretch => stretch.State));
    }

    [Fact]
    public async Task FindBookable_BuildingWithALimit_IsAskedOfTheRoom()
    {
        var venue = await cluster.NewVenueAsync(await cluster.NewNetworkAsync("Owner"), maxOccupancy: 8);
        var (room, other) = (await cluster.NewRoomAsync(venue), await cluster.NewRoomAsync(venue));
        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(other));

        Assert.Null(await Reader.FindBookableAsync(room, A.Hours(9, 11), seats: 8));
        Assert.NotNull(await Reader.FindBookableAsync(room, A.Hours(11, 13), seats: 8));
    }

    [Fact]
    public async Task Get_VenueThatGotARoom_TellsItWithoutAMessage()
    {
        var reader = new VenueReader(DispatchProxy.Create<IGrainFactory, NoGrains>(), cluster.OfSilo<Board<VenueId, VenueView>>());
        var venue = await cluster.NewVenueAsync(await cluster.NewNetworkAsync("Owner"));
        Assert.Equal(A.Venue.Name, (await cluster.OfSilo<VenueReader>().GetAsync(venue))!.Details.Name);

        var room = await cluster.NewRoomAsync(venue);

        Assert.Equal([room], (await reader.GetAsync(venue))!.Rooms);
        Assert.Null(await cluster.OfSilo<VenueReader>().GetAsync(EntityIds.Of<VenueId>(cluster.NewKey())));
    }

    [Fact]
    public async Task RandomLife_WhateverHappens_IsReadAsTheRoomAnswersIt()
    {
        var details = A.Room with
        {
            Sharing = RoomSharing.BySeats,
            Policy = BookingPolicy.Default with { SetupBuffer = Duration.FromMinutes(30), TeardownBuffer = Duration.FromMinutes(15) },
        };
        var room = await cluster.NewRoomAsync(details);
        AdvisorId[] leads = [await cluster.NewLeadAsync(), await cluster.NewLeadAsync(), await cluster.NewLeadAsync()];
        var made = new List<BookingId>();
        for (var i = 0; i < 120; i++)
        {
            switch (_dice.Between(0, 9))
            {
                case 0 when made.Count > 0:
                    await cluster.CancelAsync(_dice.Pick([.. made]));
                    break;
                case 1:
                    await cluster.ReactivateAsync(cluster.Grains.Get(room));
                    break;
                default:
                    var booked = await cluster.BookAsync(_dice.Pick(leads), A.Booking(room, RandomPeriod()) with { Seats = _dice.Between(1, 8) });
                    if (booked.Value is { } view)
                        made.Add(view.Id);
                    break;
            }

            var (during, seats) = (RandomPeriod(), _dice.Between(1, 8));
            var (read, bookable) = (await Reader.FreeBusyAsync(room, during), await Reader.FindBookableAsync(room, during, seats));
            Assert.True((await cluster.Grains.Get(room).FreeBusyAsync(during)).SequenceEqual(read), $"{during}. {Dice.Replay}");
            Assert.True((await cluster.Grains.Get(room).FindBookableAsync(during, seats) is null) == bookable is null, $"{seats} at {during}. {Dice.Replay}");
        }
    }

    [Fact]
    public async Task FreeBusy_WhileTheRoomEndsAgainAndAgain_TellsEveryAcknowledgedBookingAtOnce()
    {
        const int each = 20;
        var room = await NewAskedRoomAsync();
        using var over = new CancellationTokenSource();
        var ending = EndAgainAndAgainAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(async day =>
        {
            var lead = await cluster.NewLeadAsync();
            for (var hour = 0; hour < each; hour++)
            {
                var period = A.Hours((24 * day) + hour, (24 * day) + hour + 1);
                await Shortcuts.RepeatAsync(() => cluster.BookedAsync(lead, A.Booking(room, period) with { Key = A.Key($"{room}{day}{hour}") }));
                Assert.Equal([FreeBusyState.Busy], (await Reader.FreeBusyAsync(room, period)).Select(stretch => stretch.State));
            }
        }));
        await over.CancelAsync();
        await ending;

        async Task EndAgainAndAgainAsync()
        {
            while (!over.IsCancellationRequested)
            {
                cluster.EndActivation(room.Value);
                await Task.Delay(20);
                Assert.NotNull(await Reader.GetAsync(room));
            }
        }
    }

    private async Task<RoomId> NewAskedRoomAsync()
    {
        var room = await cluster.NewRoomAsync();
        Assert.NotNull(await Reader.GetAsync(room));
        return room;
    }

    // Around the boundary of two weeks, so that some lie in both.
    private Period RandomPeriod()
    {
        var start = A.Monday + Duration.FromMinutes(15 * _dice.Between(-150, 150));
        return new Period(start, start + Duration.FromMinutes(15 * _dice.Between(1, 20)));
    }
}
