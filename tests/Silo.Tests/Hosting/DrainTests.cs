using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Scheduling.Silo.Hosting;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Hosting;

/// <summary>What happens to requests while the server stops.</summary>
public sealed class DrainTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Stop_RequestUnderWay_IsNotReadyAtOnceAndTheRequestFinishes()
    {
        await using var server = await StartAsync(app => app.MapGet("/slow", SlowAsync));
        var slow = server.Http.GetAsync("slow");
        await begun.Task;

        var stopped = server.StopAsync();
        var ready = await server.Http.GetAsync("health/ready");
        release.SetResult();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("stopping", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("done", await (await slow).Content.ReadAsStringAsync());
        await stopped;
    }

    [Fact]
    public async Task Stop_RequestThatNeverEnds_IsCutOffAndTheStopStaysInItsTime()
    {
        await using var server = await StartAsync(app => app.MapGet("/endless", EndlessAsync));
        var endless = server.Http.GetAsync("endless");
        await begun.Task;

        var watch = Stopwatch.StartNew();
        await server.StopAsync();

        Assert.InRange(watch.Elapsed, Shutdown.Patience - TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60));
        await Assert.ThrowsAsync<HttpRequestException>(() => endless);
    }

    /// <inheritdoc />
    public void Dispose() => folder.Dispose();

    private Task<InProcessServer> StartAsync(Action<WebApplication> map) =>
        InProcessServer.StartAsync(folder.File("store.db"), map);

    private async Task<string> SlowAsync()
    {
        begun.SetResult();
        await release.Task;
        return "done";
    }

    private Task EndlessAsync(HttpContext context)
    {
        begun.SetResult();
        return Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
    }
}
