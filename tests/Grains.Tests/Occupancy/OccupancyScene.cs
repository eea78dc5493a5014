using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Occupancy;

/// <summary>A cluster in which bookings were made, and the same store on the Monday they are for, at twelve minutes past ten.</summary>
public sealed class OccupancyScene : IAsyncLifetime
{
    private const double Hour = 10.2;

    private int _places;

    /// <summary>Long before.</summary>
    public GrainCluster Before { get; } = new();

    /// <summary>On the day; whatever was booked before is asked here only.</summary>
    public GrainCluster Now { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Before.InitializeAsync();
        Now = await Before.LaterAsync(A.Monday + Duration.FromHours(Hour));
        // The index of the directory's cells is one record for all: the later cluster adds its only cell to it here, before the
        // earlier one reads it. From then on the earlier one alone writes it.
        await Now.NewRoomAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Now.DisposeAsync();
        await Before.DisposeAsync();
    }

    /// <summary>What was booked before.</summary>
    internal async Task<BookingView> BookedAsync(double from, double to, BookingPolicy? policy = null)
    {
        // Each where nothing else lies: a cell of the directory must not be written by both clusters.
        var place = Interlocked.Increment(ref _places);
        var venue = await Before.NewVenueAsync(await Before.NewNetworkAsync("Owner"), A.Venue with
        {
            Address = A.Venue.Address with { InseeCode = $"{10_000 + place}" },
            Location = new GeoPoint(20 + place, 40),
        });
        var room = await Before.NewRoomAsync(venue, A.Room with { Policy = policy ?? BookingPolicy.Default });
        return await Before.BookedAsync(await Before.NewLeadAsync(), A.Booking(room, A.Hours(from, to)));
    }

    /// <summary>Follows a room on the day; the hub's own clock stands still.</summary>
    internal OccupancyReader Follow(RoomId room)
    {
        var clock = new FakeTimeProvider((A.Monday + Duration.FromHours(Hour)).ToDateTimeOffset());
        var reader = new OccupancyHub(Now.Grains, clock, NullLogger<OccupancyHub>.Instance, []).Open();
        reader.Follow([room]);
        return reader;
    }
}
