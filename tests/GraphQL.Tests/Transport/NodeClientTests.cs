using System.Text.Json;
using Scheduling.Testing;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>The clients that applications use: graphql-ws and graphql-sse from npm, as they are.</summary>
public sealed class NodeClientTests
{
    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Subscribe_FiniteStream_IsCompleted(string client)
    {
        await using var host = await TestHost.StartAsync();
        await using var node = await NodeClient.StartAsync(client, host.Address, TestTokens.Good);

        await node.SubscribeAsync("1", "subscription { count(to: 3) }");

        for (var i = 1; i <= 3; i++)
            Assert.Equal(i, Data(await node.ExpectAsync("next"), "count").GetInt32());
        await node.ExpectAsync("complete");
    }

    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Subscribe_QueryAndMutation_AreAnswered(string client)
    {
        await using var host = await TestHost.StartAsync();
        await using var node = await NodeClient.StartAsync(client, host.Address, TestTokens.Good);

        await node.SubscribeAsync("1", "{ user }");
        Assert.Equal("ana", Data(await node.ExpectAsync("next"), "user").GetString());
        await node.SubscribeAsync("2", "mutation { add(amount: 2) }");
        Assert.Equal(2, Data(await node.ExpectAsync("next"), "add").GetInt32());
    }

    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Stop_RunningSubscription_EndsItOnTheServer(string client)
    {
        await using var host = await TestHost.StartAsync();
        await using var node = await NodeClient.StartAsync(client, host.Address, TestTokens.Good);
        await node.SubscribeAsync("1", "subscription { ticks }");
        await host.Ticks.SubscribersAsync(1);
        host.Ticks.Publish(5);
        Assert.Equal(5, Data(await node.ExpectAsync("next"), "ticks").GetInt32());

        await node.StopAsync("1");

        await node.ExpectAsync("complete");
        await host.Ticks.SubscribersAsync(0);
    }

    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Stop_Server_ClientComesBackAndGoesOn(string client)
    {
        var host = await TestHost.StartAsync();
        await using var node = await NodeClient.StartAsync(client, host.Address, TestTokens.Good);
        await node.SubscribeAsync("1", "subscription { ticks }");
        await host.Ticks.SubscribersAsync(1);
        host.Ticks.Publish(1);
        Assert.Equal(1, Data(await node.ExpectAsync("next"), "ticks").GetInt32());

        await host.StopAsync().WaitAsync(TestHost.Patience);
        await host.DisposeAsync();
        await using var again = await TestHost.StartAsync(port: host.Address.Port);
        await again.Ticks.SubscribersAsync(1);
        again.Ticks.Publish(2);

        Assert.Equal(2, Data(await node.ExpectAsync("next"), "ticks").GetInt32());
    }

    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Token_Expires_ClientComesBackWithAFreshOne(string client)
    {
        await using var host = await TestHost.StartAsync();
        var token = TestTokens.Until(DateTimeOffset.UtcNow.AddSeconds(3));
        await using var node = await NodeClient.StartAsync(client, host.Address, token);
        await node.SubscribeAsync("1", "subscription { ticks }");
        await host.Ticks.SubscribersAsync(1);
        host.Ticks.Publish(1);
        await node.ExpectAsync("next");
        await node.DoAsync(new { @do = "token", token = TestTokens.Good });

        await host.Ticks.SubscribersAsync(0);
        await host.Ticks.SubscribersAsync(1);
        host.Ticks.Publish(2);

        Assert.Equal(2, Data(await node.ExpectAsync("next"), "ticks").GetInt32());
    }

    [Fact]
    public async Task Subscribe_BadTokenOverSocket_IsForbidden()
    {
        await using var host = await TestHost.StartAsync();
        await using var node = await NodeClient.StartAsync(NodeClient.WebSocket, host.Address, "bad");

        await node.SubscribeAsync("1", "{ hello }");

        Assert.Equal(4403, (await node.ExpectAsync("closed")).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Subscribe_BadTokenOverEventStream_Is401()
    {
        await using var host = await TestHost.StartAsync();
        await using var node = await NodeClient.StartAsync(NodeClient.EventStream, host.Address, "bad");

        await node.SubscribeAsync("1", "{ hello }");

        Assert.Equal(401, (await node.ExpectAsync("response")).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Subscribe_SameIdTwice_Is4409()
    {
        await using var host = await TestHost.StartAsync();
        await using var node = await NodeClient.StartAsync(NodeClient.WebSocket, host.Address, TestTokens.Good);
        await node.SubscribeAsync("1", "subscription { ticks }");
        await host.Ticks.SubscribersAsync(1);

        await node.SubscribeAsync("1", "subscription { ticks }");

        Assert.Equal(4409, (await node.ExpectAsync("closed")).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Subscribe_InvalidDocumentOverSocket_IsAnError()
    {
        await using var host = await TestHost.StartAsync();
        await using var node = await NodeClient.StartAsync(NodeClient.WebSocket, host.Address, TestTokens.Good);

        await node.SubscribeAsync("1", "{ nothing }");

        Assert.Contains("nothing", (await node.ExpectAsync("error")).GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task Subscribe_InvalidDocumentOverEventStream_IsAResultWithErrors()
    {
        await using var host = await TestHost.StartAsync();
        await using var node = await NodeClient.StartAsync(NodeClient.EventStream, host.Address, TestTokens.Good);

        await node.SubscribeAsync("1", "{ nothing }");

        var payload = (await node.ExpectAsync("next")).GetProperty("payload");
        Assert.Contains("nothing", payload.GetProperty("errors")[0].GetProperty("message").GetString());
        await node.ExpectAsync("complete");
    }

    [Fact]
    public async Task Ping_WithPayload_IsAnswered()
    {
        await using var host = await TestHost.StartAsync();
        await using var node = await NodeClient.StartAsync(NodeClient.WebSocket, host.Address, TestTokens.Good);
        await node.SubscribeAsync("1", "subscription { ticks }");
        await node.ExpectAsync("connected");

        await node.DoAsync(new { @do = "ping", payload = new { at = 7 } });

        var pong = await node.ExpectAsync("pong");
        Assert.Equal(7, pong.GetProperty("payload").GetProperty("at").GetInt32());
    }

    private static JsonElement Data(JsonElement next, string field) =>
        next.GetProperty("payload").GetProperty("data").GetProperty(field);
}
