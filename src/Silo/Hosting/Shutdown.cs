using System.Collections.Concurrent;

namespace Scheduling.Silo.Hosting;

/// <summary>
/// The graceful stop: not ready at once, then requests under way finish, then the web server and the silo go. The parts
/// of <see cref="Budget"/> leave the silo time to hand over, however long a client would have stayed.
/// </summary>
internal static class Shutdown
{
    /// <summary>How long the whole stop may take; the process has ended 15 s after SIGTERM.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(12);

    /// <summary>
    /// How long new requests are still answered, so that a load balancer sees "not ready" before it is refused.
    /// </summary>
    public static readonly TimeSpan Notice = TimeSpan.FromSeconds(1);

    /// <summary>How long requests under way may take to finish before they are cut off.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    /// <summary>Adds the stop's parts.</summary>
    public static IServiceCollection AddGracefulStop(this IServiceCollection services) =>
        services.Configure<HostOptions>(options => options.ShutdownTimeout = Budget)
            .AddSingleton<RequestsUnderWay>()
            .AddHostedService<DrainBeforeStop>();

    /// <summary>Counts requests; goes before everything else.</summary>
    public static void UseGracefulStop(this WebApplication app)
    {
        var requests = app.Services.GetRequiredService<RequestsUnderWay>();
        app.Use(requests.TrackAsync);
    }
}

/// <summary>The requests that have begun and not yet ended.</summary>
internal sealed class RequestsUnderWay(IHostApplicationLifetime lifetime)
{
    private readonly ConcurrentDictionary<HttpContext, bool> contexts = new();
    private readonly TaskCompletionSource idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The middleware.</summary>
    public async Task TrackAsync(HttpContext context, RequestDelegate next)
    {
        contexts.TryAdd(context, true);
        try
        {
            // Ask clients to come back on another connection, to another server.
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                context.Response.Headers.Connection = "close";
            await next(context);
        }
        finally
        {
            contexts.TryRemove(context, out _);
            if (lifetime.ApplicationStopping.IsCancellationRequested && contexts.IsEmpty)
                idle.TrySetResult();
        }
    }

    /// <summary>Waits until none is under way, and cuts off those that are after <paramref name="patience"/>.</summary>
    public async Task FinishAsync(TimeSpan patience, TimeProvider clock, CancellationToken cancellation)
    {
        if (contexts.IsEmpty)
            return;

        try
        {
            await idle.Task.WaitAsync(patience, clock, cancellation);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            foreach (var context in contexts.Keys)
                context.Abort();
        }
    }
}

/// <summary>Runs before any service stops: the web server still answers.</summary>
internal sealed class DrainBeforeStop(RequestsUnderWay requests, TimeProvider clock) : IHostedLifecycleService
{
    /// <inheritdoc />
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Shutdown.Notice, clock, cancellationToken);
        await requests.FinishAsync(Shutdown.Patience, clock, cancellationToken);
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
