using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>
/// Weeks end on Monday 00:00Z, in the middle of some evening of the world. A claim that reaches over that instant lies in
/// both pages, so that the version of either refuses an activation that does not know of it.
/// </summary>
public sealed class WeekBoundaryTests(GrainCluster cluster)
{
    // Around the end of the week of A.Monday.
    private static readonly Period Across = A.Hours(7 * 24 - 1, 7 * 24 + 1);
    private static readonly Period Before = A.Hours(7 * 24 - 1, 7 * 24);
    private static readonly Period After = A.Hours(7 * 24, 7 * 24 + 0.5);

    private static readonly IsoWeek First = IsoWeek.Of(A.Monday);
    private static readonly IsoWeek Second = IsoWeek.Of(After.Start);

    [Fact]
    public async Task Book_EndsWithTheWeekAndTheNextOneIsKnownButNotLoaded_IsConfirmed()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        await cluster.BookedAsync(lead, A.Booking(room, After));
        await cluster.ReactivateAsync(cluster.Grains.Get(room));
        await cluster.ReactivateAsync(cluster.Grains.Get(lead));

        await cluster.BookedAsync(lead, A.Booking(room, Before));

        Assert.Equal(2, (await cluster.Of(room).ClaimsAsync()).Count);
    }

    [Fact]
    public async Task Book_AcrossTheWeeksEnd_LiesInBothPagesOfRoomAndLeadUntilCancelled()
    {
        var (room, lead) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());

        var booked = await cluster.BookedAsync(lead, A.Booking(room, Across));

        foreach (var week in new[] { First, Second })
        {
            Assert.Equal(booked.Id, Assert.Single((await cluster.Of(room).PageAsync(week)).Claims).Booking);
            Assert.Equal(booked.Id, Assert.Single((await cluster.Of(lead).PageAsync(week)).Claims).Booking);
        }

        await cluster.CancelAsync(booked.Id);
        Assert.Empty(await cluster.Of(room).ClaimsAsync());
        Assert.Empty(await cluster.Of(lead).ClaimsAsync());
        await cluster.BookedAsync(lead, A.Booking(room, After));
    }

    [Fact]
    public async Task Book_OnlyTheBufferReachesIntoTheNextWeek_HoldsItThere()
    {
        var policy = BookingPolicy.Default with { TeardownBuffer = Duration.FromHours(2) };
        var (room, lead, other) = (await cluster.NewRoomAsync(A.Room with { Policy = policy }),
            await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        await cluster.BookedAsync(lead, A.Booking(room, Before));
        await cluster.ReactivateAsync(cluster.Grains.Get(room));

        var refused = await cluster.BookAsync(other, A.Booking(room, After));

        Assert.Equal([RefusalCode.SlotTaken], refused.Codes());
        Assert.Single((await cluster.Of(room).PageAsync(Second)).Claims);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Book_TwoActivationsOfTheRoomAroundTheWeeksEnd_OnlyOneGrants(bool acrossFirst)
    {
        var twin = await cluster.TwinAsync();
        var (room, lead, other) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        // The first activation knows both pages, and will not look again.
        await cluster.BookedAsync(lead, A.Booking(room, A.Hours(0, 1)));
        await cluster.BookedAsync(lead, A.Booking(room, A.Hours(8 * 24, 8 * 24 + 1)));
        await twin.BookedAsync(lead, A.Booking(room, acrossFirst ? Across : After));

        var refused = await cluster.BookAsync(other, A.Booking(room, acrossFirst ? After : Across));

        Assert.Equal([RefusalCode.SlotTaken], refused.Codes());
        Assert.Equal(3, (await cluster.Of(room).ClaimsAsync()).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Book_TwoActivationsOfTheLeadAroundTheWeeksEnd_OnlyOneCommits(bool acrossFirst)
    {
        var twin = await cluster.TwinAsync();
        var (room, other, lead) = (await cluster.NewRoomAsync(), await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        await cluster.BookedAsync(lead, A.Booking(room, A.Hours(0, 1)));
        await cluster.BookedAsync(lead, A.Booking(room, A.Hours(8 * 24, 8 * 24 + 1)));
        await twin.BookedAsync(lead, A.Booking(room, acrossFirst ? Across : After));

        var refused = await Shortcuts.RepeatAsync(() => cluster.BookAsync(lead, A.Booking(other, acrossFirst ? After : Across)));

        Assert.Equal([RefusalCode.AdvisorBusy], refused.Codes());
        Assert.Equal(3, (await cluster.Of(lead).BookingsAsync()).Count);
        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(other, acrossFirst ? After : Across));
    }
}
