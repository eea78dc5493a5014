using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Simulation;

/// <summary>A few rooms and advisors that everybody wants at the same time, around the end of a week.</summary>
internal sealed class World
{
    private const int PeopleMax = 12;

    /// <summary>28 minutes from where the other venue is.</summary>
    private static readonly GeoPoint AnotherTown = new(46.8103, 1.6910);

    /// <summary>Sunday noon to Monday noon, UTC.</summary>
    public static readonly Instant Begin = A.Monday + Duration.FromHours(7 * 24 - 12);

    public required ImmutableArray<VenueId> Venues { get; init; }

    public required ImmutableArray<RoomId> Rooms { get; init; }

    /// <summary>By network.</summary>
    public required ImmutableArray<ImmutableArray<AdvisorId>> Advisors { get; init; }

    /// <summary>How much each calendar holds.</summary>
    public required IReadOnlyDictionary<string, Capacity> Capacities { get; init; }

    public IEnumerable<string> Calendars => Capacities.Keys;

    public static async Task<World> NewAsync(GrainCluster cluster)
    {
        var owner = await cluster.NewNetworkAsync("Owner");
        ImmutableArray<VenueId> venues = [await cluster.NewVenueAsync(owner), await cluster.NewVenueAsync(owner, maxOccupancy: PeopleMax, location: AnotherTown)];
        var capacities = new Dictionary<string, Capacity>(StringComparer.Ordinal)
        {
            [venues[0].Value] = Capacity.Seats(int.MaxValue),
            [venues[1].Value] = Capacity.Seats(PeopleMax),
        };
        var rooms = ImmutableArray.CreateBuilder<RoomId>();
        for (var i = 0; i < 6; i++)
        {
            var details = A.Room with
            {
                Sharing = i % 2 == 0 ? RoomSharing.Exclusive : RoomSharing.BySeats,
                Policy = BookingPolicy.Default with { SetupBuffer = Duration.FromMinutes(15 * (i % 3)), NoShowRelease = i % 2 == 0 ? null : Duration.FromMinutes(20) },
            };
            rooms.Add(await cluster.NewRoomAsync(venues[i / 3], details));
            capacities[rooms[i].Value] = details.Capacity;
        }

        var advisors = ImmutableArray.CreateBuilder<ImmutableArray<AdvisorId>>();
        for (var i = 0; i < 2; i++)
        {
            var network = await cluster.NewNetworkAsync();
            advisors.Add([.. await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => cluster.NewAdvisorAsync(network)))]);
            foreach (var advisor in advisors[i])
                capacities[advisor.Value] = Capacity.One;
            // One of each network accepts whatever is asked.
            await cluster.Grains.Get(advisors[i][0]).SetInvitationPolicyAsync(
                new SetInvitationPolicy { Actor = GrainCluster.Admin, AcceptsAll = true });
        }

        return new World { Venues = venues, Rooms = rooms.ToImmutable(), Advisors = advisors.ToImmutable(), Capacities = capacities };
    }

    public static Period AnyPeriod(Random random, int quartersMax)
    {
        var start = Begin + Duration.FromMinutes(15 * random.Next(24 * 4));
        return new Period(start, start + Duration.FromMinutes(15 * random.Next(1, quartersMax + 1)));
    }
}
