using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Hosting;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Scheduling.Grains.Common;
using Scheduling.Silo.Hosting;
using Scheduling.Silo.Storage;
using Scheduling.Silo.Storage.Grouped;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Storage;

/// <summary>
/// A silo in this process, on the program's own storage and cluster, without anything else of the program.
/// </summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost host;
    private readonly Store store;

    private TestSilo(IHost host, Store store)
    {
        this.host = host;
        this.store = store;
    }

    /// <summary>The storage grains get.</summary>
    public IGrainStorage Storage => host.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Scheduling);

    /// <summary>What messages between silos are made with.</summary>
    public Serializer Serializer => host.Services.GetRequiredService<Serializer>();

    /// <summary>The store it is on.</summary>
    public Store Store => store;

    /// <summary>Another storage on the same table that commits writes together, as another silo would have.</summary>
    /// <returns>To be disposed before the silo is.</returns>
    public GroupGrainStorage OpenGroupStorage() => new(
        store.OpenRows(),
        new OrleansGrainStorageSerializer(Serializer),
        host.Services.GetRequiredService<IActivatorProvider>(),
        NullLogger<GroupGrainStorage>.Instance,
        _ => { });

    /// <summary>Makes references to grains.</summary>
    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>The reminders that came to this silo.</summary>
    public WakeLog Wakes => host.Services.GetRequiredService<WakeLog>();

    /// <summary>Opens the store and starts a silo on it.</summary>
    public static async Task<TestSilo> StartAsync(SchedulingSettings settings)
    {
        var taken = FreePorts.Take(2);
        var ports = new SiloPorts(taken[0], taken[1]);
        var opened = await Store.OpenAsync(settings, ports);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<WakeLog>();
        builder.UseOrleans(silo => silo
            .UseSchedulingCluster(opened, settings.Cluster, ports)
            .AddSchedulingStorage(opened, settings.GroupCommit));
        var started = builder.Build();
        await started.StartAsync();
        return new TestSilo(started, opened);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        await store.DisposeAsync();
    }
}
