using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;
using Orleans.Storage;
using Orleans.TestingHost;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Organizations;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Venues;

[assembly: AssemblyFixture(typeof(GrainCluster))]

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>An in-process silo with the real grains, and shortcuts to make what a test needs. Shared; keys are fresh.</summary>
public sealed class GrainCluster : IAsyncLifetime
{
    private readonly IdSource _ids = new();
    private readonly SemaphoreSlim _twinLock = new(1);
    private InProcessTestCluster? _cluster;
    private GrainCluster? _twin;

    public static Actor Admin { get; } = new() { Subject = "admin", Roles = [Role.Admin] };

    public IGrainFactory Grains => _cluster!.Client;

    public FaultyStorage Storage { get; private set; } = null!;

    public FaultyCalls Calls { get; } = new();

    /// <summary>Whether its silos may still speak for their grains.</summary>
    public LosableLease Lease { get; } = new();

    /// <summary>How far its clock is ahead of the real one; it may be put forward while the cluster runs.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>How many silos it starts with. Of several, one that dies is given up within seconds.</summary>
    public short SilosCount { get; init; } = 1;

    public InProcessTestCluster Silos => _cluster!;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(SilosCount);
        builder.ConfigureSilo((_, silo) =>
        {
            // The serializer of production: what a state type cannot store fails here too.
            silo.AddMemoryGrainStorage("memory", (OptionsBuilder<MemoryGrainStorageOptions> options) =>
                options.Configure<Serializer>((storage, serializer) =>
                    storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer)));
            silo.UseInMemoryReminderService();
            silo.Services.AddSingleton<TimeProvider>(new ClockAhead(this));
            // By a clock that is ahead, a silo that has just begun to join has been joining for days: it would give itself up.
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.EvictWhenMaxJoinAttemptTimeExceeded = false;
                if (SilosCount > 1)
                    (options.ProbeTimeout, options.NumVotesForDeathDeclaration) = (TimeSpan.FromSeconds(1), 1);
            });
            silo.Services.AddSingleton<ISiloLease>(Lease);
            silo.Services.AddSchedulingGrains();
            silo.AddIncomingGrainCallFilter(Calls);
            silo.Services.AddKeyedSingleton<IGrainStorage>(StorageNames.Scheduling, (services, _) =>
                Storage ??= new FaultyStorage(
                    services.GetRequiredKeyedService<IGrainStorage>("memory"), services.GetRequiredService<IGrainContextAccessor>()));
            silo.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Critical));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        // Makes sure that the storage exists before a test asks for it.
        await Grains.Get(OrganizationId.OfMunicipality("36005")).GetAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_twin is { } twin)
            await twin.DisposeAsync();
        await _cluster!.DisposeAsync();
        _twinLock.Dispose();
    }

    /// <summary>
    /// A second cluster over the same store, which knows nothing of the first: every grain that both have called has two
    /// activations, as when a silo goes on after it was given up.
    /// </summary>
    public async Task<GrainCluster> TwinAsync()
    {
        await _twinLock.WaitAsync();
        try
        {
            if (_twin is null)
            {
                var twin = new GrainCluster { Storage = Storage };
                await twin.InitializeAsync();
                _twin = twin;
            }

            return _twin;
        }
        finally
        {
            _twinLock.Release();
        }
    }

    /// <summary>The same store at a later time, in a cluster of its own.</summary>
    public async Task<GrainCluster> LaterAsync(Instant now)
    {
        var later = new GrainCluster { Storage = Storage, Ahead = (now - SystemClock.Instance.GetCurrentInstant()).ToTimeSpan() };
        await later.InitializeAsync();
        return later;
    }

    /// <summary>The same store under several silos, in a cluster of its own.</summary>
    public async Task<GrainCluster> WithSilosAsync(short count)
    {
        var cluster = new GrainCluster { Storage = Storage, SilosCount = count };
        await cluster.InitializeAsync();
        return cluster;
    }

    /// <summary>Runs something in the turns of a grain that is active, as if it were part of it.</summary>
    public Task RunInAsync(string grain, Func<IGrainContext, Task> run)
    {
        if (!_cluster!.TryGetGrainContext(GrainId.Create(StoredCalendar.TypeOf(grain), grain), out var context))
            throw new InvalidOperationException($"{grain} is not active.");
        var task = new Task<Task>(() => run(context));
        context.Scheduler.QueueTask(task);
        return task.Unwrap();
    }

    /// <summary>What the store holds of a calendar, read past its grain.</summary>
    internal StoredCalendar<TPage> Stored<TPage>(string calendar) where TPage : class, IClaimsPage<TPage>, new() =>
        new(Storage, calendar);

    /// <summary>Ticks the reminder of a grain, as the reminder service would.</summary>
    public Task RemindAsync(string grain) =>
        Grains.GetGrain<IRemindable>(GrainId.Create(StoredCalendar.TypeOf(grain), grain)).ReceiveReminder("settle", default);

    /// <summary>Whether a grain is reminded to settle what it has outstanding.</summary>
    public async Task<bool> HasReminderAsync(string grain) =>
        await OfSilo<IReminderTable>().ReadRow(GrainId.Create(StoredCalendar.TypeOf(grain), grain), "settle") is not null;

    /// <summary>What the first silo has of something that each has one of.</summary>
    public T OfSilo<T>() where T : notnull => _cluster!.GetSiloServiceProvider().GetRequiredService<T>();

    public string NewKey() => _ids.NewKey();

    /// <summary>Ends the grain's activation and waits until it has ended: what it tells afterwards was stored.</summary>
    public Task ReactivateAsync(IAddressable grain) => _cluster!.DeactivateAsync(grain);

    /// <summary>Ends an activation if there is one, without waiting for it.</summary>
    public void EndActivation(string calendar)
    {
        if (_cluster!.TryGetGrainContext(GrainId.Create(StoredCalendar.TypeOf(calendar), calendar), out var context))
            context.Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "Ordered by a test."));
    }

    public async Task<OrganizationId> NewNetworkAsync(string name = "La Poste")
    {
        var id = OrganizationId.OfNetwork(NewKey());
        var made = await Grains.Get(id).RegisterAsync(new RegisterOrganization { Actor = Admin, Name = name });
        Assert.Empty(made.Refusals);
        return id;
    }

    public async Task<AdvisorId> NewAdvisorAsync(OrganizationId network, params Calendars.WeeklyHours[] workingHours)
    {
        var id = EntityIds.Of<AdvisorId>(NewKey());
        var made = await Grains.Get(id).RegisterAsync(new Advisors.RegisterAdvisor
        {
            Actor = Admin,
            Network = network,
            Name = "Camille",
            TimeZone = "Europe/Paris",
            WorkingHours = [.. workingHours],
        });
        Assert.Empty(made.Refusals);
        return id;
    }

    public Task<VenueId> NewVenueAsync(OrganizationId owner, int? maxOccupancy = null, GeoPoint? location = null) =>
        NewVenueAsync(owner, A.Venue with { MaxOccupancy = maxOccupancy, Location = location ?? A.Venue.Location });

    public async Task<VenueId> NewVenueAsync(OrganizationId owner, VenueDetails details)
    {
        var id = EntityIds.Of<VenueId>(NewKey());
        var made = await Grains.Get(id).PublishAsync(new PublishVenue { Actor = Admin, Owner = owner, Details = details });
        Assert.Empty(made.Refusals);
        return id;
    }

    public async Task<RoomId> NewRoomAsync(VenueId venue, RoomDetails? details = null)
    {
        var id = EntityIds.Of<RoomId>(NewKey());
        var made = await Grains.Get(id).PublishAsync(new PublishRoom { Actor = Admin, Venue = venue, Details = details ?? A.Room });
        Assert.Empty(made.Refusals);
        return id;
    }

    /// <summary>A room of eight in a venue that is always open, owned by a network of its own.</summary>
    public async Task<RoomId> NewRoomAsync(RoomDetails? details = null) =>
        await NewRoomAsync(await NewVenueAsync(await NewNetworkAsync("Owner")), details);

    // Timers run as ever: only what time it is differs.
    private sealed class ClockAhead(GrainCluster cluster) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + cluster.Ahead;
    }
}
