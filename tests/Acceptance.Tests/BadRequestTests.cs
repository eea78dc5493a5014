using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Scheduling.Acceptance.Tests;

/// <summary>
/// Requests that are wrong as a whole, too large, too deep or too far, and queries with wrong arguments.
/// </summary>
public sealed class BadRequestTests(Scene scene) : IClassFixture<Scene>
{
    private const string Advisors = "advisors(first: 100) { nodes { network { ";
    private const string Near = "near: { latitude: 46, longitude: 1 }";

    private static readonly string s_aDay = During(Scene.Morning.End);
    private static readonly string s_aMonth = During(Slot.Days(Slot.Monday, 30).End);
    private static readonly string s_threeYears = During(Slot.Days(Slot.Monday, 3 * 365).End);

    private static readonly string[] s_cursors =
    [
        "", " ", "-1", "99999999999999999999", "2147483647", "!!!", "AAAA", "😀", "'; DROP TABLE x; --", "\u0000",
        new string('9', 5000),
    ];

    public static TheoryData<string, string> Documents => new()
    {
        { "depth", $"{{ room(id: \"room-a\") {string.Concat(Enumerable.Repeat("{ venue { rooms ", 30))} {{ id }} {new string('}', 60)} }}" },
        { "fields", $"{{ viewer {{ {string.Join(' ', Enumerable.Range(0, 900).Select(i => $"a{i}: subject"))} }} }}" },
        { "tokens", $"{{ {string.Join(' ', Enumerable.Range(0, 1500).Select(i => $"a{i}:viewer"))} }}" },
        { "root fields", $"{{ {string.Join(' ', Enumerable.Range(0, 40).Select(i => $"a{i}: viewer {{ subject }}"))} }}" },
        { "document length", $"{{ viewer {{ subject }} }} #{new string('x', 100_000)}" },
        { "complexity", $"{{ network(id: \"network-a\") {{ {string.Concat(Enumerable.Repeat(Advisors, 3))} id {new string('}', 9)} }} }}" },
    };

    public static TheoryData<string, string> Bodies => new()
    {
        { "nothing", "" },
        { "not JSON", "{\"query\": \"{ viewer { subject } }\"" },
        { "a list", "[{\"query\": \"{ viewer { subject } }\"}]" },
        { "a number", "42" },
        { "no query", "{\"variables\": {}}" },
        { "query of another type", "{\"query\": [1]}" },
        { "variables of another type", "{\"query\": \"{ viewer { subject } }\", \"variables\": [1]}" },
        { "deep JSON", $"{{\"query\": \"{{ viewer {{ subject }} }}\", \"variables\": {{\"a\": {new string('[', 2000)}{new string(']', 2000)}}}}}" },
        { "a number without end", $"{{\"query\": \"{{ viewer {{ subject }} }}\", \"variables\": {{\"a\": {new string('9', 5000)}}}}}" },
        { "half a character", "{\"query\": \"{ viewer { subject } }\", \"variables\": {\"a\": \"\\ud83d\"}}" },
        { "no document", "{\"query\": \"\"}" },
        { "no field", "{\"query\": \"{ nothing }\"}" },
        { "syntax", "{\"query\": \"{ viewer { \"}" },
        { "null byte", "{\"query\": \"{ viewer \\u0000 { subject } }\"}" },
    };

    public static TheoryData<string, string> Arguments => new()
    {
        { "first", "municipality(inseeCode: \"36005\") { venues(first: 0) { nodes { id } } }" },
        { "first", "municipality(inseeCode: \"@town\") { venues(first: 0) { nodes { id } } }" },
        { "first", "municipality(inseeCode: \"@town\") { venues(first: -1) { nodes { id } } }" },
        { "first", "municipality(inseeCode: \"@town\") { venues(first: 101) { nodes { id } } }" },
        { "complexity", "network(id: \"@network\") { advisors(first: 1000000) { nodes { id } } }" },
        { "first", "municipality(inseeCode: \"@town\") { bookingRequests(first: 0) { nodes { id } } }" },
        { "first", $"availableRooms(where: {{ {s_aDay} inseeCode: \"36005\" }}, first: 0) {{ nodes {{ id }} }}" },
        { "first", $"availableRooms(where: {{ {s_aDay} inseeCode: \"36005\" }}, first: 101) {{ nodes {{ id }} }}" },
        { "first", $"room(id: \"@room\") {{ bookings({s_aDay}, first: -1) {{ nodes {{ id }} }} }}" },
        { "first", $"advisor(id: \"@advisor\") {{ bookings({s_aDay}, first: 101) {{ nodes {{ id }} }} }}" },
        { "first", "network(id: \"@network\") { advisors(first: 99999999999) { nodes { id } } }" },
        { "during.end", $"room(id: \"@room\") {{ calendar({s_threeYears}) {{ state }} }}" },
        { "during.end", $"room(id: \"@room\") {{ bookings({s_threeYears}) {{ nodes {{ id }} }} }}" },
        { "during.end", $"advisor(id: \"@advisor\") {{ freeBusy({s_threeYears}) {{ state }} }}" },
        { "during.end", $"advisor(id: \"@advisor\") {{ bookings({s_threeYears}) {{ nodes {{ id }} }} }}" },
        { "during.end", $"venue(id: \"@venue\") {{ closures({s_threeYears}) {{ id }} }}" },
        { "where.during.end", $"availableRooms(where: {{ {s_threeYears} inseeCode: \"36005\" }}) {{ nodes {{ id }} }}" },
        { "during", $"availableRooms(where: {{ {s_aMonth} inseeCode: \"36005\" }}) {{ nodes {{ id }} }}" },
        { "seats", $"availableRooms(where: {{ {s_aDay} inseeCode: \"36005\", seats: 0 }}) {{ nodes {{ id }} }}" },
        { "seats", $"availableRooms(where: {{ {s_aDay} inseeCode: \"36005\", seats: 10000 }}) {{ nodes {{ id }} }}" },
        { "inseeCode", $"availableRooms(where: {{ {s_aDay} inseeCode: \"Ardentes\" }}) {{ nodes {{ id }} }}" },
        { "withinKm", $"availableRooms(where: {{ {s_aDay} {Near}, withinKm: 40000 }}) {{ nodes {{ id }} }}" },
        { "withinKm", $"availableRooms(where: {{ {s_aDay} {Near}, withinKm: -1 }}) {{ nodes {{ id }} }}" },
        { "latitude", $"availableRooms(where: {{ {s_aDay} near: {{ latitude: 1e300, longitude: 1 }} }}) {{ nodes {{ id }} }}" },
        { "latitude", $"availableRooms(where: {{ {s_aDay} near: {{ latitude: 1e999, longitude: 1 }} }}) {{ nodes {{ id }} }}" },
    };

    public static TheoryData<string> Lists =>
    [
        "municipality(inseeCode: \"@town\") { venues(after: $after) { nodes { id } } }",
        "network(id: \"@network\") { advisors(after: $after) { nodes { id } } }",
        $"availableRooms(where: {{ {s_aDay} inseeCode: \"@town\" }}, after: $after) {{ nodes {{ id }} }}",
        $"room(id: \"@room\") {{ bookings({s_aDay}, after: $after) {{ nodes {{ id }} }} }}",
        $"advisor(id: \"@advisor\") {{ bookings({s_aDay}, after: $after) {{ nodes {{ id }} }} }}",
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Send_ExpensiveDocument_IsRefusedByLimit(string limit, string document)
    {
        var answer = await scene.Server.Admin.SendAsync(document);

        Refused.WithoutAFailure(answer);
        Assert.Equal((400, "LIMIT_EXCEEDED", limit),
            ((int)answer.Status, answer.ErrorCode, answer.Json.Text("errors.0.extensions.limit")));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Post_MalformedBody_Is400(string what, string body)
    {
        var answer = await scene.Server.Admin.PostAsync(new StringContent(body, Encoding.UTF8, "application/json"));

        Refused.WithoutAFailure(answer);
        Assert.True((int)answer.Status == 400, $"{what}: {(int)answer.Status} {answer.Body}");
        Assert.NotEmpty(answer.Json.Text("errors.0.message"));
    }

    [Fact]
    public async Task Post_MalformedBody_LeavesTheConnectionToTheNextRequest()
    {
        using var one = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 });
        one.BaseAddress = scene.Server.Silo.Url;
        var caller = new Caller(one, scene.Server.Admin.Token);
        foreach (var (_, body) in Bodies.Select(row => row.Data))
        {
            await caller.PostAsync(new StringContent(body, Encoding.UTF8, "application/json"));

            Assert.Equal("ADMIN", (await caller.QueryAsync("{ viewer { roles } }")).At("viewer.roles.0").GetString());
        }
    }

    [Fact]
    public async Task Mutate_HalfACharacterInALiteral_IsNeverAFailureOfTheServer() => Refused.WithoutAFailure(
        await scene.Server.Admin.SendAsync("mutation { registerNetwork(input: { name: \"a\\uD83Db\" }) { network { name } errors { code } } }"));

    [Fact]
    public async Task Post_InvalidUtf8_Is400()
    {
        var content = new ByteArrayContent(
            [.. "{\"query\": \"{ viewer { subject } }\", \"operationName\": \""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        var answer = await scene.Server.Admin.PostAsync(content);

        Refused.WithoutAFailure(answer);
        Assert.Equal(400, (int)answer.Status);
    }

    [Fact]
    public async Task Post_BodyOfTwoMegabytes_Is413()
    {
        var answer = await scene.Server.Admin.SendAsync("{ viewer { subject } }", new { x = new string('x', 2 << 20) });

        Refused.WithoutAFailure(answer);
        Assert.Equal(413, (int)answer.Status);
    }

    [Theory]
    [MemberData(nameof(Arguments))]
    public async Task Query_WrongArgument_IsAnErrorThatNamesIt(string named, string field)
    {
        var answer = await scene.Server.Admin.SendAsync($"{{ {Fill(field)} }}");

        Refused.WithoutAFailure(answer);
        if (field.Contains("36005", StringComparison.Ordinal)
            && field.StartsWith("municipality", StringComparison.Ordinal))
            Assert.True(answer.Data.IsNull("municipality"), answer.Body);
        else
            Assert.Contains(named, answer.Json.At("errors").ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Query_HostileCursor_IsAnErrorThatNamesIt(string field)
    {
        foreach (var after in s_cursors)
        {
            var answer =
                await scene.Server.Admin.SendAsync($"query($after: String) {{ {Fill(field)} }}", new { after });

            Refused.WithoutAFailure(answer);
            if (answer.Json.TryGetProperty("errors", out _))
                Assert.Equal(("INVALID_INPUT", "after"),
                    (answer.ErrorCode, answer.Json.Text("errors.0.extensions.field")));
            else
                Assert.DoesNotContain("\"id\"", answer.Body, StringComparison.Ordinal);
        }
    }

    private static string During(string end) => $"during: {{ start: \"{Scene.Morning.Start}\", end: \"{end}\" }}";

    private string Fill(string field) => field
        .Replace("@town", scene.Town.InseeCode, StringComparison.Ordinal)
        .Replace("@network", scene.Town.Post.Id, StringComparison.Ordinal)
        .Replace("@room", scene.Room, StringComparison.Ordinal)
        .Replace("@venue", scene.Venue, StringComparison.Ordinal)
        .Replace("@advisor", scene.Advisor.Id, StringComparison.Ordinal);
}
