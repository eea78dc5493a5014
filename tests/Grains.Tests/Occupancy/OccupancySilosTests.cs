using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Occupancy;

/// <summary>Silos come and go; whoever follows a room on another one sees it go on, with versions that only grow.</summary>
public sealed class OccupancySilosTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Where the store lives, which must outlive silos. Its own: the directory's cells are not to be written by two clusters.
    private readonly GrainCluster _store = new();

    private GrainCluster _cluster = null!;
    private RoomId _room;
    private InProcessSiloHandle _host = null!;
    private InProcessSiloHandle _other = null!;

    public async ValueTask InitializeAsync()
    {
        await _store.InitializeAsync();
        _cluster = await _store.WithSilosAsync(2);
        _room = await _cluster.NewRoomAsync();
        var host = await _cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(_cluster.Grains.Get(_room));
        _host = _cluster.Silos.Silos.Single(silo => silo.SiloAddress.Equals(host));
        _other = _cluster.Silos.Silos.Single(silo => silo != _host);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Book_RoomOnAnotherSilo_ReadersOfBothSilosSeeTheSame()
    {
        using var here = Follow(_host);
        using var there = Follow(_other);
        var free = await there.UntilAsync(view => view.Until is null);

        await BookAsync(_cluster.Grains, A.Hours(9, 10));

        var seen = await there.UntilAsync(view => view.Until == A.Hours(9, 10).Start, free);
        Assert.True(seen.IsLike(await here.UntilAsync(view => view.Until is not null)));
    }

    [Fact]
    public async Task Migrate_ToTheReadersSilo_GoesOn()
    {
        using var reader = Follow(_other);
        var free = await reader.UntilAsync(view => view.Until is null);

        await _cluster.Silos.MigrateAsync(_cluster.Grains.Get(_room), _other.SiloAddress);
        await BookAsync(_cluster.Grains, A.Hours(9, 10));

        await reader.UntilAsync(view => view.Until == A.Hours(9, 10).Start, free);
    }

    [Fact]
    public Task Kill_SiloOfTheRoom_GoesOn() => LoseAsync(() => _cluster.Silos.KillSiloAsync(_host));

    [Fact]
    public Task Stop_SiloOfTheRoom_GoesOn() => LoseAsync(() => _cluster.Silos.StopSiloAsync(_host));

    [Fact]
    public async Task Kill_SiloOfTheReader_NobodyWhoClaimsWaitsForIt()
    {
        using var reader = Follow(_other);
        await reader.UntilAsync(view => view.Until is null);
        var grains = GrainsOf(_host);
        await _cluster.Silos.KillSiloAsync(_other);

        // Sooner than any call to a silo that is gone would fail.
        for (var hour = 0; hour < 5; hour++)
        {
            var granted = await grains.Get(_room).ClaimAsync(new ClaimRequest
            {
                Id = EntityIds.Of<ClaimId>($"{hour}"),
                Booking = BookingId.New(EntityIds.Of<AdvisorId>("lead"), IsoWeek.Of(A.Monday), $"{hour}"),
                Network = OrganizationId.OfNetwork("laposte"),
                Period = A.Hours(hour, hour + 1),
                Seats = 4,
                MadeAt = SystemClock.Instance.GetCurrentInstant(),
            }).WaitAsync(TimeSpan.FromSeconds(20));
            Assert.True(granted.IsGranted);
        }
    }

    private async Task LoseAsync(Func<Task> loseHost)
    {
        using var reader = Follow(_other);
        var free = await reader.UntilAsync(view => view.Until is null);
        await BookAsync(_cluster.Grains, A.Hours(9, 10));
        var known = await reader.UntilAsync(view => view.Until == A.Hours(9, 10).Start, free);
        var gone = new Gone(_host.SiloAddress);
        _other.ServiceProvider.GetRequiredService<ISiloStatusOracle>().SubscribeToSiloStatusEvents(gone);

        await loseHost();
        await gone.Seen.Task.WaitAsync(Patience);
        await BookAsync(GrainsOf(_other), A.Hours(7, 8));

        var last = await reader.UntilAsync(view => view.Until == A.Hours(7, 8).Start, known);
        // Whoever comes back is given the same, or what is newer.
        using var again = Follow(_other);
        var present = await again.UntilAsync(_ => true);
        Assert.True(present.IsLike(last) && present.Version >= last.Version);
    }

    private OccupancyReader Follow(InProcessSiloHandle silo)
    {
        var reader = silo.ServiceProvider.GetRequiredService<OccupancyHub>().Open();
        reader.Follow([_room]);
        return reader;
    }

    private static IGrainFactory GrainsOf(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<IGrainFactory>();

    // By somebody new, whom no silo has to be asked for that is gone.
    private async Task BookAsync(IGrainFactory grains, Period period)
    {
        var network = OrganizationId.OfNetwork(_cluster.NewKey());
        await Shortcuts.RepeatAsync(() => grains.Get(network).RegisterAsync(
            new Organizations.RegisterOrganization { Actor = GrainCluster.Admin, Name = "La Poste" }));
        var lead = EntityIds.Of<AdvisorId>(_cluster.NewKey());
        await Shortcuts.RepeatAsync(() => grains.Get(lead).RegisterAsync(new Advisors.RegisterAdvisor
        {
            Actor = GrainCluster.Admin,
            Network = network,
            Name = "Camille",
            TimeZone = "Europe/Paris",
            WorkingHours = [],
        }));
        var booked = await Shortcuts.RepeatAsync(() => grains.Get(lead).BookAsync(A.Booking(_room, period) with { Key = A.Key($"{period}") }));
        Assert.Empty(booked.Refusals);
    }

    private sealed class Gone(SiloAddress silo) : ISiloStatusListener
    {
        public TaskCompletionSource Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
        {
            if (status == SiloStatus.Dead && updatedSilo.Equals(silo))
                Seen.TrySetResult();
        }
    }
}
