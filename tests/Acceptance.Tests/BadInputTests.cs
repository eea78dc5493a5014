using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scheduling.Acceptance.Tests;

/// <summary>Wrong values are refused by name, with no word about the program's inside, and change nothing.</summary>
public sealed class BadInputTests(Scene scene) : IClassFixture<Scene>
{
    private const string TooFar = "2030-03-01T00:00:00Z";

    private static readonly string s_long = new('x', 201);

    private static readonly string[] s_anything =
    [
        "null", "{}", "[]", "[[]]", "true", "\"\"", "\"\\ud83d\\ude00\"", "-9223372036854775808", "{\"a\":{\"b\":[1]}}",
    ];

    /// <summary>Mutation, path in its input, what stands there as JSON (null: nothing does).</summary>
    public static TheoryData<string, string, string?> Wrong => new()
    {
        { "bookRoom", "period.end", Text(Scene.Morning.Start) },
        { "bookRoom", "period.end", Text(Scene.Morning.Later(1).Start) },
        { "bookRoom", "period.end", Text(TooFar) },
        { "bookRoom", "period.start", "\"1999-12-31T09:00:00Z\"" },
        { "bookRoom", "period.start", "\"2027-02-30T09:00:00+01:00\"" },
        { "bookRoom", "period.start", "\"2027-03-02T25:61:00+01:00\"" },
        { "bookRoom", "period.start", "\"2027-03-02T09:00:00\"" },
        { "bookRoom", "period.start", "\"+292277026596-12-04T15:30:08Z\"" },
        { "bookRoom", "period.start", "\"9999-12-31T23:59:59Z\"" },
        { "bookRoom", "period.start", "\"demain\"" },
        { "bookRoom", "period.start", "1798794000" },
        { "bookRoom", "period.start", null },
        { "bookRoom", "period", null },
        { "bookRoom", "seats", "0" },
        { "bookRoom", "seats", "-1" },
        { "bookRoom", "seats", "10000" },
        { "bookRoom", "seats", "2147483648" },
        { "bookRoom", "seats", "99999999999999999999" },
        { "bookRoom", "seats", "1e308" },
        { "bookRoom", "seats", "1.5" },
        { "bookRoom", "seats", "\"4\"" },
        { "bookRoom", "seats", null },
        { "bookRoom", "title", Text(s_long) },
        { "bookRoom", "purpose", "\"PARTY\"" },
        { "bookRoom", "colour", "\"red\"" },
        { "bookRoom", "idempotencyKey", Text(s_long) },
        { "bookRoom", "idempotencyKey", "\"\"" },
        { "bookRoom", "coHostIds", JsonSerializer.Serialize(Enumerable.Range(0, 11).Select(i => $"advisor-{i}")) },
        { "rescheduleBooking", "period.end", Text(Scene.Morning.Start) },
        { "rescheduleBooking", "period.end", Text(TooFar) },
        { "rescheduleBooking", "reason", Text(new string('x', 501)) },
        { "changeBooking", "seats", "0" },
        { "changeBooking", "seats", "1001" },
        { "changeBooking", "title", Text(s_long) },
        { "changeBooking", "coHostIds", JsonSerializer.Serialize(Enumerable.Range(0, 11).Select(i => $"advisor-{i}")) },
        { "cancelBooking", "reason", Text(new string('x', 501)) },
        { "cancelBooking", "reason", "\"Gri\\u0000ppe\"" },
        { "cancelBooking", "expectedVersion", "9223372036854775808" },
        { "cancelBooking", "expectedVersion", "\"one\"" },
        { "closeVenue", "period.end", Text(TooFar) },
        { "closeVenue", "period.end", Text(Scene.Morning.Start) },
        { "closeVenue", "reason", Text(new string('x', 501)) },
        { "registerMunicipality", "inseeCode", "\"3600\"" },
        { "registerMunicipality", "inseeCode", "\"2C004\"" },
        { "registerMunicipality", "inseeCode", "\"36005\\n\"" },
        { "registerMunicipality", "name", "\"\"" },
        { "registerNetwork", "name", "\"   \"" },
        { "registerNetwork", "name", Text(s_long) },
        { "registerNetwork", "name", "\"La\\u0000Poste\"" },
        { "registerNetwork", "name", "\"La\\nPoste\"" },
        { "registerNetwork", "name", null },
        { "registerAdvisor", "name", Text(s_long) },
        { "registerAdvisor", "timeZone", "\"Europe/Atlantis\"" },
        { "registerAdvisor", "timeZone", "\"+02:00\"" },
        { "registerAdvisor", "workingHours.0.opens", "\"25:61\"" },
        { "registerAdvisor", "workingHours.0.day", "\"FUNDAY\"" },
        { "registerAdvisor", "workingHours.0.closes", null },
        { "publishVenue", "name", "\"\"" },
        { "publishVenue", "name", Text(s_long) },
        { "publishVenue", "address.city", Text(s_long) },
        { "publishVenue", "address.postalCode", "\"\"" },
        { "publishVenue", "address.street", Text(s_long) },
        { "publishVenue", "address.inseeCode", "\"ABCDE\"" },
        { "publishVenue", "address", null },
        { "publishVenue", "location.latitude", "90.1" },
        { "publishVenue", "location.latitude", "\"NaN\"" },
        { "publishVenue", "location.longitude", "-180.5" },
        { "publishVenue", "location.longitude", null },
        { "publishVenue", "timeZone", "\"Mars/Olympus\"" },
        { "publishVenue", "openingHours", JsonSerializer.Serialize(Enumerable.Repeat(Town.Daytime[0], 101)) },
        { "publishVenue", "openingHours", null },
        { "publishVenue", "maxOccupancy", "0" },
        { "publishVenue", "maxOccupancy", "100001" },
        { "publishRoom", "name", Text(s_long) },
        { "publishRoom", "seats", "0" },
        { "publishRoom", "seats", "-5" },
        { "publishRoom", "seats", "10000" },
        { "publishRoom", "sharing", "\"SOMETIMES\"" },
        { "publishRoom", "equipment", JsonSerializer.Serialize(Enumerable.Repeat("wifi", 51)) },
        { "publishRoom", "equipment.0", Text(s_long) },
        { "publishRoom", "policy.minimumNotice", "\"P1Y\"" },
        { "publishRoom", "policy.minimumNotice", "\"-PT1H\"" },
        { "publishRoom", "policy.minimumNotice", "\"P99999999999999D\"" },
        { "publishRoom", "policy.setupBuffer", "\"P2D\"" },
        { "publishRoom", "policy.maximumDuration", "\"P8D\"" },
        { "publishRoom", "policy.approval", "\"MAYBE\"" },
        { "decideBooking", "decision", "\"PERHAPS\"" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Mutate_WrongValue_IsRefusedByNameAndChangesNothing(string mutation, string path, string? value)
    {
        var before = await scene.LookAsync();

        var answer = await scene.Server.Admin.SendAsync(
            Caller.Mutation(mutation),
            new { input = scene.Input(mutation, path, value is null ? null : JsonNode.Parse(value)) });

        Refused.ByName(answer, mutation, path);
        Assert.Equal(before, await scene.LookAsync());
    }

    [Fact]
    public async Task Mutate_EveryFieldMissingNullOrOfAnotherType_IsNeverAFailureOfTheServer()
    {
        foreach (var mutation in Caller.Mutations)
        {
            foreach (var field in scene.Input(mutation).AsObject().Select(member => member.Key))
            {
                foreach (var value in s_anything)
                {
                    var input = scene.Input(mutation, field, JsonNode.Parse("0"));
                    input[field] = JsonNode.Parse(value);
                    // The name "😀" is a good one: only what is refused is looked at.
                    var answer = await scene.Server.Admin.SendAsync(Caller.Mutation(mutation), new { input });
                    Refused.WithoutAFailure(answer);
                }
            }
        }
    }

    [Theory]
    [InlineData("Ateliers 😀 naïveté Œuvre 漢字 \"guillemets\" <b>\\n</b>")]
    [InlineData("\u202Eينالب")]
    public async Task Mutate_AnyScript_ComesBackAsItWasSent(string name)
    {
        var town = await Town.FoundAsync(scene.Server);

        var made = await town.Mayor.MutateAsync("publishRoom",
            new { venueId = await town.VenueAsync(), name, seats = 1, equipment = new[] { name } });

        var room = (await town.Mayor.QueryAsync(
            "query($id: ID!) { room(id: $id) { name equipment } }", new { id = made.Accepted().Text("room.id") }))
                .At("room");
        Assert.Equal((name, name), (room.Text("name"), room.Text("equipment.0")));
    }

    private static string Text(string text) => JsonSerializer.Serialize(text);
}
