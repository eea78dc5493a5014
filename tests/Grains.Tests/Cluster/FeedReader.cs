using System.Threading.Channels;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Reads a feed as a follower does: when it is told of news, and not before.</summary>
internal sealed class FeedReader : IFeedFollower
{
    // A test whose news never come fails here instead of hanging.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<FeedId> _grown = Channel.CreateUnbounded<FeedId>();

    /// <inheritdoc/>
    public void Grown(FeedId feed) => _grown.Writer.TryWrite(feed);

    /// <summary>The first so many entries of a feed, which may still be on their way.</summary>
    public static async Task<IReadOnlyList<BookingNews>> ReadAsync(GrainCluster cluster, FeedId feed, int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var reader = new FeedReader();
        var reference = cluster.Grains.CreateObjectReference<IFeedFollower>(reader);
        var read = new List<BookingNews>();
        while (true)
        {
            var slice = (await cluster.Grains.Get(feed).ReadAsync(
                new FeedRead { Actor = GrainCluster.Admin, After = read.Count, Count = 200 }, reference)).Value!;
            read.AddRange(slice.Entries);
            if (read.Count >= count)
                return read;
            try
            {
                await reader._grown.Reader.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"The feed of {feed} has {read.Count} entries, not {count}.", late);
            }
        }
    }

    /// <summary>Versions and statuses of a booking in a feed that is to have so many entries of it.</summary>
    public static async Task<IEnumerable<(long, BookingStatus)>> StoryAsync(
        GrainCluster cluster, FeedId feed, BookingId booking, int count) =>
        (await ReadAsync(cluster, feed, count)).Where(news => news.Booking == booking).Select(news => (news.Version, news.Status));
}
