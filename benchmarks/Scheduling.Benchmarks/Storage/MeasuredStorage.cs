using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using Scheduling.Grains.Common;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage;

namespace Scheduling.Benchmarks.Storage;

/// <summary>Grain storage as the program sets it up, in a silo of its own that serves nothing.</summary>
internal sealed class MeasuredStorage : IAsyncDisposable
{
    private readonly IHost host;
    private readonly Store store;

    private MeasuredStorage(IHost host, Store store)
    {
        this.host = host;
        this.store = store;
    }

    /// <summary>The storage.</summary>
    public IGrainStorage Storage => host.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Scheduling);

    /// <summary>Makes the tables and starts the silo.</summary>
    public static async Task<MeasuredStorage> StartAsync(StorageProvider provider, string connectionString, bool groupCommit)
    {
        var settings = new SchedulingSettings
        {
            IsDevelopment = true,
            Urls = ["http://127.0.0.1:0"],
            Provider = provider,
            ConnectionString = connectionString,
            GroupCommit = groupCommit,
            Cluster = new ClusterSettings("storage", IPAddress.Loopback, SiloPort: null, GatewayPort: null),
            Identity = new IdentitySettings(Authority: null, Audience: null, PublicKey: null, Issuer: null),
            Prometheus = false,
        };
        var ports = SiloPorts.Choose(settings);
        var opened = await Store.OpenAsync(settings, ports);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(silo => silo
            .UseSchedulingCluster(opened, settings.Cluster, ports)
            .AddSchedulingStorage(opened, groupCommit));
        var built = builder.Build();
        await built.StartAsync();
        return new MeasuredStorage(built, opened);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        await store.DisposeAsync();
    }
}
