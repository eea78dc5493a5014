using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Tests.Cluster;

public sealed class MergedWriteTests(GrainCluster cluster)
{
    [Fact]
    public async Task Book_SixtyFourCallersOfOneRoomAtOnce_CostAtMostTwoWritesOfItsPage()
    {
        const int callers = 64;
        var room = await cluster.NewRoomAsync(A.Room with { Seats = callers + 1, Sharing = RoomSharing.BySeats });
        var network = await cluster.NewNetworkAsync();
        var leads = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => cluster.NewAdvisorAsync(network)));
        // The week is listed by now: what follows writes its page and nothing else.
        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room) with { Seats = 1 });
        var before = cluster.Storage.WritesOf(room.Value, "");
        var first = cluster.Storage.Writes.HoldNext(room.Value, "week-");
        var arrived = cluster.Calls.ArrivalsAsync(room.Value, nameof(ICalendarGrain.ClaimAsync), callers);

        var booking = Task.WhenAll(leads.Select(lead => cluster.BookAsync(lead, A.Booking(room) with { Seats = 1 })));
        await first.ArrivedAsync();
        await arrived;
        // Whoever has arrived was decided, and waits for a write, when a later call is answered.
        await cluster.Grains.Get(room).GetAsync();
        first.Open();

        Assert.All(await booking, outcome => Assert.NotNull(outcome.Value));
        // One, when all of them were there before it began.
        Assert.InRange(cluster.Storage.WritesOf(room.Value, "") - before, 1, 2);
        Assert.Equal(callers + 1, (await cluster.Of(room).ClaimsAsync()).Count);
    }

    [Fact]
    public async Task Book_OneMore_CostsOneWriteOfRoomAndOneOfLead()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        await cluster.BookedAsync(lead, A.Booking(room, A.Hours(0, 1)));
        int Writes() => cluster.Storage.WritesOf(room.Value, "") + cluster.Storage.WritesOf(lead.Value, "week");
        var before = Writes();

        await cluster.BookedAsync(lead, A.Booking(room, A.Hours(1, 2)));

        Assert.Equal(2, Writes() - before);
    }
}
