namespace Scheduling.Grains.Feeds;

/// <summary>A stretch of a feed.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.feed-page")]
internal sealed record FeedPage
{
    /// <summary>When its first entry was appended, by the feed's clock.</summary>
    [Id(0)] public Instant Since { get; init; }

    /// <summary>In order; at most <see cref="FeedPages.PageLength"/>.</summary>
    [Id(1)] public ImmutableArray<BookingNews> Entries { get; init; } = [];
}

/// <summary>Where a feed ends.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.feed-end")]
internal sealed record FeedEnd
{
    /// <summary>Number of the last page that may have been stored; every page before it is full.</summary>
    [Id(0)] public int LastPage { get; init; }
}
