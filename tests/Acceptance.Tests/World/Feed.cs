using System.Text.Json;

namespace Scheduling.Acceptance.Tests.World;

/// <summary>Ways to a feed.</summary>
internal static class Feed
{
    private const string Fields = "cursor bookingId version status at by note booking { id status }";

    /// <summary>The argument that names an advisor's feed.</summary>
    public static string OfAdvisor(string id) => $"advisorId: \"{id}\"";

    /// <summary>The argument that names an organisation's feed.</summary>
    public static string OfOrganization(string id) => $"organizationId: \"{id}\"";

    /// <summary>What tells one change from another.</summary>
    public static (string Booking, int Version) Key(JsonElement change) => (change.Text("bookingId"), change.Number("version"));

    /// <summary>The document that asks for a page.</summary>
    public static string Query(string feed) =>
        $"query($first: Int, $after: String) {{ bookingChanges({feed} first: $first, after: $after) "
        + $"{{ nodes {{ {Fields} }} pageInfo {{ hasNextPage startCursor endCursor }} }} }}";

    /// <summary>One page.</summary>
    public static async Task<JsonElement> PageAsync(Caller caller, string feed, int first = 100, string? after = null) =>
        (await caller.QueryAsync(Query(feed), new { first, after })).At("bookingChanges");

    /// <summary>All that is there, in pages of a size.</summary>
    public static async Task<IReadOnlyList<JsonElement>> WalkAsync(Caller caller, string feed, int first)
    {
        var walked = new List<JsonElement>();
        for (string? after = null; ;)
        {
            var page = await PageAsync(caller, feed, first, after);
            walked.AddRange(page.List("nodes"));
            if (!page.At("pageInfo.hasNextPage").GetBoolean())
                return walked;
            after = page.Text("pageInfo.endCursor");
        }
    }

    /// <summary>Follows a feed; a client that has to come back goes on behind the last change it saw.</summary>
    public static Task FollowAsync(NodeClient client, string feed, string? after) => client.DoAsync(new
    {
        @do = "subscribe",
        id = "feed",
        query = $"subscription($after: String) {{ bookingChanged({feed} after: $after) {{ {Fields} }} }}",
        variables = new { after },
        resume = "bookingChanged",
    });

    /// <summary>The next change that the client is told.</summary>
    public static async Task<JsonElement> NextAsync(NodeClient client) =>
        (await client.ExpectAsync("next")).At("payload.data.bookingChanged");
}
