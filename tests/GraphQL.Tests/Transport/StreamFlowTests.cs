using System.Text.Json;
using Scheduling.Testing;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>A stream whose source keeps to its reader's pace: it is held, never cut off, and ends when nobody reads any more.</summary>
public sealed class StreamFlowTests
{
    private const int Count = 600;

    // More than the buffers between the two hold, and far more messages than may wait.
    private static readonly string s_many = $"subscription {{ paced(to: {Count}) }}";

    [Fact]
    public async Task Socket_SourceFasterThanItsReader_LosesNothing()
    {
        await using var host = await TestHost.StartAsync(options => options.MaxQueuedMessages = 8);
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();
        await socket.SubscribeAsync("s", s_many);

        for (var i = 1; i <= Count; i++)
            Assert.Equal(i, Number(JsonDocument.Parse(await socket.ReceiveAsync()).RootElement));
        Assert.Equal("""{"id":"s","type":"complete"}""", await socket.ReceiveAsync());
    }

    [Theory]
    [InlineData(NodeClient.WebSocket)]
    [InlineData(NodeClient.EventStream)]
    public async Task Stop_InTheMiddle_EndsTheSource(string client)
    {
        await using var host = await TestHost.StartAsync(options => options.MaxQueuedMessages = 8);
        await using var node = await NodeClient.StartAsync(client, host.Address, TestTokens.Good);
        await node.SubscribeAsync("1", "subscription { paced(to: 1000000) }");
        for (var i = 1; i <= 100; i++)
            Assert.Equal(i, Number(await node.ExpectAsync("next")));

        await node.StopAsync("1");

        await host.Signals.PacedEnded.Task.WaitAsync(TestHost.Patience);
    }

    [Fact]
    public async Task Disconnect_WhileTheSourceIsHeld_EndsIt()
    {
        await using var host = await TestHost.StartAsync();
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();
        await socket.SubscribeAsync("s", "subscription { paced(to: 1000000) }");
        await socket.ReceiveAsync();

        socket.Socket.Abort();

        await host.Signals.PacedEnded.Task.WaitAsync(TestHost.Patience);
    }

    private static int Number(JsonElement next) => int.Parse(
        next.GetProperty("payload").GetProperty("data").GetProperty("paced").GetString()!.Split(' ')[0]);
}
