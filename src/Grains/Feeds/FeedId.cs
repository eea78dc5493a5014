using Scheduling.Grains.Common;

namespace Scheduling.Grains.Feeds;

/// <summary>A feed: the advisor or the organisation whose it is.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.feed-id")]
public readonly record struct FeedId([property: Id(0)] string Value)
{
    /// <summary>An advisor's.</summary>
    public static FeedId Of(AdvisorId advisor) => new(advisor.Value);

    /// <summary>An organisation's.</summary>
    public static FeedId Of(OrganizationId organization) => new(organization.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
