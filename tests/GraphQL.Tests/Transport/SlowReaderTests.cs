using Scheduling.Api.Transport;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>A reader that stops reading: the network takes no more, its source waits, and after a time it is dropped.</summary>
public sealed class SlowReaderTests
{
    // Far more than the buffers between the two hold.
    private const string Endless = "subscription { paced(to: 1000000) }";

    [Fact]
    public async Task Socket_ReadsNoMore_IsDroppedAndHoldsNobodyUp()
    {
        await using var host = await TestHost.StartAsync(Impatient);
        await using var other = await host.ConnectAsync();
        await other.InitialiseAsync();
        await other.SubscribeAsync("t", "subscription { ticks }");
        await host.Ticks.SubscribersAsync(1);
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();

        await socket.SubscribeAsync("s", Endless);

        await host.Signals.PacedEnded.Task.WaitAsync(TestHost.Patience);
        host.Ticks.Publish(3);
        Assert.Contains("\"ticks\":3", await other.ReceiveAsync());
    }

    [Fact]
    public async Task EventStream_ReadsNoMore_IsAborted()
    {
        await using var host = await TestHost.StartAsync(Impatient);
        using var response = await host.PostAsync($$"""{"query":"{{Endless}}"}""", "text/event-stream");

        await host.Signals.PacedEnded.Task.WaitAsync(TestHost.Patience);

        // What was on its way may still come; then the connection breaks instead of ending.
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.CopyToAsync(Stream.Null));
    }

    private static void Impatient(GraphQLTransportOptions options)
    {
        options.SlowReaderTimeout = TimeSpan.FromMilliseconds(100);
        options.CloseTimeout = TimeSpan.FromMilliseconds(100);
        // Nor is it the missing answer to a ping that ends it.
        options.KeepAliveInterval = TimeSpan.FromMinutes(10);
    }
}
