using Microsoft.Extensions.Time.Testing;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>Event streams line by line; how a real client lives with them is in <see cref="NodeClientTests"/>.</summary>
public sealed class EventStreamTests
{
    [Fact]
    public async Task Post_Query_IsOneNextAndComplete()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.PostAsync("""{"query":"{ hello }"}""", "text/event-stream");

        Assert.Equal("text/event-stream; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            ":\n\nevent: next\ndata: {\"data\":{\"hello\":\"world\"}}\n\nevent: complete\ndata:\n\n",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_MalformedRequest_Is400()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.PostAsync("{}", "text/event-stream");

        Assert.Equal("BAD_REQUEST", HttpTransportTests.Code(await HttpTransportTests.ErrorAsync(response)));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Get_Mutation_IsRefusedInTheStreamAndChangesNothing()
    {
        await using var host = await TestHost.StartAsync();
        host.Client.DefaultRequestHeaders.Add("Accept", "text/event-stream");

        var events = await host.Client.GetStringAsync("?query=mutation%7Badd(amount%3A1)%7D");

        Assert.Contains("OPERATION_NOT_ALLOWED", events);
        Assert.Equal(0, host.Signals.Total);
    }

    [Fact]
    public async Task Post_IdleStream_GetsComments()
    {
        var time = new FakeTimeProvider();
        await using var host = await TestHost.StartAsync(time: time);
        using var response = await host.PostAsync("""{"query":"subscription { ticks }"}""", "text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await ReadAsync(reader, ":");
        await host.Ticks.SubscribersAsync(1);
        host.Ticks.Publish(1);
        await ReadAsync(reader, """data: {"data":{"ticks":1}}""");

        time.Advance(TimeSpan.FromSeconds(15));

        await ReadAsync(reader, ":");
    }

    [Fact]
    public async Task Post_ReaderTooSlow_IsCutOffAndUnsubscribed()
    {
        await using var host = await TestHost.StartAsync(options => options.MaxQueuedMessages = 8);
        using var response = await host.PostAsync("""{"query":"subscription { ticks }"}""", "text/event-stream");
        await host.Ticks.SubscribersAsync(1);

        // More than the buffers between the two hold; nobody reads.
        var unsubscribed = host.Ticks.SubscribersAsync(0);
        for (var i = 0; !unsubscribed.IsCompleted; i++)
            host.Ticks.Publish(i);

        await unsubscribed;
    }

    [Fact]
    public async Task Post_StreamBreaks_EndsWithAMaskedError()
    {
        await using var host = await TestHost.StartAsync();

        using var response = await host.PostAsync("""{"query":"subscription { failing }"}""", "text/event-stream");

        var events = await response.Content.ReadAsStringAsync();
        Assert.Contains("Internal error", events);
        Assert.DoesNotContain("hunter2", events);
        Assert.EndsWith("event: complete\ndata:\n\n", events);
    }

    private static async Task ReadAsync(StreamReader reader, string expected)
    {
        using var patience = new CancellationTokenSource(TestHost.Patience);
        string? line;
        do
        {
            line = await reader.ReadLineAsync(patience.Token);
            Assert.NotNull(line);
        }
        while (line != expected);
    }
}
