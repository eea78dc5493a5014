using System.Text.Json;

namespace Scheduling.Api.Tests.Schema;

/// <summary>What is decided before any grain is asked.</summary>
public sealed class ExecutionTests
{
    private const string During = """during: { start: "2027-03-01T00:00:00Z", end: "2027-03-02T00:00:00Z" }""";

    [Theory]
    [InlineData("{ viewer { subject } }")]
    [InlineData("""{ node(id: "room-1") { id } room(id: "room-1") { id } }""")]
    [InlineData("""{ availableRooms(where: { during: { start: "x", end: "y" } }) { nodes { id } } }""")]
    [InlineData("""mutation { registerNetwork(input: { name: "N" }) { errors { code } } }""")]
    [InlineData("subscription { occupancyChanged(where: {}) { version } }")]
    [InlineData("{ __schema { queryType { name } } }")]
    [InlineData("{ not even a document")]
    public async Task Execute_NobodySignedIn_Unauthenticated(string query)
    {
        var answer = await ApiSchema.ExecuteAsync(query, user: null);

        Assert.Equal("UNAUTHENTICATED", CodeOf(answer));
        Assert.False(answer.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task Viewer_SignedIn_SaysWho()
    {
        var answer = await ApiSchema.ExecuteAsync(
            "{ viewer { subject roles advisor { id } organization { id } } }",
            ApiSchema.Caller(("role", "ADMIN"), ("role", "DISPLAY")));

        Assert.Equal(
            """{"subject":"ana","roles":["ADMIN","DISPLAY"],"advisor":null,"organization":null}""",
            answer.GetProperty("data").GetProperty("viewer").GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Nothing")]
    public async Task Type_NameOfNothing_IsNull(string name)
    {
        var answer = await ApiSchema.ExecuteAsync($$"""{ __type(name: "{{name}}") { name } there: __type(name: "Room") { name } }""", ApiSchema.Caller(("role", "ADMIN")));

        Assert.Equal("""{"data":{"__type":null,"there":{"name":"Room"}}}""", answer.GetRawText());
    }

    [Theory]
    [InlineData("""{ node(id: "nonsense") { id } }""", "id")]
    [InlineData("""{ node(id: "claim-1") { id } }""", "id")]
    [InlineData("""{ room(id: "venue-1") { id } }""", "id")]
    [InlineData("""{ venue(id: "room-1") { id } }""", "id")]
    [InlineData("""{ advisor(id: "") { id } }""", "id")]
    [InlineData("""{ booking(id: "booking-1") { id } }""", "id")]
    [InlineData("""{ network(id: "municipality-36044") { id } }""", "id")]
    [InlineData("""{ municipality(inseeCode: "3604") { id } }""", "inseeCode")]
    [InlineData("{ availableRooms(where: { " + During + " }, first: 0) { nodes { id } } }", "first")]
    [InlineData("{ availableRooms(where: { " + During + " }, first: 101) { nodes { id } } }", "first")]
    [InlineData("""{ availableRooms(where: { during: { start: "2027-03-02T00:00:00Z", end: "2027-03-02T00:00:00Z" } }) { nodes { id } } }""", "where.during.end")]
    [InlineData("""{ availableRooms(where: { during: { start: "2027-03-02T00:00:00Z", end: "2030-03-02T00:00:00Z" } }) { nodes { id } } }""", "where.during.end")]
    public async Task Query_ArgumentThatCannotBe_InvalidInputNamesIt(string query, string field)
    {
        var answer = await ApiSchema.ExecuteAsync(query, ApiSchema.Caller(("role", "ADMIN")));

        Assert.Equal("INVALID_INPUT", CodeOf(answer));
        Assert.Equal(field, FirstError(answer).GetProperty("extensions").GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("""{ advisor(id: "advisor-1") { id } }""")]
    [InlineData("""{ node(id: "advisor-1") { id } }""")]
    [InlineData("""{ booking(id: "booking-1-2027W12-1") { id } }""")]
    [InlineData("""{ node(id: "booking-1-2027W12-1") { id } }""")]
    public async Task Query_PersonsForAScreen_Forbidden(string query)
    {
        var answer = await ApiSchema.ExecuteAsync(query, ApiSchema.Caller(("role", "DISPLAY")));

        Assert.Equal("FORBIDDEN", CodeOf(answer));
    }

    [Theory]
    [InlineData("""registerMunicipality(input: { inseeCode: "99", name: "N" })""", "inseeCode")]
    [InlineData("""registerNetwork(input: { name: "N", idempotencyKey: "" })""", "idempotencyKey")]
    [InlineData("""registerAdvisor(input: { networkId: "municipality-36044", name: "A" })""", "networkId")]
    [InlineData("""publishVenue(input: { ownerId: "venue-1", name: "V", address: { postalCode: "36000", city: "C" }, openingHours: [] })""", "ownerId")]
    [InlineData("""publishRoom(input: { venueId: "room-1", name: "R", seats: 8 })""", "venueId")]
    [InlineData("""closeVenue(input: { venueId: "room-1", period: { start: "2027-03-01T00:00:00Z", end: "2027-03-02T00:00:00Z" } })""", "venueId")]
    [InlineData("""cancelBooking(input: { bookingId: "room-1" })""", "bookingId")]
    public async Task Mutation_IdOfAnotherKind_InvalidInputNamesTheField(string field, string path)
    {
        var answer = await ApiSchema.ExecuteAsync(
            $$"""mutation { done: {{field}} { errors { __typename code ... on InvalidInput { field } } } }""",
            ApiSchema.Caller(("role", "ADMIN")));

        Assert.Equal(
            $$"""[{"__typename":"InvalidInput","code":"INVALID_INPUT","field":"{{path}}"}]""", ErrorsOf(answer));
    }

    [Fact]
    public async Task BookRoom_SeveralWrongIds_EveryOneIsNamed()
    {
        var answer = await ApiSchema.ExecuteAsync(
            """
            mutation {
              done: bookRoom(input: {
                roomId: "advisor-1", advisorId: "room-1", coHostIds: ["advisor-2", "x"], seats: 8
                period: { start: "2027-03-01T09:00:00Z", end: "2027-03-01T10:00:00Z" }
              }) { errors { ... on InvalidInput { field } } }
            }
            """,
            ApiSchema.Caller(("role", "ADVISOR"), ("advisor", "advisor-1")));

        Assert.Equal("""[{"field":"advisorId"},{"field":"roomId"},{"field":"coHostIds.1"}]""", ErrorsOf(answer));
    }

    [Theory]
    [InlineData("""{ "p": { "start": "2027-02-30T09:00:00Z", "end": "2027-03-01T09:00:00Z" } }""", "$p.start")]
    [InlineData("""{ "p": { "start": "2027-02-28T09:00:00", "end": "2027-03-01T09:00:00Z" } }""", "$p.start")]
    [InlineData("""{ "p": { "start": 5, "end": "2027-03-01T09:00:00Z" } }""", "$p.start")]
    [InlineData("""{ "p": { "start": "2027-02-28T09:00:00Z" } }""", "$p.end")]
    public async Task Variable_ThatCannotBeRead_ErrorNamesItsPath(string variables, string path)
    {
        var answer = await ApiSchema.ExecuteAsync(
            "query($p: PeriodInput!) { availableRooms(where: { during: $p }) { nodes { id } } }",
            ApiSchema.Caller(("role", "ADMIN")), variables);

        Assert.Contains($"'{path}'", FirstError(answer).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Literal_UnknownZone_ErrorNamesTheField()
    {
        var answer = await ApiSchema.ExecuteAsync(
            """mutation { registerAdvisor(input: { networkId: "network-1", name: "A", timeZone: "Mars/Olympus" }) { errors { code } } }""",
            ApiSchema.Caller(("role", "ADMIN")));

        Assert.Contains("timeZone", FirstError(answer).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static JsonElement FirstError(JsonElement answer) => answer.GetProperty("errors")[0];

    private static string? CodeOf(JsonElement answer) =>
        FirstError(answer).GetProperty("extensions").GetProperty("code").GetString();

    private static string ErrorsOf(JsonElement answer) =>
        answer.GetProperty("data").GetProperty("done").GetProperty("errors").GetRawText();
}
