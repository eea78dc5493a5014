using Microsoft.Extensions.DependencyInjection.Extensions;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains;

/// <summary>What the grains need from the host, besides grain storage named <see cref="StorageNames.Scheduling"/> and reminders.</summary>
public static class GrainsSetup
{
    /// <summary>Registers the clock, the source of identities and the silo's lease, unless the host chose its own, what rooms are followed, read and found with, and what a silo remembers of advisors.</summary>
    public static IServiceCollection AddSchedulingGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdSource>();
        services.TryAddSingleton<ISiloLease, UnendingLease>();
        services.TryAddSingleton<AdvisorNetworks>();
        services.TryAddSingleton<OccupancyHub>();
        services.TryAddSingleton(typeof(Board<,>));
        services.TryAddSingleton<RoomReader>();
        services.TryAddSingleton<VenueReader>();
        services.TryAddSingleton<CellReader>();
        services.TryAddSingleton<RoomFinder>();
        services.TryAddSingleton(provider => new RoomSearch(provider.GetRequiredService<RoomFinder>(), provider.GetRequiredService<RoomReader>()));
        return services;
    }
}
