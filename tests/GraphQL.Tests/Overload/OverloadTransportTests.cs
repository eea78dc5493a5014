using System.Net;
using System.Text.Json;
using Scheduling.Api.Overload;
using Scheduling.GraphQL.Tests.Transport;

namespace Scheduling.GraphQL.Tests.Overload;

/// <summary>How each transport tells that there is too much to do.</summary>
public sealed class OverloadTransportTests
{
    private const string Hello = """{"query":"{ hello }"}""";
    private static readonly LimitOptions s_one = new() { Concurrency = 1, Queue = 0, CallerRate = 0 };

    [Theory]
    [InlineData(null)]
    [InlineData("application/graphql-response+json")]
    [InlineData("text/event-stream")]
    public async Task Http_NoPlace_Is503WithRetryAfterAndCode(string? accept)
    {
        await using var host = await TestHost.StartAsync(limits: s_one);
        var held = host.PostAsync("""{"query":"{ held }"}""");
        await host.Signals.HeldStarted.Task.WaitAsync(TestHost.Patience);

        using var refused = await host.PostAsync(Hello, accept);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        using var body = JsonDocument.Parse(await refused.Content.ReadAsStringAsync());
        var error = body.RootElement.GetProperty("errors")[0].GetProperty("extensions");
        Assert.Equal("OVERLOADED", error.GetProperty("code").GetString());
        Assert.Equal(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, error.GetProperty("retryAfterSeconds").GetInt32());
        host.Signals.Release.TrySetResult();
        using var served = await held;
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        using var again = await host.PostAsync(Hello);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Socket_NoPlace_OperationGetsAnErrorAndTheSocketStays()
    {
        await using var host = await TestHost.StartAsync(limits: s_one);
        await using var socket = await host.ConnectAsync();
        await socket.InitialiseAsync();
        await socket.SubscribeAsync("held", "{ held }");
        await host.Signals.HeldStarted.Task.WaitAsync(TestHost.Patience);

        await socket.SubscribeAsync("more", "{ hello }");

        using var refused = JsonDocument.Parse(await socket.ReceiveAsync());
        Assert.Equal("error", refused.RootElement.GetProperty("type").GetString());
        Assert.Equal("more", refused.RootElement.GetProperty("id").GetString());
        var extensions = refused.RootElement.GetProperty("payload")[0].GetProperty("extensions");
        Assert.Equal("OVERLOADED", extensions.GetProperty("code").GetString());
        Assert.True(extensions.GetProperty("retryAfterSeconds").GetInt32() > 0);
        host.Signals.Release.TrySetResult();
        Assert.Contains("released", await socket.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_ThatRun_TakeNoPlaceAmongOperations_AndAreCounted()
    {
        await using var host = await TestHost.StartAsync(limits: s_one with { Streams = 1 });
        using var stream = await host.PostAsync("""{"query":"subscription { ticks }"}""", "text/event-stream");
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        Assert.Equal(":", await reader.ReadLineAsync().WaitAsync(TestHost.Patience));
        await host.Ticks.SubscribersAsync(1);

        using var query = await host.PostAsync(Hello);
        using var second = await host.PostAsync("""{"query":"subscription { ticks }"}""", "text/event-stream");

        Assert.Equal(HttpStatusCode.OK, query.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
    }

    [Fact]
    public async Task Http_AnonymousFromOneAddress_Is429AfterItsShare()
    {
        await using var host = await TestHost.StartAsync(limits: new LimitOptions { AnonymousRate = 1, AnonymousBurst = 2 });
        host.Client.DefaultRequestHeaders.Authorization = null;

        var statuses = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            using var answer = await host.PostAsync(Hello);
            return answer.StatusCode;
        }));

        Assert.Contains(HttpStatusCode.Unauthorized, statuses);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }
}
