using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;

namespace Scheduling.Api.Feeds;

/// <summary>Whose feed is asked for: an advisor's or an organisation's.</summary>
internal static class FeedArguments
{
    public static FeedId Feed(string? advisorId, string? organizationId) => (advisorId, organizationId) switch
    {
        ({ } advisor, null) => FeedId.Of(Arguments.Id<AdvisorId>(advisor, "advisorId")),
        (null, { } organization) => OrganizationId.TryParse(organization, out var id)
            ? FeedId.Of(id)
            : throw ApiError.InvalidInput("organizationId", "This is not the id of a municipality or a network."),
        (null, null) => throw ApiError.InvalidInput("advisorId", "Say whose feed: advisorId or organizationId."),
        _ => throw ApiError.InvalidInput("organizationId", "Say either advisorId or organizationId, not both."),
    };
}
