using System.Diagnostics;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A feed by itself: whatever is appended, and however often, stands there once and keeps its place.</summary>
public sealed class FeedTests(GrainCluster cluster)
{
    private const int PageLength = FeedPages.PageLength;

    public static TheoryData<WriteFault> Faults => [WriteFault.LostBefore, WriteFault.LostAfter];

    [Fact]
    public async Task Append_ManyAtOnce_StandOnceInAnOrderThatStays()
    {
        var feed = await NewFeedAsync();
        var news = Some(16 * PageLength + 10);
        var write = cluster.Storage.Writes.HoldNext(feed.Value, "page-");
        var arrived = cluster.Calls.ArrivalsAsync(feed.Value, nameof(IFeedGrain.AppendAsync), news.Length);

        var appending = news.Select(item => AppendAsync(cluster, feed, item)).ToList();
        await arrived;
        write.Open();
        await Task.WhenAll(appending);

        var read = await ReadAllAsync(cluster, feed, count: 7);
        Assert.Equal(Keys(news).ToHashSet(), Keys(read).ToHashSet());
        Assert.Equal(news.Length, read.Count);
        await cluster.ReactivateAsync(cluster.Grains.Get(feed));
        Assert.Equal(Keys(read), Keys(await ReadAllAsync(cluster, feed, count: 200)));
        Assert.True(cluster.Storage.WritesOf(feed.Value, "page-") < news.Length, "Appends that come together share writes.");
    }

    [Fact]
    public async Task Append_OneAfterTheOther_KeepTheirOrderAcrossPages()
    {
        var feed = await NewFeedAsync();
        var news = Some(2 * PageLength + 3);

        foreach (var chunk in news.Chunk(5))
            await AppendAsync(cluster, feed, chunk);

        Assert.Equal(Keys(news), Keys(await ReadAllAsync(cluster, feed, count: 50)));
    }

    [Fact]
    public async Task Append_AgainAndAgain_WritesSeldom()
    {
        var feed = await NewFeedAsync();
        var news = Some(5 * PageLength);
        var startedAt = Stopwatch.GetTimestamp();

        // Each comes a little after the one before, so that few find a write under way.
        var appending = new List<Task>();
        foreach (var item in news)
        {
            appending.Add(AppendAsync(cluster, feed, item));
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        await Task.WhenAll(appending);

        // One at once, one after each pause, and one more for each page that was full on the way.
        var pauses = (int)(Stopwatch.GetElapsedTime(startedAt) / FeedGrain.Pause);
        Assert.InRange(cluster.Storage.WritesOf(feed.Value, "page-"), 1, 1 + pauses + (news.Length / PageLength));
        // They stand in the order of their arrival, which of calls that are under way together nobody knows.
        var read = await ReadAllAsync(cluster, feed, count: 200);
        Assert.Equal(Keys(news).ToHashSet(), Keys(read).ToHashSet());
        Assert.Equal(news.Length, read.Count);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Append_WriteLost_TheRepeatStandsOnce(WriteFault fault)
    {
        var feed = await NewFeedAsync();
        var news = Some(PageLength + 5);
        await AppendAsync(cluster, feed, news[..^10]);
        cluster.Storage.Writes.FailNext(feed.Value, "page-", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => AppendAsync(cluster, feed, news[^10..]));
        await AppendAsync(cluster, feed, news[^10..]);

        Assert.Equal(Keys(news), Keys(await ReadAllAsync(cluster, feed, count: 50)));
    }

    [Fact]
    public async Task Append_PageWasFullAndItsWriteIsLost_LeavesNoGap()
    {
        var feed = await NewFeedAsync();
        var news = Some(PageLength + 1);
        await AppendAsync(cluster, feed, news[..^2]);
        var filling = cluster.Storage.Writes.HoldNext(feed.Value, "page-00000000", WriteFault.LostBefore);
        var last = AppendAsync(cluster, feed, news[^2]);
        await filling.ArrivedAsync();
        var first = AppendAsync(cluster, feed, news[^1]);
        // Until it is its turn to be written.
        await Task.Delay(2 * FeedGrain.Pause);
        await ReadAllAsync(cluster, feed, count: 1);
        filling.Open();
        await Task.WhenAll(last.ContinueWith(_ => { }), first.ContinueWith(_ => { }));

        await Shortcuts.RepeatAsync(() => AppendedAsync(feed, news[^1]));
        await Shortcuts.RepeatAsync(() => AppendedAsync(feed, news[^2]));

        await cluster.ReactivateAsync(cluster.Grains.Get(feed));
        var read = await ReadAllAsync(cluster, feed, count: 50);
        Assert.Equal(Keys(news).ToHashSet(), Keys(read).ToHashSet());
        Assert.Equal(news.Length, read.Count);
    }

    [Fact]
    public async Task Append_AnswerLost_TheRepeatStandsOnce()
    {
        var feed = await NewFeedAsync();
        var news = Some(3);
        cluster.Calls.Orders.FailNext(feed.Value, nameof(IFeedGrain.AppendAsync), CallFault.LostAnswer);

        await Assert.ThrowsAnyAsync<TimeoutException>(() => AppendAsync(cluster, feed, news));
        await AppendAsync(cluster, feed, news);

        Assert.Equal(Keys(news), Keys(await ReadAllAsync(cluster, feed, count: 50)));
    }

    [Fact]
    public async Task Append_RepeatOfWhatLiesPagesBack_IsRecognisedAfterAReactivation()
    {
        var feed = await NewFeedAsync();
        var news = Some(4 * PageLength);
        await AppendAsync(cluster, feed, news);
        await cluster.ReactivateAsync(cluster.Grains.Get(feed));

        await Task.WhenAll(AppendAsync(cluster, feed, news[0]), AppendAsync(cluster, feed, news[PageLength]), AppendAsync(cluster, feed, Some(1)));

        Assert.Equal(Keys(news), Keys((await ReadAllAsync(cluster, feed, count: 100)).SkipLast(1)));
    }

    [Fact]
    public async Task Append_ManyAtOnceAfterAReactivation_ReadsEachPageOnce()
    {
        const int Pages = 12;
        var feed = await NewFeedAsync();
        var news = Some(Pages * PageLength);
        await AppendAsync(cluster, feed, news);
        await cluster.ReactivateAsync(cluster.Grains.Get(feed));
        var before = cluster.Storage.ReadsOf(feed.Value, "page-");

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => AppendAsync(cluster, feed, news[i])));

        // The last one, which is empty, comes on top.
        Assert.InRange(cluster.Storage.ReadsOf(feed.Value, "page-") - before, Pages, Pages + 1);
    }

    [Fact]
    public async Task Append_RepeatDaysLater_IsRecognisedAlthoughItsPageWasLetGo()
    {
        var feed = await NewFeedAsync();
        var news = Some(3 * PageLength + 1);
        await AppendAsync(cluster, feed, news);
        await using var later = await cluster.LaterAsync(SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(3));
        var fresh = Some(2 * PageLength, days: 3);
        foreach (var item in fresh)
            await AppendAsync(later, feed, item);

        await AppendAsync(later, feed, news[1]);

        Assert.Equal(Keys([.. news, .. fresh]), Keys(await ReadAllAsync(later, feed, count: 100)));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(FeedPages.FormerPageLength)]
    public async Task Append_ToAFeedThatBeganWithLongerPages_KeepsToTheirLength(int before)
    {
        var feed = await NewFeedAsync();
        var news = Some(2 * FeedPages.FormerPageLength + 5);
        await cluster.Storage.WriteStateAsync("page-00000000", GrainId.Create("feed", feed.Value),
            new GrainState<FeedPage>(new FeedPage { Since = news[0].At, Entries = [.. news[..before]] }));

        await AppendAsync(cluster, feed, news[before..]);
        await cluster.ReactivateAsync(cluster.Grains.Get(feed));
        var more = Some(3, days: 1);
        await AppendAsync(cluster, feed, more);

        Assert.Equal(Keys([.. news, .. more]), Keys(await ReadAllAsync(cluster, feed, count: 100)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(PageLength - 1)]
    [InlineData(PageLength)]
    public async Task Append_AtTwoActivations_OneIsBehindAndNothingIsLostOrTwice(int before)
    {
        var twin = await cluster.TwinAsync();
        var feed = await NewFeedAsync();
        var news = Some(before + 2 * PageLength + 6);
        await AppendAsync(cluster, feed, news[..before]);
        await ReadAllAsync(twin, feed, count: 1);

        // Each activation learns of the other's pages by being refused.
        for (var i = before; i < news.Length; i += 3)
        {
            var (item, at) = (news[i..Math.Min(i + 3, news.Length)], i % 2 == 0 ? cluster : twin);
            await Shortcuts.RepeatAsync(async () =>
            {
                await AppendAsync(at, feed, item);
                return true;
            });
        }

        await cluster.ReactivateAsync(cluster.Grains.Get(feed));
        Assert.Equal(Keys(news), Keys(await ReadAllAsync(cluster, feed, count: 100)));
    }

    [Fact]
    public async Task Read_Follower_IsToldOfWhatComesAfterTheEndItSaw()
    {
        var feed = await NewFeedAsync();
        await AppendAsync(cluster, feed, Some(3));
        var follower = new Follower();
        var reference = cluster.Grains.CreateObjectReference<IFeedFollower>(follower);
        var end = (await cluster.Grains.Get(feed).ReadAsync(Read(after: null, count: 0), reference)).Value!;
        Assert.Equal((3L, false), (end.After, end.HasNext));

        var news = Some(2);
        await AppendAsync(cluster, feed, news);

        Assert.Equal(feed, await follower.Told.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        var slice = (await cluster.Grains.Get(feed).ReadAsync(Read(end.After, count: 10), reference)).Value!;
        Assert.Equal(Keys(news), Keys(slice.Entries));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(PageLength)]
    public async Task Read_AtTheEnd_IsEmptyAndBehindItRefused(int end)
    {
        var feed = await NewFeedAsync();
        if (end > 0)
            await AppendAsync(cluster, feed, Some(end));

        var slice = (await cluster.Grains.Get(feed).ReadAsync(Read(end, count: 10), follower: null)).Value!;

        Assert.Equal((end, false), (slice.After, slice.HasNext));
        Assert.Empty(slice.Entries);
        // A place of a store that was put back since: nothing would ever come of what it misses.
        foreach (var after in new[] { end + 1, long.MaxValue })
            Assert.Equal("after", Assert.IsType<InvalidInputRefusal>(Assert.Single(
                (await cluster.Grains.Get(feed).ReadAsync(Read(after, count: 10), follower: null)).Refusals)).Field);
    }

    [Fact]
    public async Task Read_AtAnActivationThatWasOvertaken_IsNoRefusal()
    {
        var twin = await cluster.TwinAsync();
        var feed = await NewFeedAsync();
        await ReadAllAsync(twin, feed, count: 1);
        await AppendAsync(cluster, feed, Some(PageLength + 3));

        var slice = await Shortcuts.RepeatAsync(() => twin.Grains.Get(feed).ReadAsync(Read(PageLength + 1, count: 10), follower: null));

        Assert.Equal(2, slice.Value!.Entries.Length);
    }

    [Fact]
    public async Task Read_OfNobody_IsNotFound()
    {
        foreach (var feed in new[] { FeedId.Of(EntityIds.Of<AdvisorId>(cluster.NewKey())), FeedId.Of(OrganizationId.OfNetwork(cluster.NewKey())) })
            Assert.Equal([RefusalCode.NotFound], (await cluster.Grains.Get(feed).ReadAsync(Read(0, 1), follower: null)).Codes());
    }

    private static FeedRead Read(long? after, int count) => new() { Actor = GrainCluster.Admin, After = after, Count = count };

    private static BookingNews[] Some(int count, int days = 0) =>
    [
        .. Enumerable.Range(1, count).Select(version => new BookingNews
        {
            Booking = BookingId.New(EntityIds.Of<AdvisorId>("a"), IsoWeek.Of(A.Monday), $"b{Guid.NewGuid():N}"),
            Version = version,
            At = SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(days),
            Status = BookingStatus.Confirmed,
            By = "camille",
            TimeZone = "Europe/Paris",
        }),
    ];

    private static IEnumerable<(BookingId, long)> Keys(IEnumerable<BookingNews> news) => news.Select(item => (item.Booking, item.Version));

    private static Task AppendAsync(GrainCluster cluster, FeedId feed, params BookingNews[] news) =>
        news.Length == 0 ? Task.CompletedTask : cluster.Grains.Get(feed).AppendAsync([.. news]);

    private async Task<bool> AppendedAsync(FeedId feed, BookingNews news)
    {
        await AppendAsync(cluster, feed, news);
        return true;
    }

    private static async Task<List<BookingNews>> ReadAllAsync(GrainCluster cluster, FeedId feed, int count)
    {
        var read = new List<BookingNews>();
        while (true)
        {
            var slice = (await cluster.Grains.Get(feed).ReadAsync(Read(read.Count, count), follower: null)).Value!;
            Assert.Equal(read.Count, slice.After);
            read.AddRange(slice.Entries);
            if (!slice.HasNext)
                return read;
            Assert.Equal(count, slice.Entries.Length);
        }
    }

    private async Task<FeedId> NewFeedAsync() => FeedId.Of(await cluster.NewNetworkAsync());

    private sealed class Follower : IFeedFollower
    {
        public TaskCompletionSource<FeedId> Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Grown(FeedId feed) => Told.TrySetResult(feed);
    }
}
