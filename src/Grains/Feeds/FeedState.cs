namespace Scheduling.Grains.Feeds;

/// <summary>A stretch of a feed.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.feed-page")]
internal sealed record FeedPage
{
    /// <summary>When its first entry was appended, by the feed's clock.</summary>
    [Id(0)] public Instant Since { get; init; }

    /// <summary>In order; as many as the feed's pages have, on the last one fewer.</summary>
    [Id(1)] public ImmutableArray<BookingNews> Entries { get; init; } = [];

    /// <summary>How many entries the pages of this feed have; null for <see cref="FeedPages.FormerPageLength"/>.</summary>
    [Id(2)] public int? PageLength { get; init; }
}

/// <summary>Where a feed ends.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.feed-end")]
internal sealed record FeedEnd
{
    /// <summary>Number of the last page that may have been stored; every page before it is full.</summary>
    [Id(0)] public int LastPage { get; init; }

    /// <summary>How many entries the pages of this feed have; null for <see cref="FeedPages.FormerPageLength"/>.</summary>
    [Id(1)] public int? PageLength { get; init; }
}
