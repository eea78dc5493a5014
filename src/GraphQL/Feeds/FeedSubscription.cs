using GraphQL;
using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Execution;
using Scheduling.Api.Feeds;
using Scheduling.Api.Security;
using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;

namespace Scheduling.Api;

/// <content>What happens to bookings, live.</content>
public sealed partial class Subscription
{
    /// <summary>
    /// What happens to the bookings that concern an advisor or an organisation, in order, nothing twice: for the advisor,
    /// the managers of the advisor's network, and those of the organisation. Keep the cursor of the last change you have
    /// dealt with, and give it as after when you come back: what was missed comes first.
    /// </summary>
    /// <param name="context">The subscription.</param>
    /// <param name="api">The request.</param>
    /// <param name="advisorId">Whose; exactly one of both.</param>
    /// <param name="organizationId">Whose; exactly one of both.</param>
    /// <param name="after">Cursor behind which to continue, of this feed; from now on unless said.</param>
    public static async Task<IAsyncEnumerable<BookingChange>> BookingChangedAsync(
        IResolveFieldContext context, [FromRequest] ApiRequest api, [Id] string? advisorId, [Id] string? organizationId,
        string? after)
    {
        api.RequirePersons();
        var feed = FeedArguments.Feed(advisorId, organizationId);
        var read = new FeedRead { Actor = api.Actor, After = FeedCursor.Read(after, feed), Count = 0 };
        // A refusal comes before anything is streamed; so does the place that "from now on" means.
        var start = (await api.Grains.Get(feed).ReadAsync(read, follower: null)).OrThrow().After;
        return api.Feeds.FollowAsync(
            feed, api.Actor, start, StreamFlow.Of(context),
            // Each with a request of its own: what one change loaded may be out of date by the next.
            (number, news) => new BookingChange(FeedCursor.Of(feed, number), news, api.Anew()));
    }
}
