using System.Net;
using Orleans.Configuration;
using Scheduling.Grains.Common;
using Scheduling.Silo.Storage;

namespace Scheduling.Silo.Hosting;

/// <summary>Makes the silo part of its cluster.</summary>
internal static class Clustering
{
    /// <summary>Names our data in a database. Never changes: rows under another name are not found.</summary>
    public const string ServiceId = "scheduling";

    private const int MissedProbes = 3;

    /// <summary>A shared store keeps the list of silos; any other store has this one silo.</summary>
    public static ISiloBuilder UseSchedulingCluster(
        this ISiloBuilder silo, Store store, ClusterSettings settings, SiloPorts ports)
    {
        if (!store.IsShared)
            return silo.UseLocalhostClustering(ports.Silo, ports.Gateway, serviceId: ServiceId, clusterId: settings.Id);

        silo.Configure<ClusterOptions>(options =>
        {
            options.ServiceId = ServiceId;
            options.ClusterId = settings.Id;
        });

        // Bound to this one address: silos trust whoever connects, so the port must not be open to everybody.
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = settings.Address;
            options.SiloPort = ports.Silo;
            options.GatewayPort = ports.Gateway;
            options.SiloListeningEndpoint = new IPEndPoint(settings.Address, ports.Silo);
            options.GatewayListeningEndpoint = new IPEndPoint(settings.Address, ports.Gateway);
        });
        silo.Configure<ClusterMembershipOptions>(options => DetectFailures(options, settings.FailureDetection));
        settings.Tls?.AddTo(silo);

        // Orleans' first directory lets a grain be active twice for seconds while silos come and go. Storage refuses what the older
        // of the two writes, but until it writes it shows what it knew: a calendar without bookings that were acknowledged since.
        // Its successor is called experimental; the fault suite is what we go by (docs/reliability.md).
#pragma warning disable ORLEANSEXP003
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003

        // A silo that was declared dead may live on. Its grains are made active elsewhere when it can write nothing any more. (Orleans
        // counts from the time at which it may have failed: so long before it was declared dead.)
        silo.Configure<GrainDirectoryOptions>(options =>
            options.RangeLeaseDuration = (MissedProbes * LongestProbe(settings.FailureDetection)) + WriteLease.Length);
        silo.Services.AddSingleton<WriteLease>();
        silo.Services.AddSingleton<ISiloLease>(services => services.GetRequiredService<WriteLease>());
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<WriteLease>());
        return silo.UseAdoNetClustering(options => options.Configure(membership =>
        {
            membership.Invariant = store.Invariant;
            membership.DataSource = store.DataSource;
        }));
    }

    private static TimeSpan LongestProbe(TimeSpan detection) => detection / 4;

    // A silo that answers nothing misses three probes in a row, and up to a probe's time passes before the first of
    // them. Nor does a vote count while its connection said something within three of the longest probes (otherwise a
    // pause of the collector would be a death). So the longest detection is four times the longest probe. A killed
    // process refuses connections at once and goes much sooner: healthy silos are probed at the least time.
    private static void DetectFailures(ClusterMembershipOptions options, TimeSpan detection)
    {
        options.NumMissedProbesLimit = MissedProbes;
        options.MaxProbeTimeout = LongestProbe(detection);
        options.ProbeTimeout = detection / 8;
        options.MinProbeTimeout = detection / 16;

        // Silos tell one another of changes; these are for news that got lost, and for silos that all died at once.
        options.TableRefreshTimeout = detection;
        options.IAmAliveTablePublishTimeout = detection;
    }
}
