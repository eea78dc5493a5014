using System.Text.Json;

namespace Scheduling.Acceptance.Tests;

/// <summary>What happened to bookings: followed live, replayed from a cursor, and asked for page by page.</summary>
public sealed class FeedTests(SharedServer shared)
{
    private static readonly Slot s_morning = Slot.On(Slot.Monday, "09:30", "11:00");

    private readonly Server _server = shared.Server;

    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Follow_FromAnEmptyFeed_TellsEachChangeAsItHappens(string script)
    {
        var town = await Town.FoundAsync(_server);
        var (room, advisor) = (await town.RoomAsync(), await town.Post.HireAsync());
        var start = await Feed.PageAsync(advisor.Caller, Feed.OfAdvisor(advisor.Id));
        Assert.Empty(start.List("nodes"));
        await using var client = await NodeClient.StartAsync(script, _server.Url, advisor.Caller.Token);
        await Feed.FollowAsync(client, Feed.OfAdvisor(advisor.Id), start.Text("pageInfo.endCursor"));

        var booking = (await advisor.BookAsync(room, s_morning)).Accepted().Text("booking.id");
        var made = await Feed.NextAsync(client);
        (await advisor.CancelAsync(booking, reason: "Malade")).Accepted();
        var cancelled = await Feed.NextAsync(client);

        Assert.Equal((booking, 1, "CONFIRMED"), (made.Text("bookingId"), made.Number("version"), made.Text("status")));
        Assert.Equal((booking, 2, "CANCELLED", "Malade"),
            (cancelled.Text("bookingId"), cancelled.Number("version"), cancelled.Text("status"), cancelled.Text("note")));
        Assert.Equal("CANCELLED", cancelled.Text("booking.status"));
        await client.StopAsync("feed");
        await client.ExpectAsync("complete");
    }

    [Fact]
    public async Task Follow_FromNowOn_LeavesOutWhatWasBefore()
    {
        var town = await Town.FoundAsync(_server);
        var (room, advisor) = (await town.RoomAsync(), await town.Post.HireAsync());
        var (feed, start) = (Feed.OfAdvisor(advisor.Id), await Feed.PageAsync(advisor.Caller, Feed.OfAdvisor(advisor.Id)));
        await using var early = await NodeClient.StartAsync(NodeClient.WebSocket, _server.Url, advisor.Caller.Token);
        await using var late = await NodeClient.StartAsync(NodeClient.WebSocket, _server.Url, advisor.Caller.Token);
        await Feed.FollowAsync(early, feed, start.Text("pageInfo.endCursor"));
        var before = (await advisor.BookAsync(room, s_morning)).Accepted().Text("booking.id");
        await Feed.NextAsync(early);

        await Feed.FollowAsync(late, feed, after: null);
        var next = Feed.NextAsync(late);
        // When "now" is, nobody outside knows: something goes on happening until it is told.
        for (var day = 1; !next.IsCompleted; day++)
        {
            (await advisor.BookAsync(room, s_morning.Later(day))).Accepted();
            await Feed.NextAsync(early);
        }

        Assert.NotEqual(before, (await next).Text("bookingId"));
    }

    [Fact]
    public async Task Ask_ByEverySize_IsTheWholeStoryOnceInOneOrder()
    {
        const int Count = 12;
        var town = await Town.FoundAsync(_server);
        var (room, advisor) = (await town.RoomAsync(), await town.Post.HireAsync());
        await using var client = await NodeClient.StartAsync(NodeClient.WebSocket, _server.Url, town.Mayor.Token);
        var start = (await Feed.PageAsync(town.Mayor, Feed.OfOrganization(town.Id))).Text("pageInfo.endCursor");
        await Feed.FollowAsync(client, Feed.OfOrganization(town.Id), start);
        var told = new List<JsonElement>();
        await Task.WhenAll(Enumerable.Range(0, Count).Select(async day =>
            await advisor.CancelAsync((await advisor.BookAsync(room, s_morning.Later(day))).Accepted().Text("booking.id"))));
        while (told.Count < 2 * Count)
            told.Add(await Feed.NextAsync(client));

        foreach (var size in new[] { 1, 7, 100 })
            Assert.Equal(told.Select(Feed.Key), (await Feed.WalkAsync(town.Mayor, Feed.OfOrganization(town.Id), size)).Select(Feed.Key));
        Assert.All(told.GroupBy(change => change.Text("bookingId")), story => Assert.Equal([1, 2], story.Select(change => change.Number("version"))));
    }

    [Fact]
    public async Task Ask_WhatIsNoFeedOrNoCursorOfIt_IsAnErrorThatNamesTheField()
    {
        var town = await Town.FoundAsync(_server);
        var advisor = await town.Post.HireAsync();
        var (own, other) = (Feed.OfAdvisor(advisor.Id), Feed.OfOrganization(town.Post.Id));
        var foreign = (await Feed.PageAsync(_server.Admin, other)).Text("pageInfo.endCursor");

        foreach (var cursor in new[] { foreign, "", "x", "42", "AAAAAAAAAAAA", new string('a', 300), $"{foreign}A", "é" })
        {
            var asked = await _server.Admin.SendAsync(Feed.Query(own), new { first = 10, after = cursor });
            Assert.Equal(("INVALID_INPUT", "after"), (asked.ErrorCode, asked.Json.Text("errors.0.extensions.field")));
        }

        foreach (var (feed, field) in new[]
        {
            ("", "advisorId"), ($"{own}, {other}", "organizationId"), (Feed.OfAdvisor(town.Id), "advisorId"),
            (Feed.OfOrganization(advisor.Id), "organizationId"), (Feed.OfOrganization(""), "organizationId"),
        })
        {
            var asked = await _server.Admin.SendAsync(Feed.Query(feed), new { first = 10 });
            Assert.Equal(("INVALID_INPUT", field), (asked.ErrorCode, asked.Json.Text("errors.0.extensions.field")));
        }

        Assert.Equal("NOT_FOUND", (await _server.Admin.SendAsync(Feed.Query(Feed.OfAdvisor("advisor-none")), new { first = 10 })).ErrorCode);
    }

    [Theory]
    [InlineData(NodeClient.WebSocket, "error")]
    [InlineData(NodeClient.EventStream, "next")]
    public async Task Follow_SomebodyElsesFeed_IsForbidden(string script, string answer)
    {
        var town = await Town.FoundAsync(_server);
        var (advisor, other) = (await town.Post.HireAsync(), await town.Emmaus.HireAsync());
        await using var client = await NodeClient.StartAsync(script, _server.Url, other.Caller.Token);

        await Feed.FollowAsync(client, Feed.OfAdvisor(advisor.Id), after: null);

        Assert.Contains("FORBIDDEN", (await client.ExpectAsync(answer)).GetRawText(), StringComparison.Ordinal);
    }
}
