using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Storage;
using Scheduling.Grains.Common;
using Scheduling.Silo.Storage;

namespace Scheduling.Silo.Hosting;

/// <summary>Gives the silo its store: grain state and reminders.</summary>
internal static class StorageSetup
{
    /// <summary>
    /// Adds grain storage <see cref="StorageNames.Scheduling"/> and the reminders, both in <paramref name="store"/>.
    /// </summary>
    public static ISiloBuilder AddSchedulingStorage(this ISiloBuilder silo, Store store)
    {
        // Named here and nowhere else: records written by one serializer are not read by another.
        silo.Services.AddOptions<AdoNetGrainStorageOptions>(StorageNames.Scheduling)
            .Configure<Serializer>((options, serializer) =>
            {
                options.Invariant = store.Invariant;
                options.DataSource = store.DataSource;
                options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            });
        silo.Services.AddGrainStorage(StorageNames.Scheduling, (services, name) =>
            new SchedulingGrainStorage(AdoNetGrainStorageFactory.Create(services, name), store.HasSingleWriter));
        return silo.UseAdoNetReminderService(options => options.Configure(reminders =>
        {
            reminders.Invariant = store.Invariant;
            reminders.DataSource = store.DataSource;
        }));
    }
}
