using System.Text.Json;
using GraphQL.Types;
using NodaTime;
using Scheduling.Api.Execution;
using Scheduling.Api.Tests.Schema;
using Scheduling.Grains.Common;
using Scheduling.Grains.Occupancy;
using Scheduling.Grains.Organizations;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Api.Tests.Resolvers;

public sealed class OccupancyResolverTests
{
    private readonly IGrainFactory _factory;
    private readonly ScriptedGrains _grains;

    public OccupancyResolverTests()
    {
        (_factory, _grains) = ScriptedGrains.Create();
        _grains.On<RoomView?>("IRoomGrain.GetAsync", _ => null)
            .On<VenueView?>("IVenueGrain.GetAsync", key => key == "venue-1" ? NodeResolverTests.Venue(key) : null)
            .On<OrganizationView?>("IOrganizationGrain.GetAsync", key => new OrganizationView { Id = new OrganizationId(key), Name = "La Poste" })
            // The others are listed in their venue, and not published yet.
            .On("IRoomGrain.OccupancyAsync", key => key == "room-1" ? View(key) : null);
    }

    [Fact]
    public async Task Occupancy_VenueWithRoomsNotPublished_LeavesThemOut()
    {
        var answer = await AskAsync(
            """{ venue(id: "venue-1") { occupancy { seatsTaken maxOccupancy rooms { state seatsTaken seatsTotal people network { id name } until version asOf } } } }""");

        Assert.Equal(
            """{"data":{"venue":{"occupancy":{"seatsTaken":5,"maxOccupancy":null,"rooms":[{"state":"OCCUPIED","seatsTaken":5,"seatsTotal":8,"people":4,"network":{"id":"network-1","name":"La Poste"},"until":"2027-03-15T11:00:00+01:00","version":7,"asOf":"2027-03-15T10:00:00+01:00"}]}}}}""",
            answer.ToString());
    }

    [Theory]
    [InlineData("{}", "INVALID_INPUT", "where")]
    [InlineData("""{ "venueIds": [], "roomIds": null }""", "INVALID_INPUT", "where")]
    [InlineData("""{ "venueIds": ["room-1"] }""", "INVALID_INPUT", "where.venueIds.0")]
    [InlineData("""{ "roomIds": ["room-1", "x"] }""", "INVALID_INPUT", "where.roomIds.1")]
    [InlineData("""{ "inseeCodes": ["2C004"] }""", "INVALID_INPUT", "where.inseeCodes.0")]
    [InlineData("""{ "venueIds": ["venue-1", "venue-0"] }""", "NOT_FOUND", null)]
    [InlineData("""{ "roomIds": ["room-0"] }""", "NOT_FOUND", null)]
    public async Task OccupancyChanged_FilterThatCannotBeFollowed_IsRefusedAndSaysWhich(string where, string code, string? field) =>
        Assert.Equal((code, field), await RefusedAsync(where));

    [Theory]
    [InlineData("venueIds", "venue-1")]
    [InlineData("roomIds", "room-1")]
    [InlineData("inseeCodes", "36005")]
    public async Task OccupancyChanged_MoreThanAHundred_IsRefused(string list, string one) => Assert.Equal(
        ("INVALID_INPUT", $"where.{list}"),
        await RefusedAsync(JsonSerializer.Serialize(new Dictionary<string, string[]> { [list] = [.. Enumerable.Repeat(one, 101)] })));

    [Fact]
    public async Task OccupancyChanged_MoreRoomsInAllThanOneMayFollow_IsRefused()
    {
        _grains.On<VenueView?>("IVenueGrain.GetAsync", key => NodeResolverTests.Venue(key) with { Rooms = Rooms(key, 2_500) })
            .On("IRoomSearchGrain.InCommuneAsync", _ => Rooms("commune", 2_501));

        Assert.Equal(("INVALID_INPUT", "where"), await RefusedAsync("""{ "venueIds": ["venue-1"], "inseeCodes": ["36005"] }"""));
    }

    [Fact]
    public async Task Occupancy_Commune_IsVenueByVenueEachWithItsRoomsInOrder()
    {
        _grains.On<VenueView?>("IVenueGrain.GetAsync", VenueNamedAsItsId)
            .On("IRoomSearchGrain.InCommuneAsync", _ => ImmutableArray.Create<RoomId>(new("room-3"), new("room-2"), new("room-1"), new("room-0")))
            .On<RoomView?>("IRoomGrain.GetAsync", key => key == "room-0" ? null : NodeResolverTests.Room(key) with
            {
                Venue = new VenueId(key == "room-3" ? "venue-1" : "venue-2"),
            })
            .On("IRoomGrain.OccupancyAsync", key => key == "room-0" ? null : View(key));

        var answer = await AskAsync(
            """{ municipality(inseeCode: "36005") { occupancy { seatsTaken venues { venue { name } rooms { room { id } } } } } }""");

        Assert.Equal(
            """{"data":{"municipality":{"occupancy":{"seatsTaken":15,"venues":[{"venue":{"name":"venue-1"},"rooms":[{"room":{"id":"room-3"}}]},{"venue":{"name":"venue-2"},"rooms":[{"room":{"id":"room-1"}},{"room":{"id":"room-2"}}]}]}}}}""",
            answer.ToString());
    }

    /// <summary>Events of these fields are shared between callers: none of them may ever depend on who asks.</summary>
    [Fact]
    public void SharedFields_AreThoseThatSayTheSameToAll() => Assert.Equal(
        [
            "Address.city", "Address.inseeCode", "Address.postalCode", "Address.street",
            "GeoPoint.latitude", "GeoPoint.longitude",
            "Municipality.id", "Municipality.inseeCode", "Municipality.name",
            "Network.id", "Network.name",
            "Organization.id", "Organization.name",
            "Room.equipment", "Room.id", "Room.name", "Room.seats", "Room.sharing", "Room.venue",
            "RoomOccupancy.asOf", "RoomOccupancy.network", "RoomOccupancy.people", "RoomOccupancy.room", "RoomOccupancy.seatsTaken",
            "RoomOccupancy.seatsTotal", "RoomOccupancy.state", "RoomOccupancy.until", "RoomOccupancy.version",
            "Subscription.occupancyChanged",
            "Venue.address", "Venue.id", "Venue.location", "Venue.maxOccupancy", "Venue.name", "Venue.opensOnDaysOff", "Venue.owner",
            "Venue.timeZone",
        ],
        ApiSchema.Instance.AllTypes.OfType<IComplexGraphType>()
            .SelectMany(type => type.Fields.Where(SaysTheSameToAllAttribute.Marks).Select(field => $"{type.Name}.{field.Name}"))
            .Order(StringComparer.Ordinal));

    private async Task<(string? Code, string? Field)> RefusedAsync(string where)
    {
        var answer = await AskAsync(
            "subscription($where: OccupancyFilter!) { occupancyChanged(where: $where) { version } }", $$"""{ "where": {{where}} }""");
        var extensions = answer.GetProperty("errors")[0].GetProperty("extensions");
        return (extensions.GetProperty("code").GetString(),
            extensions.TryGetProperty("field", out var field) ? field.GetString() : null);
    }

    private Task<JsonElement> AskAsync(string query, string? variables = null) =>
        ApiSchema.ExecuteAsync(_factory, query, ApiSchema.Caller(("role", "DISPLAY")), variables);

    private static ImmutableArray<RoomId> Rooms(string of, int count) => [.. Enumerable.Range(1, count).Select(i => new RoomId($"room-{of}-{i}"))];

    private static VenueView VenueNamedAsItsId(string key) => NodeResolverTests.Venue(key) is var venue ? venue with
    {
        Details = venue.Details with { Name = key },
        Rooms = key == "venue-1" ? [new RoomId("room-3")] : [new RoomId("room-1"), new RoomId("room-0"), new RoomId("room-2")],
    } : venue;

    private static RoomOccupancyView View(string room) => new()
    {
        Room = new RoomId(room),
        State = OccupancyState.Occupied,
        SeatsTaken = 5,
        People = 4,
        SeatsTotal = 8,
        Network = new OrganizationId("network-1"),
        Until = Instant.FromUtc(2027, 3, 15, 10, 0),
        Version = 7,
        AsOf = Instant.FromUtc(2027, 3, 15, 9, 0),
        TimeZone = "Europe/Paris",
    };
}
