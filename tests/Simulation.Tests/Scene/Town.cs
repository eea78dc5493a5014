using Scheduling.Grains.Advisors;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Organizations;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;
using Scheduling.Simulation.Tests.Engine;

namespace Scheduling.Simulation.Tests.Scene;

/// <summary>A few rooms of every kind and advisors of two networks, who all want the hours around the end of one week.</summary>
internal sealed class Town
{
    public const int Advisors = 6;
    private const int PeopleMax = 10;

    /// <summary>Sunday evening of the first week.</summary>
    private static readonly Instant s_first = Instant.FromUtc(2027, 3, 7, 21, 0);

    private readonly Dictionary<string, Capacity> _capacities = new(StringComparer.Ordinal);

    public Town(Store store)
    {
        var owner = OrganizationId.OfMunicipality("36005");
        foreach (var organization in (OrganizationId[])[owner, .. Networks])
            store.Put("organization", organization.Value, "organization", new OrganizationState { Name = organization.Value });
        AddVenue(store, owner, "v0", maxOccupancy: null, new GeoPoint(46.7411, 1.8331),
            Room("r0"), Room("r1") with { Sharing = RoomSharing.BySeats },
            Room("r2") with { Policy = Policy with { Approval = ApprovalMode.OnRequest } });
        AddVenue(store, owner, "v1", PeopleMax, new GeoPoint(46.8103, 1.6910),
            Room("r3") with { Policy = Policy with { SetupBuffer = Duration.FromMinutes(15) } },
            Room("r4") with { Sharing = RoomSharing.BySeats });
        foreach (var advisor in Enumerable.Range(0, Advisors).Select(Advisor))
        {
            store.Put("advisor", advisor.Value, "advisor", new AdvisorState
            {
                Name = advisor.Value,
                Network = NetworkOf(advisor),
                TimeZone = "Europe/Paris",
                // One of each network accepts whatever is asked.
                AcceptsFrom = advisor == Advisor(0) || advisor == Advisor(1) ? new InvitationPolicy { AcceptsAll = true } : null,
            });
            _capacities[advisor.Value] = Capacity.One;
        }
    }

    public static ImmutableArray<OrganizationId> Networks { get; } = [OrganizationId.OfNetwork("poste"), OrganizationId.OfNetwork("emmaus")];

    public static ImmutableArray<RoomId> Rooms { get; } = [.. Enumerable.Range(0, 5).Select(i => EntityIds.Of<RoomId>($"r{i}"))];

    /// <summary>How much each calendar holds.</summary>
    public IReadOnlyDictionary<string, Capacity> Capacities => _capacities;

    private static BookingPolicy Policy { get; } = BookingPolicy.Default with { DecisionDeadline = Duration.FromMinutes(40) };

    public static AdvisorId Advisor(int number) => EntityIds.Of<AdvisorId>($"a{number}");

    /// <summary>Any time of up to two hours, in quarters.</summary>
    public static Period AnyPeriod(Course course)
    {
        var start = s_first + Duration.FromMinutes(30 * course.Any(11));
        return new Period(start, start + Duration.FromMinutes(30 * (1 + course.Any(4))));
    }

    private static OrganizationId NetworkOf(AdvisorId advisor) => Networks[int.Parse(advisor.Value[^1..], System.Globalization.CultureInfo.InvariantCulture) % 2];

    private static RoomDetails Room(string name) => new() { Name = name, Seats = 8, Policy = Policy };

    private void AddVenue(Store store, OrganizationId owner, string key, int? maxOccupancy, GeoPoint place, params RoomDetails[] rooms)
    {
        var id = EntityIds.Of<VenueId>(key);
        var state = new VenueState
        {
            Details = new VenueDetails
            {
                Name = key,
                Address = new Address { PostalCode = "36120", City = "Ardentes", InseeCode = "36005" },
                Location = place,
                TimeZone = "Europe/Paris",
                OpeningHours = [.. Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None)
                    .Select(day => new WeeklyHours(day, LocalTime.Midnight, LocalTime.Midnight))],
                MaxOccupancy = maxOccupancy,
                OpensOnDaysOff = true,
            },
            Owner = owner,
            Revision = 1,
            ToldRevision = 1,
            Rooms = [.. rooms.Select(room => EntityIds.Of<RoomId>(room.Name))],
        };
        store.Put("venue", id.Value, "venue", state);
        _capacities[id.Value] = Capacity.Seats(maxOccupancy ?? int.MaxValue);
        foreach (var room in rooms)
        {
            var roomId = EntityIds.Of<RoomId>(room.Name);
            store.Put("room", roomId.Value, "room", new RoomState { Details = room, Terms = state.Terms(id) });
            _capacities[roomId.Value] = room.Capacity;
        }
    }
}
