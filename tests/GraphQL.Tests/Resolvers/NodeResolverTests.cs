using System.Collections.Immutable;
using NodaTime;
using Scheduling.Api.Tests.Schema;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Organizations;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Api.Tests.Resolvers;

public sealed class NodeResolverTests
{
    private readonly IGrainFactory _factory;
    private readonly ScriptedGrains _grains;

    public NodeResolverTests()
    {
        (_factory, _grains) = ScriptedGrains.Create();
        _grains.On("IRoomGrain.GetAsync", key => key == "room-0" ? null : Room(key))
            .On<VenueView?>("IVenueGrain.GetAsync", Venue)
            .On<OrganizationView?>("IOrganizationGrain.GetAsync",
                key => new OrganizationView { Id = new OrganizationId(key), Name = "Town" });
    }

    [Fact]
    public async Task Node_SameThingsNamedOften_EachIsAskedForOnce()
    {
        var data = await AskAsync(
            """
            { a: room(id: "room-1") { venue { owner { __typename name } rooms { id venue { id } } } }
              b: node(id: "room-1") { id ... on Room { venue { id } } }
              c: venue(id: "venue-1") { id } }
            """);

        Assert.Equal(
            """{"a":{"venue":{"owner":{"__typename":"Municipality","name":"Town"},"rooms":[{"id":"room-1","venue":{"id":"venue-1"}},{"id":"room-2","venue":{"id":"venue-1"}}]}},"b":{"id":"room-1","venue":{"id":"venue-1"}},"c":{"id":"venue-1"}}""",
            data);
        Assert.All(_grains.Calls.CountBy(call => (call.Method, call.Key)), call => Assert.Equal(1, call.Value));
    }

    [Fact]
    public async Task Owner_SameSelectionOfTwoTypes_EachHasItsOwnFields()
    {
        _grains.On("IRoomGrain.GetAsync", key => Room(key) with { Venue = new VenueId(key == "room-1" ? "venue-1" : "venue-2") })
            .On<VenueView?>("IVenueGrain.GetAsync", key =>
                Venue(key) with { Owner = key == "venue-1" ? OrganizationId.OfMunicipality("36044") : OrganizationId.OfNetwork("post") });

        var data = await AskAsync(
            """
            { a: room(id: "room-1") { ...R } b: room(id: "room-2") { ...R } c: room(id: "room-1") { again: id id } }
            fragment R on Room { venue { owner { __typename id: name } } }
            """);

        Assert.Equal(
            """{"a":{"venue":{"owner":{"__typename":"Municipality","id":"Town"}}},"b":{"venue":{"owner":{"__typename":"Network","id":"Town"}}},"c":{"again":"room-1","id":"room-1"}}""",
            data);
    }

    [Fact]
    public async Task Room_EveryFieldOfItsOwn_IsShown()
    {
        var data = await AskAsync(
            """
            { room(id: "room-1") { id name seats equipment sharing
                policy { approval minimumNotice maximumAdvance setupBuffer decisionDeadline } } }
            """);

        Assert.Equal(
            """{"room":{"id":"room-1","name":"R","seats":8,"equipment":["screen"],"sharing":"BY_SEATS","policy":{"approval":"ON_REQUEST","minimumNotice":"PT48H","maximumAdvance":"P90D","setupBuffer":null,"decisionDeadline":"PT48H"}}}""",
            data);
    }

    [Fact]
    public async Task Node_WellFormedButUnknown_IsNull() =>
        Assert.Equal("""{"node":null,"room":null}""", await AskAsync("""{ node(id: "room-0") { id } room(id: "room-0") { id } }"""));

    [Fact]
    public async Task Booking_UnknownOrForbidden_IsNullOrAnError()
    {
        _grains.On<Outcome<BookingView>>("IAdvisorGrain.GetBookingAsync",
            key => key == "advisor-0" ? Refusal.NotFound("booking") : Refusal.Forbidden("Not yours."));

        var answer = await ApiSchema.ExecuteAsync(
            _factory,
            """{ a: booking(id: "booking-0-2027W12-1") { id } b: booking(id: "booking-1-2027W12-1") { id } }""",
            ApiSchema.Caller(("role", "ADVISOR"), ("advisor", "advisor-1")));

        Assert.Equal("""{"a":null,"b":null}""", answer.GetProperty("data").GetRawText());
        var error = Assert.Single(answer.GetProperty("errors").EnumerateArray());
        Assert.Equal("b", error.GetProperty("path")[0].GetString());
        Assert.Equal("FORBIDDEN", error.GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Advisors_ForAScreen_Forbidden()
    {
        var answer = await ApiSchema.ExecuteAsync(
            _factory, """{ network(id: "network-1") { name advisors { nodes { name } } } }""",
            ApiSchema.Caller(("role", "DISPLAY")));

        var error = Assert.Single(answer.GetProperty("errors").EnumerateArray());
        Assert.Equal("FORBIDDEN", error.GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    public async Task RegisterAdvisor_WithWorkingHours_CommandHasThem()
    {
        _grains.On<Outcome<AdvisorView>>("IAdvisorGrain.RegisterAsync", _ => Refusal.Forbidden("No."));

        var data = await AskAsync(
            """
            mutation { registerAdvisor(input: { networkId: "network-1", name: "A",
              workingHours: [{ day: MONDAY, opens: "09:00", closes: "17:30" }], idempotencyKey: "k" }) {
              advisor { id } errors { code message } } }
            """);

        Assert.Equal("""{"registerAdvisor":{"advisor":null,"errors":[{"code":"FORBIDDEN","message":"No."}]}}""", data);
        var command = _grains.Command<RegisterAdvisor>("IAdvisorGrain.RegisterAsync");
        Assert.Equal(("Europe/Paris", "A"), (command.TimeZone, command.Name));
        var hours = Assert.Single(command.WorkingHours);
        Assert.Equal((IsoDayOfWeek.Monday, new LocalTime(9, 0), new LocalTime(17, 30)), (hours.Day, hours.Opens, hours.Closes));
        Assert.Equal($"advisor-{IdSource.KeyOf("ana", "k")}", _grains.Calls.Single(call => call.Method == "IAdvisorGrain.RegisterAsync").Key);
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    public async Task PublishVenue_InfiniteCoordinate_ErrorNamesIt(string latitude)
    {
        var answer = await ApiSchema.ExecuteAsync(
            _factory,
            $$"""
            mutation { publishVenue(input: { ownerId: "municipality-36044", name: "V", openingHours: [],
              address: { postalCode: "36000", city: "C" }, location: { latitude: {{latitude}}, longitude: 0 } }) {
              errors { code } } }
            """,
            ApiSchema.Caller(("role", "ADMIN")));

        Assert.Contains("'latitude'", answer.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(_grains.Calls);
    }

    private async Task<string> AskAsync(string query)
    {
        var answer = await ApiSchema.ExecuteAsync(_factory, query, ApiSchema.Caller(("role", "ADMIN")));
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetRawText();
    }

    internal static RoomView Room(string key) => new()
    {
        Id = new RoomId(key),
        Venue = new VenueId("venue-1"),
        TimeZone = "Europe/Paris",
        Details = new RoomDetails
        {
            Name = "R",
            Seats = 8,
            Equipment = ["screen"],
            Sharing = RoomSharing.BySeats,
            Policy = BookingPolicy.Default with
            {
                Approval = ApprovalMode.OnRequest,
                MinimumNotice = Duration.FromDays(2),
                MaximumAdvance = Duration.FromDays(90),
            },
        },
    };

    internal static VenueView Venue(string key) => new()
    {
        Id = new VenueId(key),
        Owner = OrganizationId.OfMunicipality("36044"),
        Details = new VenueDetails
        {
            Name = "V",
            Address = new Address { PostalCode = "36000", City = "C" },
            TimeZone = "Europe/Paris",
            OpeningHours = [],
        },
        Rooms = [new RoomId("room-1"), new RoomId("room-0"), new RoomId("room-2")],
    };
}
