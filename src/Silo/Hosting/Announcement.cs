using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Scheduling.Silo.Storage;

namespace Scheduling.Silo.Hosting;

/// <summary>Says once, when requests are answered, where the server listens and where its data is.</summary>
internal sealed partial class Announcement(
    IServer server,
    SchedulingSettings settings,
    Store store,
    SiloPorts ports,
    IHostEnvironment environment,
    ILoggerFactory loggers) : IHostedLifecycleService
{
    private readonly ILogger logger = loggers.CreateLogger("Scheduling");

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // The addresses that were asked for may hold port 0; these are the ones that were given.
        var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses;
        var urls = bound is { Count: > 0 } ? [.. bound] : settings.Urls;
        store.Announce(new RunningServer(Environment.ProcessId, ports.Gateway, urls[0]));
        LogListening(logger, string.Join(' ', urls), store.Description, environment.EnvironmentName);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Information, "Scheduling listens on {Urls} ({Store}, {Environment})")]
    private static partial void LogListening(ILogger logger, string urls, string store, string environment);
}
