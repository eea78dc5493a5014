using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;

namespace Scheduling.Grains.Advisors;

// Tells the feeds what happened. The news was stored with the change itself, so nobody waits here: what is not delivered
// now is delivered when the page is next read, or by the reminder, which was there before the commit.
internal sealed partial class AdvisorGrain
{
    private void Tell(BookingId booking) => _ = TellAsync(booking);

    // Not in the turn of the reading, which the telling waits for.
    private async Task ResumeAsync(AdvisorPage page)
    {
        await Task.Yield();
        foreach (var booking in page.Bookings.Where(booking => !booking.News.IsEmpty))
            Tell(booking.Id);
    }

    /// <summary>
    /// Delivers the durable news of a booking, all of them to each feed in one call, so that no feed hears of a change
    /// before an earlier one. What was delivered is struck off by the next write of the page; feeds recognise repeats.
    /// </summary>
    private async Task TellAsync(BookingId id)
    {
        try
        {
            var page = await _pages.LoadAsync(id.Week);
            if (page.Durable.Find(id) is not { News.IsEmpty: false } stored || page.Current.Find(id) is not { } current)
                return;
            var upTo = stored.News[^1].Version;
            var news = current.News.RemoveAll(item => item.Version > upTo);
            var feeds = DeliveredAsync(Distinct(news, item => item.Feeds), feed =>
                DeliverAsync(stored, news.Where(item => item.Feeds.Contains(feed)), () => Task.FromResult(feed)));
            var networksOf = DeliveredAsync(Distinct(news, item => item.NetworksOf), advisor =>
                DeliverAsync(stored, news.Where(item => item.NetworksOf.Contains(advisor)), () => NetworkFeedAsync(advisor)));
            await Task.WhenAll(feeds, networksOf);
            if (page.Current.Find(id) is { } booking)
                page.Decide(page.Current.With(BookingOutbox.Strike(booking, upTo, await feeds, await networksOf)));
        }
        catch (Exception failure)
        {
            LogNotTold(failure, id);
        }
    }

    private async Task<bool> DeliverAsync(BookingRecord booking, IEnumerable<NewsItem> news, Func<Task<FeedId>> feed)
    {
        try
        {
            await GrainFactory.Get(await feed()).AppendAsync([.. news.Select(item => item.ToNews(booking))]);
            return true;
        }
        catch (Exception failure)
        {
            LogNotTold(failure, booking.Id);
            return false;
        }
    }

    private async Task<FeedId> NetworkFeedAsync(AdvisorId advisor)
    {
        var network = await NetworkOfAsync(advisor) ?? throw new InvalidOperationException($"'{advisor}' takes part in a booking and does not exist.");
        return FeedId.Of(network);
    }

    private static ImmutableArray<T> Distinct<T>(ImmutableArray<NewsItem> news, Func<NewsItem, ImmutableArray<T>> of) =>
        [.. news.SelectMany(item => of(item)).Distinct()];

    [LoggerMessage(LogLevel.Warning, "A feed could not be told what became of {Booking}; it will be told again")]
    private partial void LogNotTold(Exception failure, BookingId booking);
}
