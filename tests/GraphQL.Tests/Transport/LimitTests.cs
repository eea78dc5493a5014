using System.Net;
using System.Text.Json;
using static Scheduling.GraphQL.Tests.Transport.HttpTransportTests;

namespace Scheduling.GraphQL.Tests.Transport;

/// <summary>What is too expensive is refused at once. Each of these took up to ten seconds of a core without its limit.</summary>
[Collection(AloneCollection.Name)]
public sealed class LimitTests
{
    /// <summary>Processor time far above what a refusal takes, far below what the work would.</summary>
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(1);

    private static TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime;

    public static TheoryData<string, string> Expensive => new()
    {
        { "depth", $"{{ rooms {Nested("next", 60, "name")} }}" },
        { "depth", $"{{ rooms {Nested("next", 500, "name")} }}" },
        { "depth", $"query($x: Int = {new string('[', 500)}1{new string(']', 500)}) {{ hello }}" },
        { "root fields", $"{{ {Aliases("hello", 21)} }}" },
        { "fields", $"{{ rooms {{ {Aliases("name", 500)} }} }}" },
        { "fields", Doubling(30) },
        { "tokens", $"{{ rooms {{ {Aliases("name", 2000)} }} }}" },
        { "document length", $"{{ rooms {{ {Aliases("name", 6000)} }} }}" },
        { "complexity", "{ rooms(first: 100) { near(first: 100) { near { name } } } }" },
        { "complexity", "{ a: rooms(first: 20001) { name } b: rooms(first: -100000) { name } }" },
        { "introspection lists", "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }" },
    };

    [Theory]
    [MemberData(nameof(Expensive))]
    public async Task Post_ExpensiveDocument_IsRefusedAtOnce(string limit, string query)
    {
        await using var host = await TestHost.StartAsync();
        using (await host.PostAsync("""{"query":"{ rooms { name } x }"}"""))
        {
            // The first request of a process compiles everything; its errors as well.
        }
        var before = ProcessorTime;

        using var response = await host.PostAsync(JsonSerializer.Serialize(new { query }));

        var error = await ErrorAsync(response);
        Assert.InRange(ProcessorTime - before, TimeSpan.Zero, s_atOnce);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("LIMIT_EXCEEDED", Code(error));
        Assert.Equal(limit, error.GetProperty("extensions").GetProperty("limit").GetString());
    }

    [Fact]
    public async Task Post_LargestDocumentAllowed_IsValidatedAtOnce()
    {
        await using var host = await TestHost.StartAsync(options => options.MaxComplexity = int.MaxValue);
        using (await host.PostAsync("""{"query":"{ rooms { name } x }"}"""))
        {
            // As above.
        }
        var spreads = string.Join(' ', Enumerable.Range(0, 166).Select(i => $"...f{i}"));
        var fragments = string.Concat(Enumerable.Range(0, 166).Select(i => $" fragment f{i} on TestRoom {{ next {{ name }} }}"));
        var query = $"{{ rooms(first: 1) {{ {spreads} }} }}{fragments}";
        var before = ProcessorTime;

        using var response = await host.PostAsync(JsonSerializer.Serialize(new { query }));

        Assert.Equal("""{"data":{"rooms":[{"next":{"name":"Room 2"}}]}}""", await response.Content.ReadAsStringAsync());
        Assert.InRange(ProcessorTime - before, TimeSpan.Zero, s_atOnce);
    }

    [Fact]
    public async Task Post_CachedDocumentWithLargerVariable_IsRefusedToo()
    {
        await using var host = await TestHost.StartAsync();
        const string Query = "query($n: Int!) { rooms(first: $n) { near(first: $n) { name } } }";
        using var small = await PageAsync(1);
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);

        using var large = await PageAsync(1000);
        using var smallAgain = await PageAsync(1);

        Assert.Equal("complexity", (await ErrorAsync(large)).GetProperty("extensions").GetProperty("limit").GetString());
        Assert.Equal(await small.Content.ReadAsStringAsync(), await smallAgain.Content.ReadAsStringAsync());

        Task<HttpResponseMessage> PageAsync(int n) => host.PostAsync(
            JsonSerializer.Serialize(new { query = Query, variables = new { n } }), "application/graphql-response+json");
    }

    [Fact]
    public async Task Post_CachedDocumentWithAnotherOperation_IsRefusedStill()
    {
        await using var host = await TestHost.StartAsync();
        const string Query = "query small { hello } query large { rooms(first: 1000) { near(first: 1000) { name } } }";
        using var small = await AskAsync("small");
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);

        using var large = await AskAsync("large");

        Assert.Equal("complexity", (await ErrorAsync(large)).GetProperty("extensions").GetProperty("limit").GetString());

        Task<HttpResponseMessage> AskAsync(string operationName) =>
            host.PostAsync(JsonSerializer.Serialize(new { query = Query, operationName }), "application/graphql-response+json");
    }

    [Fact]
    public async Task Post_CachedDocumentThatIncludesMore_IsRefusedStill()
    {
        await using var host = await TestHost.StartAsync();
        const string Query = "query($all: Boolean!) { hello rooms(first: 1000) @include(if: $all) { near(first: 1000) { name } } }";
        using var some = await AskAsync(all: false);
        Assert.Equal(HttpStatusCode.OK, some.StatusCode);

        using var everything = await AskAsync(all: true);

        Assert.Equal("complexity", (await ErrorAsync(everything)).GetProperty("extensions").GetProperty("limit").GetString());

        Task<HttpResponseMessage> AskAsync(bool all) =>
            host.PostAsync(JsonSerializer.Serialize(new { query = Query, variables = new { all } }), "application/graphql-response+json");
    }

    [Fact]
    public async Task Get_CachedMutation_IsRefusedStill()
    {
        await using var host = await TestHost.StartAsync();
        const string Query = "mutation { add(amount: 1) }";
        for (var i = 0; i < 2; i++)
            using (var posted = await host.PostAsync(JsonSerializer.Serialize(new { query = Query })))
                Assert.Equal(HttpStatusCode.OK, posted.StatusCode);

        using var got = await host.Client.GetAsync($"{host.Address}?query={Uri.EscapeDataString(Query)}");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, got.StatusCode);
    }

    [Fact]
    public async Task Post_CachedDocumentWithOtherVariables_ReadsThemAnew()
    {
        await using var host = await TestHost.StartAsync();
        const string Query = "query($name: String!) { greet(name: $name) }";

        using var first = await GreetAsync("Ana");
        using var second = await GreetAsync("Bo");
        using var wrong = await GreetAsync(7);

        Assert.Contains("Hello Ana", await first.Content.ReadAsStringAsync());
        Assert.Contains("Hello Bo", await second.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);

        Task<HttpResponseMessage> GreetAsync(object name) =>
            host.PostAsync(JsonSerializer.Serialize(new { query = Query, variables = new { name } }), "application/graphql-response+json");
    }

    [Fact]
    public async Task Post_InvalidDocumentTwice_IsRefusedTwice()
    {
        await using var host = await TestHost.StartAsync();

        for (var i = 0; i < 2; i++)
        {
            using var response = await host.PostAsync("""{"query":"{ rooms }"}""", "application/graphql-response+json");
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Fact]
    public async Task Post_CacheFull_StillAnswers()
    {
        await using var host = await TestHost.StartAsync(options => options.DocumentCacheSize = 3000);

        for (var i = 0; i < 20; i++)
        {
            using var response = await host.PostAsync($$"""{"query":"{ a{{i}}: hello }"}""");
            Assert.Equal($$$"""{"data":{"a{{{i}}}":"world"}}""", await response.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_BodyTooLarge_Is413(bool announced)
    {
        await using var host = await TestHost.StartAsync();
        var content = new StringContent($$$"""{"query":"{hello}","extensions":{"x":"{{{new string('x', 2_000_000)}}}"}}""");
        content.Headers.ContentType = new("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, host.Address) { Content = content };
        request.Headers.TransferEncodingChunked = !announced;

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("PAYLOAD_TOO_LARGE", Code(await ErrorAsync(response)));
    }

    [Fact]
    public async Task Post_BodyAtTheLimit_IsAnswered()
    {
        await using var host = await TestHost.StartAsync(options => options.MaxBodyBytes = 1024);
        const string Start = """{"query":"{hello}","extensions":{"x":" """;
        const string End = "\"}}";

        using var fits = await host.PostAsync(Start.PadRight(1024 - End.Length) + End);
        using var tooLarge = await host.PostAsync(Start.PadRight(1025 - End.Length) + End);

        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooLarge.StatusCode);
    }

    [Fact]
    public async Task Post_Introspection_IsWithinTheLimits()
    {
        await using var host = await TestHost.StartAsync();
        var type = Nested("ofType", 9, "kind name");
        var query = "{ __schema { queryType { name } types { ...T } directives { name args { ...I } } } } "
            + "fragment T on __Type { kind name fields(includeDeprecated: true) { name args { ...I } type { ...R } } "
            + "inputFields { ...I } interfaces { ...R } enumValues(includeDeprecated: true) { name } possibleTypes { ...R } } "
            + $"fragment I on __InputValue {{ name type {{ ...R }} defaultValue }} fragment R on __Type {{ kind name {type[1..^1]} }}";

        using var response = await host.PostAsync(JsonSerializer.Serialize(new { query }), "application/graphql-response+json");

        Assert.Contains("TestRoom", await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Post_OperationTooSlow_Is504AndCancelled()
    {
        await using var host = await TestHost.StartAsync(options => options.ExecutionTimeout = TimeSpan.FromMilliseconds(200));

        using var response = await host.PostAsync("""{"query":"{slow}"}""");

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("TIMEOUT", Code(await ErrorAsync(response)));
        await host.Signals.SlowCancelled.Task.WaitAsync(TestHost.Patience);
    }

    /// <summary>Measures the process's time, so nothing else of this assembly runs at the same time.</summary>
    [CollectionDefinition(Name, DisableParallelization = true)]
    public sealed class AloneCollection
    {
        public const string Name = "alone";
    }

    private static string Nested(string field, int depth, string leaf) =>
        string.Concat(Enumerable.Repeat($"{{ {field} ", depth)) + $"{{ {leaf} }}" + new string('}', depth);

    private static string Aliases(string field, int count) =>
        string.Join(' ', Enumerable.Range(0, count).Select(i => $"a{i}: {field}"));

    /// <summary>Each fragment uses the next twice: 2^count fields in a few lines.</summary>
    private static string Doubling(int count) =>
        "{ rooms { ...f0 } } "
        + string.Concat(Enumerable.Range(0, count).Select(i => $"fragment f{i} on TestRoom {{ ...f{i + 1} ...f{i + 1} }} "))
        + $"fragment f{count} on TestRoom {{ name }}";
}
