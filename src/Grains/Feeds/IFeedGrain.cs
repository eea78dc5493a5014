using Orleans.Concurrency;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Feeds;

/// <summary>
/// What happened to the bookings that concern an advisor or an organisation, in order, keyed by the text of
/// <see cref="FeedId"/>. Entries are numbered from 1 without a gap, stay for good, and none stands twice.
/// </summary>
[Alias("scheduling.feed")]
public interface IFeedGrain : IGrainWithStringKey
{
    /// <summary>
    /// Adds changes in this order; one that is there already is left out. Durable when it answers, so whoever hears no
    /// answer says the same again.
    /// </summary>
    [Alias("append"), ResponseTimeout("00:00:10")]
    Task AppendAsync(ImmutableArray<BookingNews> news);

    /// <summary>
    /// Durable entries, for the advisor, the managers of the advisor's network, or the organisation's own. A
    /// follower is told of what comes later; it is forgotten when it has not asked for <see cref="FollowedFor"/>.
    /// </summary>
    /// <param name="read">Which entries.</param>
    /// <param name="follower">Whom to tell of later ones; null for nobody.</param>
    [Alias("read"), ResponseTimeout("00:00:10")]
    Task<Outcome<FeedSlice>> ReadAsync(FeedRead read, IFeedFollower? follower);

    /// <summary>How long a follower is told of news without asking again.</summary>
    static TimeSpan FollowedFor => TimeSpan.FromMinutes(3);
}

/// <summary>Whoever wants to know that a feed has grown. Only a hint: it may be lost, and says nothing of what is new.</summary>
[Alias("scheduling.feed-follower")]
public interface IFeedFollower : IGrainObserver
{
    /// <summary>There is something new.</summary>
    [Alias("grown"), OneWay]
    void Grown(FeedId feed);
}

/// <summary>One change of a booking as feeds tell it. No title, no note: those are the booking's own, and stay there.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.booking-news")]
public sealed record BookingNews
{
    /// <summary>Which booking.</summary>
    [Id(0)] public required BookingId Booking { get; init; }

    /// <summary>Its version by this change. Booking and version together name the change.</summary>
    [Id(1)] public required long Version { get; init; }

    /// <summary>When it was decided, by the lead's clock.</summary>
    [Id(2)] public required Instant At { get; init; }

    /// <summary>What the booking became.</summary>
    [Id(3)] public required BookingStatus Status { get; init; }

    /// <summary>The caller who did it.</summary>
    [Id(4)] public required string By { get; init; }

    /// <summary>IANA zone of the venue.</summary>
    [Id(5)] public required string TimeZone { get; init; }
}

/// <summary>Asks for entries.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.feed-read")]
public sealed record FeedRead
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Number of the entry before the first one wanted, 0 for all; null for none but the place of the end.</summary>
    [Id(1)] public required long? After { get; init; }

    /// <summary>At most so many.</summary>
    [Id(2)] public required int Count { get; init; }
}

/// <summary>Some entries of a feed.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.feed-slice")]
public sealed record FeedSlice
{
    /// <summary>Number of the entry before the first.</summary>
    [Id(0)] public required long After { get; init; }

    /// <summary>In order; their numbers follow on <see cref="After"/>.</summary>
    [Id(1)] public required ImmutableArray<BookingNews> Entries { get; init; }

    /// <summary>True when more follow.</summary>
    [Id(2)] public required bool HasNext { get; init; }
}
