using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage;

namespace Scheduling.Silo.Tests.Hosting;

/// <summary>The program's own composition in this process, on SQLite, with endpoints of the test's.</summary>
internal sealed class InProcessServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Store store;
    private readonly Task ended;

    private InProcessServer(WebApplication app, Store store)
    {
        this.app = app;
        this.store = store;
        ended = app.WaitForShutdownAsync();
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts one.</summary>
    public static async Task<InProcessServer> StartAsync(string storePath, Action<WebApplication> map)
    {
        var settings = TestSettings.Sqlite(storePath);
        var builder = ServerHost.CreateBuilder(["--environment=Development"]);
        var ports = SiloPorts.Choose(settings);
        var opened = await Store.OpenAsync(settings, ports);
        builder.AddSchedulingServer(settings, opened, ports);
        builder.Logging.ClearProviders();
        var built = builder.Build();
        built.UseSchedulingServer();
        map(built);
        await built.StartAsync();
        return new InProcessServer(built, opened);
    }

    /// <summary>Does what SIGTERM does.</summary>
    /// <returns>Ends when everything has stopped.</returns>
    public Task StopAsync()
    {
        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        return ended;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        await app.DisposeAsync();
        await store.DisposeAsync();
    }
}
