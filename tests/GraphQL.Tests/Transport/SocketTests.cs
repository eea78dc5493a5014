using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>graphql-transport-ws frame by frame: what is answered, and with which code a socket is closed.</summary>
public sealed class SocketTests
{
    [Fact]
    public async Task Subscribe_Query_SendsNextAndComplete()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();

        await socket.SubscribeAsync("q", "{ hello user scoped }");

        Assert.Equal("""{"id":"q","type":"next","payload":{"data":{"hello":"world","user":"ana","scoped":true}}}""", await socket.ReceiveAsync());
        Assert.Equal("""{"id":"q","type":"complete"}""", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task Subscribe_LowerCaseAuthorization_IsAccepted()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();

        await socket.InitialiseAsync("""{"payload":{"authorization":"bearer good"},"type":"connection_init"}""");
    }

    [Fact]
    public async Task Subscribe_InvalidDocument_SendsErrorOnly()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();

        await socket.SubscribeAsync("q", "{ nothing }");

        Assert.StartsWith("""{"id":"q","type":"error","payload":[{"message":""", await socket.ReceiveAsync());
        await socket.SendAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task Complete_RunningSubscription_EndsItAndFreesTheId()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();
        await socket.SubscribeAsync("s", "subscription { ticks }");
        await host.Ticks.SubscribersAsync(1);
        host.Ticks.Publish(7);
        Assert.Equal("""{"id":"s","type":"next","payload":{"data":{"ticks":7}}}""", await socket.ReceiveAsync());

        await socket.SendAsync("""{"id":"s","type":"complete"}""");
        await host.Ticks.SubscribersAsync(0);
        await socket.SubscribeAsync("s", "subscription { count(to: 2) }");

        Assert.Equal("""{"id":"s","type":"next","payload":{"data":{"count":1}}}""", await socket.ReceiveAsync());
        Assert.Equal("""{"id":"s","type":"next","payload":{"data":{"count":2}}}""", await socket.ReceiveAsync());
        Assert.Equal("""{"id":"s","type":"complete"}""", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task Complete_RunningQuery_CancelsIt()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();
        await socket.SubscribeAsync("q", "{ slow }");
        await host.Signals.SlowStarted.Task.WaitAsync(TestHost.Patience);

        await socket.SendAsync("""{"id":"q","type":"complete"}""");

        await host.Signals.SlowCancelled.Task.WaitAsync(TestHost.Patience);
    }

    [Fact]
    public async Task Disconnect_WithoutCloseFrame_EndsItsSubscriptions()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();
        await socket.SubscribeAsync("s", "subscription { ticks }");
        await host.Ticks.SubscribersAsync(1);

        socket.Socket.Abort();

        await host.Ticks.SubscribersAsync(0);
    }

    [Fact]
    public async Task Subscribe_SeveralAtOnce_RunTogether()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();
        await socket.SubscribeAsync("1", "{ held }");
        await socket.SubscribeAsync("2", "subscription { ticks }");
        await host.Ticks.SubscribersAsync(1);

        await socket.SubscribeAsync("3", "{ hello }");

        Assert.Equal("""{"id":"3","type":"next","payload":{"data":{"hello":"world"}}}""", await socket.ReceiveAsync());
        Assert.Equal("""{"id":"3","type":"complete"}""", await socket.ReceiveAsync());
        host.Signals.Release.SetResult();
        Assert.Equal("""{"id":"1","type":"next","payload":{"data":{"held":"released"}}}""", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task Subscribe_MoreThanTheSocketMay_IsRefusedAlone()
    {
        await using var host = await TestHost.StartAsync(options => options.MaxOperationsPerSocket = 1);
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();
        await socket.SubscribeAsync("1", "subscription { ticks }");
        await host.Ticks.SubscribersAsync(1);

        await socket.SubscribeAsync("2", "{ hello }");

        var refused = await socket.ReceiveAsync();
        Assert.StartsWith("""{"id":"2","type":"error",""", refused);
        Assert.Contains("LIMIT_EXCEEDED", refused);
        host.Ticks.Publish(1);
        Assert.Equal("""{"id":"1","type":"next","payload":{"data":{"ticks":1}}}""", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task Ping_BeforeInit_IsAnsweredWithItsPayload()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();

        await socket.SendAsync("""{"type":"ping","payload":{"at":[1, 2]}}""");

        Assert.Equal("""{"type":"pong","payload":{"at":[1, 2]}}""", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task Message_InFragments_IsPutTogether()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        var message = Encoding.UTF8.GetBytes(RawSocket.Init.Replace("good\"", $"good\", \"x\":\"{new string('é', 10_000)}\""));

        await socket.SendAsync(message[..11], WebSocketMessageType.Text, last: false);
        await socket.SendAsync(message[11..6001], WebSocketMessageType.Text, last: false);
        await socket.SendAsync(message[6001..], WebSocketMessageType.Text);

        Assert.Equal("""{"type":"connection_ack"}""", await socket.ReceiveAsync());
    }

    [Theory]
    [InlineData("not json", 4400, "Invalid message: not JSON")]
    [InlineData("[]", 4400, "Invalid message: not an object")]
    [InlineData("{}", 4400, "Invalid message: no type")]
    [InlineData("""{"type":1}""", 4400, "Invalid message: not JSON")]
    [InlineData("""{"type":"start"}""", 4400, "Invalid message: type 'start'")]
    [InlineData("""{"type":"next","id":"1"}""", 4400, "Invalid message: type 'next'")]
    [InlineData("""{"type":"subscribe","id":"1"}""", 4400, "Invalid message: no payload")]
    [InlineData("""{"type":"subscribe","payload":{"query":"{hello}"}}""", 4400, "Invalid message: no id")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":1}}""", 4400, "'query' must be a string.")]
    [InlineData("""{"type":"subscribe","id":"1","payload":[]}""", 4400, "A GraphQL request is a JSON object; batches are not supported.")]
    [InlineData("""{"type":"complete"}""", 4400, "Invalid message: no id")]
    [InlineData(RawSocket.Init, 4429, "Too many initialisation requests")]
    public async Task Message_Wrong_ClosesWithItsCode(string message, int code, string reason)
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();

        await socket.SendAsync(message);

        Assert.Equal((code, reason), await socket.ClosedAsync());
    }

    [Theory]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{hello}"}}""", 4401, "Unauthorized")]
    [InlineData("""{"type":"connection_init"}""", 4401, "Unauthorized")]
    [InlineData("""{"type":"connection_init","payload":{}}""", 4401, "Unauthorized")]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":"Bearer bad"}}""", 4403, "Forbidden")]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":"good"}}""", 4403, "Forbidden")]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":1}}""", 4403, "Forbidden")]
    public async Task Init_WithoutValidToken_IsClosed(string message, int code, string reason)
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();

        await socket.SendAsync(message);

        Assert.Equal((code, reason), await socket.ClosedAsync());
    }

    [Fact]
    public async Task Init_TokenCannotBeChecked_Is4500AndTellsNothing()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();

        await socket.SendAsync(RawSocket.Init.Replace(TestTokens.Good, TestTokens.Broken));

        Assert.Equal((4500, "Internal server error"), await socket.ClosedAsync());
    }

    [Fact]
    public async Task Init_WithoutTokenWhereNoneIsNeeded_IsAcknowledged()
    {
        await using var host = await TestHost.StartAsync(options => options.RequireAuthentication = false);
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync("""{"type":"connection_init"}""");

        await socket.SubscribeAsync("1", "{ user }");

        Assert.Equal("""{"id":"1","type":"next","payload":{"data":{"user":null}}}""", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task Init_TokenInTheUpgradeRequest_NeedsNoOther()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync(token: TestTokens.Good);
        await socket.InitialiseAsync("""{"type":"connection_init"}""");

        await socket.SubscribeAsync("1", "{ user }");

        Assert.Equal("""{"id":"1","type":"next","payload":{"data":{"user":"ana"}}}""", await socket.ReceiveAsync());
    }

    [Fact]
    public async Task Subscribe_IdInUse_Is4409()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();
        await socket.SubscribeAsync("same", "{ held }");

        await socket.SubscribeAsync("same", "{ hello }");

        Assert.Equal((4409, "Subscriber for same already exists"), await socket.ClosedAsync());
        host.Signals.Release.SetResult();
    }

    [Theory]
    [InlineData("graphql-ws")]
    [InlineData(null)]
    public async Task Connect_OtherSubprotocol_Is4406(string? subprotocol)
    {
        await using var host = await TestHost.StartAsync();

        await using var socket = await host.ConnectAsync(subprotocol);

        Assert.Equal((4406, "Subprotocol not acceptable"), await socket.ClosedAsync());
    }

    [Fact]
    public async Task Connect_NoInit_Is4408AfterTheTimeout()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(time: time);
        await using var socket = await host.ConnectAsync();
        await socket.SendAsync("""{"type":"ping"}""");
        await socket.ReceiveAsync();

        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((4408, "Connection initialisation timeout"), await socket.ClosedAsync());
    }

    [Fact]
    public async Task Token_Expires_ClosesTheSocket()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2027, 3, 2, 9, 0, 0, TimeSpan.Zero));
        await using var host = await TestHost.StartAsync(time: time);
        await using var socket = await host.ConnectAsync();
        var token = TestTokens.Until(time.GetUtcNow().AddDays(90));
        await socket.InitialiseAsync($$$"""{"type":"connection_init","payload":{"Authorization":"Bearer {{{token}}}"}}""");
        await socket.SubscribeAsync("s", "subscription { ticks }");
        await host.Ticks.SubscribersAsync(1);

        time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        host.Ticks.Publish(1);
        Assert.Equal("""{"id":"s","type":"next","payload":{"data":{"ticks":1}}}""", await socket.ReceiveAsync());
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((4403, "Token expired"), await socket.ClosedAsync());
        await host.Ticks.SubscribersAsync(0);
    }

    [Fact]
    public async Task Message_TooBig_Is1009()
    {
        await using var host = await TestHost.StartAsync(options => options.MaxBodyBytes = 2000);
        await using var socket = await host.ConnectAsync();

        await socket.SendAsync($$$"""{"type":"ping","payload":{"x":"{{{new string('x', 2000)}}}"}}""");

        Assert.Equal((1009, "Message too big"), await socket.ClosedAsync());
    }

    [Fact]
    public async Task Message_Binary_Is4400()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();

        await socket.SendAsync(Encoding.UTF8.GetBytes(RawSocket.Init), WebSocketMessageType.Binary);

        Assert.Equal((4400, "Invalid message: not text"), await socket.ClosedAsync());
    }

    [Fact]
    public async Task Stop_OpenSockets_AreToldToComeBackAfterTheirQueries()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();
        await socket.SubscribeAsync("s", "subscription { ticks }");
        await host.Ticks.SubscribersAsync(1);
        await socket.SubscribeAsync("q", "{ held }");
        await host.Signals.HeldStarted.Task.WaitAsync(TestHost.Patience);

        var stopping = host.StopAsync();
        host.Signals.Release.SetResult();

        Assert.Equal("""{"id":"q","type":"next","payload":{"data":{"held":"released"}}}""", await socket.ReceiveAsync());
        Assert.Equal("""{"id":"q","type":"complete"}""", await socket.ReceiveAsync());
        Assert.Equal((1001, "The server is stopping: come back"), await socket.ClosedAsync());
        await stopping.WaitAsync(TestHost.Patience);
        await host.Ticks.SubscribersAsync(0);
    }

    [Fact]
    public async Task Stop_QueryThatDoesNotEnd_IsWaitedForOnlySoLong()
    {
        await using var host = await TestHost.StartAsync(options => options.CloseTimeout = TimeSpan.FromMilliseconds(100));
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();
        await socket.SubscribeAsync("q", "{ held }");
        await host.Signals.HeldStarted.Task.WaitAsync(TestHost.Patience);

        var stopping = host.StopAsync();

        Assert.Equal((1001, "The server is stopping: come back"), await socket.ClosedAsync());
        await stopping.WaitAsync(TestHost.Patience);
        host.Signals.Release.SetResult();
    }

    [Fact]
    public async Task Subscribe_ReaderTooSlow_IsCutOffAndUnsubscribed()
    {
        await using var host = await TestHost.StartAsync(options =>
        {
            options.MaxQueuedMessages = 8;
            options.CloseTimeout = TimeSpan.FromMilliseconds(100);
        });
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();
        await socket.SubscribeAsync("s", "subscription { ticks }");
        await host.Ticks.SubscribersAsync(1);

        // More than the buffers between the two hold; nobody reads.
        var unsubscribed = host.Ticks.SubscribersAsync(0);
        for (var i = 0; !unsubscribed.IsCompleted; i++)
            host.Ticks.Publish(i);

        await unsubscribed;
    }

    [Theory]
    [InlineData("https://elsewhere.example", false)]
    [InlineData("null", false)]
    [InlineData("https://screens.example", true)]
    [InlineData("same", true)]
    public async Task Connect_FromAPage_OnlyOfAllowedOrigins(string origin, bool allowed)
    {
        await using var host = await TestHost.StartAsync(options => options.AllowedOrigins.Add("https://screens.example"));
        var page = origin == "same" ? host.Address.GetLeftPart(UriPartial.Authority) : origin;

        if (allowed)
        {
            await using var socket = await host.ConnectAsync(origin: page);
            await socket.InitialiseAsync();
        }
        else
        {
            var refused = await Assert.ThrowsAsync<WebSocketException>(() => host.ConnectAsync(origin: page));
            Assert.Contains("403", refused.Message);
        }
    }
}
