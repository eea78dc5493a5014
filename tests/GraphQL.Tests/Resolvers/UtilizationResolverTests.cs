using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;
using Scheduling.Api.Tests.Schema;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Common;
using Scheduling.Grains.Organizations;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Utilization;
using Scheduling.Grains.Venues;

namespace Scheduling.Api.Tests.Resolvers;

/// <summary>What is asked of the rooms, how their days are shown, and what is refused before anybody is asked.</summary>
public sealed class UtilizationResolverTests
{
    private readonly IGrainFactory _factory;
    private readonly ScriptedGrains _grains;

    public UtilizationResolverTests()
    {
        (_factory, _grains) = ScriptedGrains.Create();
        _grains.On<OrganizationView?>("IOrganizationGrain.GetAsync",
                key => key == "network-0" ? null : new OrganizationView { Id = new OrganizationId(key), Name = "La Poste" })
            .On("IOrganizationGrain.AdvisorsAsync", _ => new Slice<AdvisorId>
            {
                Items = [new SliceItem<AdvisorId>("0", EntityIds.Of<AdvisorId>("camille"))],
                HasNext = false,
                HasPrevious = false,
            })
            .On<ImmutableArray<RoomId>>("IAdvisorGrain.RoomsBookedAsync", _ => [EntityIds.Of<RoomId>("1"), EntityIds.Of<RoomId>("1")])
            .On<RoomView?>("IRoomGrain.GetAsync", key => key == "room-0" ? null : Room(key))
            .On<RoomUse?>("IRoomGrain.UtilizationAsync", _ => new RoomUse
            {
                // Two days: one with a booking of 20 minutes, one on which it is closed.
                Days = [new DayUse(Duration.FromHours(8), Duration.FromMinutes(20), Duration.FromMinutes(10), 1), default],
            });
    }

    [Fact]
    public async Task Utilization_OfARoom_ShowsEachDayAndTheirTotal()
    {
        var answer = await AskAsync("""where: { roomId: "room-1" }""", "rooms rows { from to openHours bookedHours usedHours bookedShare usedShare bookings } total { to openHours bookedShare bookings }");

        Assert.Equal(
            """{"rooms":1,"rows":[{"from":"2027-03-02","to":"2027-03-02","openHours":8,"bookedHours":0.3333,"usedHours":0.1667,"bookedShare":0.0417,"usedShare":0.0208,"bookings":1},{"from":"2027-03-03","to":"2027-03-03","openHours":0,"bookedHours":0,"usedHours":0,"bookedShare":null,"usedShare":null,"bookings":0}],"total":{"to":"2027-03-03","openHours":8,"bookedShare":0.0417,"bookings":1}}""",
            answer.GetProperty("data").GetProperty("utilization").GetRawText());
    }

    [Theory]
    [InlineData("DAY", 2)]
    [InlineData("WEEK", 1)]
    [InlineData("MONTH", 1)]
    public async Task Utilization_OfANetwork_AsksEachRoomOnceAboutIt(string by, int rows)
    {
        var answer = await AskAsync($$"""where: { networkId: "network-1" }, by: {{by}}""", "rooms rows { to }");

        Assert.Equal(rows, answer.GetProperty("data").GetProperty("utilization").GetProperty("rows").GetArrayLength());
        var asked = Assert.Single(_grains.Calls, call => call.Method == "IRoomGrain.UtilizationAsync");
        Assert.Equal([new LocalDate(2027, 3, 2), new LocalDate(2027, 3, 3), new OrganizationId("network-1")], asked.Arguments);
    }

    [Theory]
    [InlineData("""where: { }""", "where")]
    [InlineData("""where: { roomId: null }""", "where")]
    [InlineData("""where: { roomId: "venue-1" }""", "where.roomId")]
    [InlineData("""where: { venueId: "room-1" }""", "where.venueId")]
    [InlineData("""where: { inseeCode: "20000" }""", "where.inseeCode")]
    [InlineData("""where: { networkId: "municipality-36005" }""", "where.networkId")]
    [InlineData("""where: { roomId: "room-1", venueId: "venue-1" }""", "where.venueId")]
    [InlineData("""where: { venueId: "venue-1", inseeCode: "36005", networkId: "network-1" }""", "where.inseeCode")]
    [InlineData("""where: { roomId: "room-1" }""", "to", "2027-03-02", "2027-03-01")]
    [InlineData("""where: { roomId: "room-1" }""", "to", "2027-03-02", "2028-03-02")]
    [InlineData("""where: { roomId: "room-1" }""", "from", "1999-12-31", "2000-01-01")]
    [InlineData("""where: { roomId: "room-1" }""", "to", "2200-12-31", "2201-01-01")]
    public async Task Utilization_WrongInput_NamesTheFieldAndAsksNobody(string where, string field, string from = "2027-03-02", string to = "2027-03-03")
    {
        var error = Assert.Single((await AskAsync(where, "rooms", from, to)).GetProperty("errors").EnumerateArray()).GetProperty("extensions");

        Assert.Equal(("INVALID_INPUT", field), (error.GetProperty("code").GetString(), error.GetProperty("field").GetString()));
        Assert.Empty(_grains.Calls);
    }

    [Theory]
    [InlineData("""where: { roomId: "room-0" }""")]
    [InlineData("""where: { roomId: "room-1", networkId: "network-0" }""")]
    public async Task Utilization_NothingOfTheKind_IsNotFound(string where)
    {
        var error = Assert.Single((await AskAsync(where, "rooms")).GetProperty("errors").EnumerateArray());

        Assert.Equal("NOT_FOUND", error.GetProperty("extensions").GetProperty("code").GetString());
    }

    private Task<JsonElement> AskAsync(string arguments, string fields, string from = "2027-03-02", string to = "2027-03-03") =>
        ApiSchema.ExecuteAsync(
            _factory, $$"""{ utilization({{arguments}}, from: "{{from}}", to: "{{to}}") { {{fields}} } }""", ApiSchema.Caller(("role", "DISPLAY")));

    private static RoomView Room(string id) => new()
    {
        Id = RoomId.Wrap(id),
        Venue = EntityIds.Of<VenueId>("1"),
        TimeZone = "Europe/Paris",
        Details = new RoomDetails { Name = "R", Seats = 8, Policy = BookingPolicy.Default },
    };
}
