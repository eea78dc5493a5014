using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;
using Scheduling.Api.Overload;
using Scheduling.Grains.Common;
using Scheduling.Silo.Storage;
using Scheduling.Silo.Storage.Grouped;

namespace Scheduling.Silo.Hosting;

/// <summary>Gives the silo its store: grain state and reminders.</summary>
internal static class StorageSetup
{
    /// <summary>
    /// Adds grain storage <see cref="StorageNames.Scheduling"/> and the reminders, both in <paramref name="store"/>.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="store">Where state is kept.</param>
    /// <param name="groupCommit">True to commit together what waits at the same time, false for one commit a write. What
    /// is stored is the same.</param>
    public static ISiloBuilder AddSchedulingStorage(this ISiloBuilder silo, Store store, bool groupCommit)
    {
        silo.Services.TryAddSingleton(new LimitOptions());
        silo.Services.TryAddSingleton<PendingStorage>();
        // What a driver throws reaches callers in other silos; Orleans has codecs for exceptions of the namespaces it is told of.
        silo.Services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.Add("Npgsql"));
        if (groupCommit)
        {
            silo.Services.AddGrainStorage(StorageNames.Scheduling, (services, _) => Counted(services, new GroupGrainStorage(
                store.OpenRows(),
                SerializerOf(services.GetRequiredService<Serializer>()),
                services.GetRequiredService<IActivatorProvider>(),
                services.GetRequiredService<ILogger<GroupGrainStorage>>(),
                store.Wrote,
                services.GetService<WriteLease>())));
        }
        else
        {
            silo.AddPlainStorage(store);
        }

        return silo.UseAdoNetReminderService(options => options.Configure(reminders =>
        {
            reminders.Invariant = store.Invariant;
            reminders.DataSource = store.DataSource;
        }));
    }

    private static void AddPlainStorage(this ISiloBuilder silo, Store store)
    {
        silo.Services.AddOptions<AdoNetGrainStorageOptions>(StorageNames.Scheduling)
            .Configure<Serializer>((options, serializer) =>
            {
                options.Invariant = store.Invariant;
                options.DataSource = store.DataSource;
                options.GrainStorageSerializer = SerializerOf(serializer);
            });
        silo.Services.AddGrainStorage(StorageNames.Scheduling, (services, name) =>
            Counted(services, new SchedulingGrainStorage(
                AdoNetGrainStorageFactory.Create(services, name), store.HasSingleWriter, store.Wrote,
                services.GetService<WriteLease>())));
    }

    private static CountedStorage Counted(IServiceProvider services, IGrainStorage storage) =>
        new(storage, services.GetRequiredService<PendingStorage>());

    // Named here and nowhere else: records written by one serializer are not read by another.
    private static ExactSerializer SerializerOf(Serializer serializer) => new(serializer);
}
