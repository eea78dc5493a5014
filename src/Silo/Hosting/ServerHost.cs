using System.Net;
using Orleans.Dashboard;
using Scheduling.Api;
using Scheduling.Api.Board;
using Scheduling.Api.Overload;
using Scheduling.Api.Transport;
using Scheduling.Api.Utilization;
using Scheduling.Grains;
using Scheduling.Silo.Demo;
using Scheduling.Silo.Identity;
using Scheduling.Silo.Storage;

namespace Scheduling.Silo.Hosting;

/// <summary>The parts every server has, whatever it serves.</summary>
internal static class ServerHost
{
    /// <summary>
    /// A builder that reads <c>appsettings.json</c> beside the program, not in the directory it was started in; paths
    /// in settings and the default store are relative to the latter.
    /// </summary>
    /// <exception cref="StartupException">A file of settings cannot be read.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            return WebApplication.CreateBuilder(
                new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        }
        catch (Exception failure) when (failure is InvalidDataException or FormatException)
        {
            throw new StartupException($"The settings cannot be read: {failure.GetBaseException().Message}");
        }
    }

    /// <summary>
    /// Adds the silo with its store and cluster, identity, health, telemetry, logs and a graceful stop.
    /// </summary>
    public static WebApplicationBuilder AddSchedulingServer(
        this WebApplicationBuilder builder, SchedulingSettings settings, Store store, SiloPorts ports)
    {
        RequireFreeUrls(settings.Urls);
        builder.WebHost.UseUrls([.. settings.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.AddSchedulingObservability(settings);
        builder.Services.AddSingleton(settings).AddSingleton(store).AddSingleton(ports).AddSingleton<TimeProvider>(new SteadyClock(TimeProvider.System));
        builder.Services.AddSchedulingIdentity(settings);
        builder.Services.AddSchedulingHealth();
        builder.Services.AddGracefulStop();
        builder.Services.AddHostedService<Announcement>();
        builder.Services.AddSchedulingGrains();
        builder.Services.AddSingleton(settings.Limits).AddSingleton<IBacklog>(services => services.GetRequiredService<PendingStorage>());
        builder.Services.AddBrowserProtection(settings.Browsers);
        builder.Services.AddSchedulingGraphQL().AddGraphQLTransport(transport =>
        {
            foreach (var origin in settings.Browsers.Origins)
                transport.AllowedOrigins.Add(origin);
        });
        if (settings.SeedsDemo)
            builder.Services.AddHostedService<DemoSeed>();
        builder.UseOrleans(silo =>
        {
            silo.UseSchedulingCluster(store, settings.Cluster, ports)
                .AddSchedulingStorage(store, settings.GroupCommit)
                .AddDashboard(dashboard => (dashboard.HideTrace, dashboard.CounterUpdateIntervalMs) = (true, 5000));
            if (Observability.ExportsTraces(builder.Configuration))
                silo.AddActivityPropagation();
        });
        return builder;
    }

    /// <summary>Maps GraphQL, the board, the export, health, metrics and the dashboard.</summary>
    public static WebApplication UseSchedulingServer(this WebApplication app)
    {
        app.UseGracefulStop();
        app.UseBrowserProtection(app.Services.GetRequiredService<SchedulingSettings>().Browsers);
        app.UseSchedulingDashboardAccess();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseSchedulingDashboard();
        app.MapSchedulingHealth();
        app.MapGraphQLTransport();
        app.MapBoard();
        app.MapUtilizationExport();
        app.MapSchedulingMetrics(app.Services.GetRequiredService<SchedulingSettings>());
        return app;
    }

    /// <summary>Refuses an address that cannot be listened on, before anything is started.</summary>
    /// <exception cref="StartupException">It is taken, or not of this machine.</exception>
    public static void RequireFreeUrls(ImmutableArray<string> urls)
    {
        foreach (var url in urls)
        {
            var address = BindingAddress.Parse(url);
            if (address.Port == 0)
                continue;
            if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
                SiloPorts.RequireFree("urls", ip, address.Port);
            else if (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
                SiloPorts.RequireFree("urls", IPAddress.Loopback, address.Port);
        }
    }
}
