using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;
using Scheduling.Grains.Rooms;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>From the change of a booking to the feeds of everybody concerned, whatever is lost in between.</summary>
public sealed class NewsTests(GrainCluster cluster)
{
    private static readonly (long, BookingStatus)[] BookedAndCancelled = [(1, BookingStatus.Confirmed), (2, BookingStatus.Cancelled)];

    public static TheoryData<CallFault> Faults => [CallFault.LostRequest, CallFault.LostAnswer];

    [Fact]
    public async Task Change_EveryKind_IsToldToAllConcernedInOrder()
    {
        var scene = await SceneAsync();
        var other = await cluster.NewVenueAsync(await cluster.NewNetworkAsync());
        var (leaves, comes) = (await cluster.NewAdvisorAsync(scene.Network), await cluster.NewAdvisorAsync(scene.Network));
        var booked = await cluster.BookedAsync(scene.Lead, A.Booking(scene.Room) with { CoHosts = [leaves] });

        var changed = await cluster.Grains.Get(scene.Lead).ChangeAsync(new ChangeBooking
        {
            Actor = GrainCluster.Admin,
            Booking = booked.Id,
            Room = await cluster.NewRoomAsync(other),
            CoHosts = [comes],
        });
        Assert.Empty(changed.Refusals);
        await cluster.CancelAsync(booked.Id);

        (long, BookingStatus)[] all = [(1, BookingStatus.Confirmed), (2, BookingStatus.Confirmed), (3, BookingStatus.Cancelled)];
        foreach (var feed in new[] { FeedId.Of(scene.Lead), FeedId.Of(scene.Network) })
            Assert.Equal(all, await FeedReader.StoryAsync(cluster, feed, booked.Id, 3));
        foreach (var feed in new[] { FeedId.Of(leaves), FeedId.Of(scene.Owner) })
            Assert.Equal(all[..2], await FeedReader.StoryAsync(cluster, feed, booked.Id, 2));
        foreach (var feed in new[] { FeedId.Of(comes), await OwnerFeedAsync(other) })
            Assert.Equal(all[1..], await FeedReader.StoryAsync(cluster, feed, booked.Id, 2));
    }

    [Fact]
    public async Task Change_ThatChangesNothing_IsNoNews()
    {
        var scene = await SceneAsync();
        var booked = await cluster.BookedAsync(scene.Lead, A.Booking(scene.Room));
        await cluster.CancelAsync(booked.Id, A.Key("c"));

        await cluster.CancelAsync(booked.Id, A.Key("c"));
        await cluster.CancelAsync(booked.Id);
        var last = await cluster.BookedAsync(scene.Lead, A.Booking(scene.Room));

        var read = await FeedReader.ReadAsync(cluster, FeedId.Of(scene.Lead), 3);
        Assert.Equal([(booked.Id, 1L), (booked.Id, 2L), (last.Id, 1L)], read.Select(news => (news.Booking, news.Version)));
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Crash_AfterTheCommit_TheNextLookTellsWhatWasNotTold(CallFault fault)
    {
        var scene = await SceneAsync();
        cluster.Calls.Orders.FailNext(scene.Owner.Value, nameof(IFeedGrain.AppendAsync), fault);
        var arrived = cluster.Calls.ArrivalsAsync(scene.Owner.Value, nameof(IFeedGrain.AppendAsync), 1);
        var booked = await cluster.BookedAsync(scene.Lead, A.Booking(scene.Room));
        await arrived;
        await cluster.ReactivateAsync(cluster.Grains.Get(scene.Lead));

        await cluster.Grains.Get(scene.Lead).GetBookingAsync(booked.Id, GrainCluster.Admin);
        await cluster.CancelAsync(booked.Id);

        foreach (var feed in scene.Feeds)
            Assert.Equal(BookedAndCancelled, await FeedReader.StoryAsync(cluster, feed, booked.Id, 2));
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Crash_AfterTheCommit_TheReminderTellsAndIsDoneWithIt(CallFault fault)
    {
        var scene = await SceneAsync();
        cluster.Calls.Orders.FailNext(scene.Owner.Value, nameof(IFeedGrain.AppendAsync), fault);
        var arrived = cluster.Calls.ArrivalsAsync(scene.Owner.Value, nameof(IFeedGrain.AppendAsync), 1);
        var booked = await cluster.BookedAsync(scene.Lead, A.Booking(scene.Room));
        await arrived;
        await cluster.ReactivateAsync(cluster.Grains.Get(scene.Lead));
        Assert.True(await cluster.HasReminderAsync(scene.Lead.Value));

        await cluster.RemindAsync(scene.Lead.Value);

        foreach (var feed in scene.Feeds)
            Assert.Equal([(1, BookingStatus.Confirmed)], await FeedReader.StoryAsync(cluster, feed, booked.Id, 1));
        Assert.Empty(Assert.Single(await cluster.Of(scene.Lead).BookingsAsync()).News);
        // It stays for the booking's end, and goes with the booking.
        Assert.True(await cluster.HasReminderAsync(scene.Lead.Value));
        await cluster.CancelAsync(booked.Id);
        foreach (var feed in scene.Feeds)
            await FeedReader.StoryAsync(cluster, feed, booked.Id, 2);
        // The lead hears that they were told a little later than whoever reads them.
        await cluster.LetOthersRunAsync(scene.Lead);
        await cluster.RemindAsync(scene.Lead.Value);
        Assert.False(await cluster.HasReminderAsync(scene.Lead.Value));
    }

    [Fact]
    public async Task Commit_StoredAndItsAnswerLost_IsToldOnce()
    {
        var scene = await SceneAsync();
        var command = A.Booking(scene.Room) with { Key = A.Key("k") };
        cluster.Storage.Writes.FailNext(scene.Lead.Value, "week-", WriteFault.LostAfter);
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.BookAsync(scene.Lead, command));
        Assert.True(await cluster.HasReminderAsync(scene.Lead.Value));

        var booked = await cluster.BookedAsync(scene.Lead, command);
        await cluster.CancelAsync(booked.Id);

        foreach (var feed in scene.Feeds)
            Assert.Equal(BookedAndCancelled, await FeedReader.StoryAsync(cluster, feed, booked.Id, 2));
    }

    [Fact]
    public async Task Change_FirstNewsIsLate_ComesBeforeTheSecond()
    {
        var scene = await SceneAsync();
        var late = cluster.Calls.Orders.HoldNext(scene.Owner.Value, nameof(IFeedGrain.AppendAsync));
        var booked = await cluster.BookedAsync(scene.Lead, A.Booking(scene.Room));
        await late.ArrivedAsync();

        await cluster.CancelAsync(booked.Id);

        Assert.Equal(BookedAndCancelled, await FeedReader.StoryAsync(cluster, FeedId.Of(scene.Owner), booked.Id, 2));
        late.Open();
        await cluster.RemindAsync(scene.Lead.Value);
        Assert.Equal(2, (await FeedReader.ReadAsync(cluster, FeedId.Of(scene.Owner), 2)).Count);
    }

    [Fact]
    public async Task Change_ManyBookingsAtOnce_EachStandsOnceAndInItsOrder()
    {
        const int Leads = 8, Each = 12;
        var network = await cluster.NewNetworkAsync();
        var leads = await Task.WhenAll(Enumerable.Range(0, Leads).Select(_ => cluster.NewAdvisorAsync(network)));
        var dropped = leads.SelectMany(lead => Enumerable.Repeat(lead.Value, 2).Append(network.Value)).ToList();
        foreach (var feed in dropped)
            cluster.Calls.Orders.FailNext(feed, nameof(IFeedGrain.AppendAsync), CallFault.LostAnswer);

        await Task.WhenAll(leads.Select(async lead =>
        {
            var room = await cluster.NewRoomAsync();
            await Task.WhenAll(Enumerable.Range(0, Each).Select(async hour =>
            {
                var booked = await cluster.BookedAsync(lead, A.Booking(room, A.Hours(hour, hour + 1)));
                await cluster.CancelAsync(booked.Id);
            }));
        }));
        await Task.WhenAll(leads.Select(lead => cluster.RemindAsync(lead.Value)));

        var read = await FeedReader.ReadAsync(cluster, FeedId.Of(network), 2 * Leads * Each);
        Assert.Equal(2 * Leads * Each, read.Count);
        Assert.All(read.GroupBy(news => news.Booking), story => Assert.Equal([1L, 2L], story.Select(news => news.Version)));
        foreach (var lead in leads)
            Assert.Equal(2 * Each, (await FeedReader.ReadAsync(cluster, FeedId.Of(lead), 2 * Each)).Count);
    }

    private async Task<FeedId> OwnerFeedAsync(VenueId venue) => FeedId.Of((await cluster.Grains.Get(venue).GetAsync())!.Owner);

    private async Task<Scene> SceneAsync()
    {
        var (owner, network) = (await cluster.NewNetworkAsync("Owner"), await cluster.NewNetworkAsync());
        return new Scene(
            await cluster.NewAdvisorAsync(network), network, owner, await cluster.NewRoomAsync(await cluster.NewVenueAsync(owner)));
    }

    private sealed record Scene(AdvisorId Lead, OrganizationId Network, OrganizationId Owner, RoomId Room)
    {
        public FeedId[] Feeds => [FeedId.Of(Lead), FeedId.Of(Network), FeedId.Of(Owner)];
    }
}
