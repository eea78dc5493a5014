using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;

namespace Scheduling.Grains.Bookings;

/// <summary>A change that feeds have not surely heard of, as stored with the very change.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.news-item")]
internal sealed record NewsItem
{
    /// <summary>The booking's version by this change.</summary>
    [Id(0)] public required long Version { get; init; }

    /// <summary>When.</summary>
    [Id(1)] public required Instant At { get; init; }

    /// <summary>What the booking became.</summary>
    [Id(2)] public required BookingStatus Status { get; init; }

    /// <summary>The caller who did it.</summary>
    [Id(3)] public required string By { get; init; }

    /// <summary>Feeds that have to hear of it.</summary>
    [Id(4)] public ImmutableArray<FeedId> Feeds { get; init; } = [];

    /// <summary>Advisors whose networks have to hear of it: which networks those are, the advisors themselves know.</summary>
    [Id(5)] public ImmutableArray<AdvisorId> NetworksOf { get; init; } = [];

    /// <summary>True when everybody has heard.</summary>
    public bool IsDelivered => Feeds.IsEmpty && NetworksOf.IsEmpty;
}

/// <summary>What feeds have to hear of a booking. Pure.</summary>
internal static class BookingOutbox
{
    /// <summary>
    /// The record with news of every change that its former version did not have. Everybody concerned before or after
    /// hears of it: lead, co-hosts, their networks, and the room's owner.
    /// </summary>
    public static BookingRecord Note(BookingRecord? former, BookingRecord next)
    {
        var changes = (int)(next.Version - (former?.Version ?? 0));
        if (changes <= 0)
            return next;
        var coHosts = next.CoHosts.Union(former?.CoHosts ?? []).ToImmutableArray();
        ImmutableArray<FeedId> feeds =
        [
            .. new[] { FeedId.Of(next.Id.Lead), FeedId.Of(next.Network), FeedId.Of(next.Facts.Owner), FeedId.Of((former ?? next).Facts.Owner) }
                .Concat(coHosts.Select(FeedId.Of)).Distinct(),
        ];
        var news = next.History.TakeLast(changes).Select((step, index) => new NewsItem
        {
            Version = next.Version - changes + 1 + index,
            At = step.At,
            Status = step.Status,
            By = step.By,
            Feeds = feeds,
            NetworksOf = coHosts,
        });
        return next with { News = next.News.AddRange(news) };
    }

    /// <summary>News as feeds tell them.</summary>
    public static BookingNews ToNews(this NewsItem item, BookingRecord booking) => new()
    {
        Booking = booking.Id,
        Version = item.Version,
        At = item.At,
        Status = item.Status,
        By = item.By,
        TimeZone = booking.Facts.TimeZone,
    };

    /// <summary>The record without what was delivered, up to a version.</summary>
    public static BookingRecord Strike(
        BookingRecord booking, long upTo, IReadOnlyCollection<FeedId> feeds, IReadOnlyCollection<AdvisorId> networksOf) => booking with
        {
            News =
            [
                .. booking.News.Select(item => item.Version > upTo ? item : item with
                {
                    Feeds = item.Feeds.RemoveAll(feeds.Contains),
                    NetworksOf = item.NetworksOf.RemoveAll(networksOf.Contains),
                }).Where(item => !item.IsDelivered),
            ],
        };
}
