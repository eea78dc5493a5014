using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Series;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A venue that the register gives to another owner, with bookings ahead in it.</summary>
public sealed class HandOverTests(GrainCluster cluster)
{
    private static readonly RoomDetails OnRequest =
        A.Room with { Policy = BookingPolicy.Default with { Approval = ApprovalMode.OnRequest } };

    [Fact]
    public async Task Import_AnotherOwner_SeesAndDecidesWhatIsAhead()
    {
        var scene = await SceneAsync();

        await scene.HandOverAsync();

        Assert.Empty(await scene.RequestsAsync(scene.Former));
        Assert.Equal([scene.Asked.Id], await scene.RequestsAsync(scene.Next));
        Assert.Equal([RefusalCode.Forbidden], (await scene.Lead.GetBookingAsync(scene.Asked.Id, Of(scene.Former))).Codes());
        Assert.Equal([RefusalCode.Forbidden], (await scene.Lead.DecideAsync(scene.Accept(scene.Former))).Codes());
        Assert.Equal([RefusalCode.Forbidden], (await scene.Lead.CancelAsync(scene.Cancel(scene.Former))).Codes());
        var seen = (await scene.Lead.GetBookingAsync(scene.Asked.Id, Of(scene.Next))).Value!;
        Assert.Equal((BookingStatus.Pending, 2L, "system"), (seen.Status, seen.Version, seen.History[^1].By));
        Assert.Equal(BookingStatus.Confirmed, (await scene.Lead.DecideAsync(scene.Accept(scene.Next))).Value!.Status);
        Assert.Empty(await scene.RequestsAsync(scene.Next));
        await cluster.ReactivateAsync(scene.Lead);
        Assert.Equal(BookingStatus.Cancelled, (await scene.Lead.CancelAsync(scene.Cancel(scene.Next))).Value!.Status);
    }

    [Fact]
    public async Task Import_AnotherOwner_HearsOfItInTheFeedAndTheFormerOwnerOfNothingLater()
    {
        var scene = await SceneAsync();

        await scene.HandOverAsync();
        await scene.Lead.DecideAsync(scene.Accept(scene.Next));

        Assert.Equal([2L, 3L], await VersionsAsync(scene.Next, 2));
        Assert.Equal([1L, 2L], await VersionsAsync(scene.Former, 2));
    }

    [Fact]
    public async Task Import_AnotherOwner_DecidesOnTheSeries()
    {
        var series = await SeriesScene.MakeAsync(cluster, ApprovalMode.OnRequest);
        var asked = await series.BookedAsync(series.Terms());
        var venue = (await cluster.Grains.Get(series.Room).GetAsync())!.Venue;
        var next = await cluster.NewNetworkAsync("Next");

        await HandOverAsync(venue, next);

        DecideSeries Accept(OrganizationId owner) => new() { Actor = Of(owner), Series = asked.Id, Decision = Decision.Accept };
        Assert.Equal([RefusalCode.Forbidden], (await series.Lead.GetSeriesAsync(asked.Id, Of(series.Owner))).Codes());
        Assert.Equal([RefusalCode.Forbidden], (await series.Lead.DecideSeriesAsync(Accept(series.Owner))).Codes());
        Assert.All((await series.Lead.DecideSeriesAsync(Accept(next))).Value!.Dates, date => Assert.Equal(SeriesDateOutcome.Booked, date.Outcome));
    }

    [Theory]
    [InlineData(CallFault.LostRequest)]
    [InlineData(CallFault.LostAnswer)]
    public async Task Import_ALeadDoesNotAnswer_HearsOfItAgain(CallFault fault)
    {
        var scene = await SceneAsync();
        // As often as it is tried at once.
        for (var i = 0; i < 3; i++)
            cluster.Calls.Orders.FailNext(scene.Asked.Lead.Value, nameof(IAdvisorGrain.HandOverAsync), fault);

        await scene.HandOverAsync();
        Assert.True(await cluster.HasReminderAsync(scene.Room.Value));
        await cluster.ReactivateAsync(cluster.Grains.Get(scene.Room));
        await cluster.RemindAsync(scene.Room.Value);
        await cluster.RemindAsync(scene.Room.Value);

        Assert.Equal([RefusalCode.Forbidden], (await scene.Lead.GetBookingAsync(scene.Asked.Id, Of(scene.Former))).Codes());
        Assert.Equal(2L, (await scene.Lead.GetBookingAsync(scene.Asked.Id, Of(scene.Next))).Value!.Version);
        Assert.False(await cluster.HasReminderAsync(scene.Room.Value));
    }

    [Fact]
    public async Task Import_WhileABookingIsBeingMade_ItIsTheNewOwnersAllTheSame()
    {
        var scene = await SceneAsync();
        var lead = await cluster.NewLeadAsync();
        var commit = cluster.Storage.Writes.HoldNext(lead.Value, "week-");
        var booking = cluster.BookAsync(lead, A.Booking(scene.Room, A.Hours(13, 14)));
        await commit.ArrivedAsync();

        var handing = scene.HandOverAsync();
        await cluster.LetOthersRunAsync(lead);
        commit.Open();
        await handing;
        await cluster.RemindAsync(scene.Room.Value);

        var made = (await booking).Value!;
        Assert.NotNull((await cluster.Grains.Get(lead).GetBookingAsync(made.Id, Of(scene.Next))).Value);
        Assert.Equal([RefusalCode.Forbidden], (await cluster.Grains.Get(lead).GetBookingAsync(made.Id, Of(scene.Former))).Codes());
    }

    private GrainCluster Cluster => cluster;

    private static Actor Of(OrganizationId owner) => new() { Subject = $"manager of {owner}", Roles = [Role.Manager], Organization = owner };

    private async Task HandOverAsync(VenueId venue, OrganizationId owner)
    {
        var imported = await cluster.Grains.Get(venue).ImportAsync(new ImportVenue { Actor = GrainCluster.Admin, Owner = owner, Details = A.Venue });
        Assert.Empty(imported.Refusals);
    }

    private async Task<IEnumerable<long>> VersionsAsync(OrganizationId owner, int atLeast)
    {
        var feed = cluster.Grains.Get(FeedId.Of(owner));
        while (true)
        {
            var read = (await feed.ReadAsync(new FeedRead { Actor = GrainCluster.Admin, After = 0, Count = 100 }, follower: null)).Value!;
            if (read.Entries.Length >= atLeast)
                return read.Entries.Select(news => news.Version);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private async Task<Scene> SceneAsync()
    {
        var (former, next) = (await cluster.NewNetworkAsync("Former"), await cluster.NewNetworkAsync("Next"));
        var venue = await cluster.NewVenueAsync(former);
        var room = await cluster.NewRoomAsync(venue, OnRequest);
        var asked = await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room));
        return new Scene(this, former, next, venue, room, asked);
    }

    private sealed record Scene(
        HandOverTests Tests, OrganizationId Former, OrganizationId Next, VenueId Venue, RoomId Room, BookingView Asked)
    {
        public IAdvisorGrain Lead => Tests.Cluster.Grains.Get(Asked.Lead);

        public Task HandOverAsync() => Tests.HandOverAsync(Venue, Next);

        public DecideBooking Accept(OrganizationId owner) => new() { Actor = Of(owner), Booking = Asked.Id, Decision = Decision.Accept };

        public CancelBooking Cancel(OrganizationId owner) => new() { Actor = Of(owner), Booking = Asked.Id };

        public async Task<IEnumerable<BookingId>> RequestsAsync(OrganizationId owner) =>
            (await Tests.Cluster.Grains.Get(owner).RequestsAsync(new PageRequest(10, After: null), Of(owner))).Value!.Items.Select(item => item.Node);
    }
}
