using Scheduling.Api.Common;
using Scheduling.Api.Errors;
using Scheduling.Api.Feeds;
using Scheduling.Api.Security;
using Scheduling.Grains.Common;
using Scheduling.Grains.Feeds;

namespace Scheduling.Api;

/// <content>What happened to bookings, page by page.</content>
public sealed partial class Query
{
    /// <summary>
    /// What happened to the bookings that concern an advisor or an organisation, oldest first: for the advisor, the
    /// managers of the advisor's network, and those of the organisation. pageInfo.endCursor is given even where nothing
    /// has happened: follow bookingChanged from there, and nothing is missed.
    /// </summary>
    /// <param name="api">The request.</param>
    /// <param name="advisorId">Whose; exactly one of both.</param>
    /// <param name="organizationId">Whose; exactly one of both.</param>
    /// <param name="first">How many, 1 to 100; 20 unless said.</param>
    /// <param name="after">Cursor behind which to continue; from the very beginning unless said.</param>
    public static async Task<Connection<BookingChange>> BookingChangesAsync(
        [FromRequest] ApiRequest api, [Id] string? advisorId, [Id] string? organizationId, int? first, string? after)
    {
        api.RequirePersons();
        var feed = FeedArguments.Feed(advisorId, organizationId);
        var page = Arguments.Page(first, after, Cursors.Feed());
        var read = new FeedRead { Actor = api.Actor, After = FeedCursor.Read(after, feed) ?? 0, Count = page.First };
        var slice = (await api.Grains.Get(feed).ReadAsync(read, follower: null)).OrThrow();
        var edges = slice.Entries.Select((news, index) => Edge(FeedCursor.Of(feed, slice.After + index + 1), news)).ToList();
        return new Connection<BookingChange>(edges, new PageInfo(
            slice.HasNext, slice.After > 0, edges.FirstOrDefault()?.Cursor,
            edges.LastOrDefault()?.Cursor ?? FeedCursor.Of(feed, slice.After)));

        Edge<BookingChange> Edge(string cursor, BookingNews news) => new(cursor, new BookingChange(cursor, news, api));
    }
}
