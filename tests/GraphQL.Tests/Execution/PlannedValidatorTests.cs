using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Instrumentation;
using GraphQL.SystemTextJson;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;
using Scheduling.Api.Execution;
using Scheduling.Api.Tests.Schema;

namespace Scheduling.Api.Tests.Execution;

/// <summary>Variables, arguments and errors are those that the library finds, the first time and every other.</summary>
public sealed class PlannedValidatorTests
{
    private const string During = """{"start":"2027-03-01T08:00:00Z","end":"2027-03-02T08:00:00Z"}""";
    private const string Room = "query($id: ID!) { room(id: $id) { name } }";
    private const string Calendar = "query($id: ID!, $during: PeriodInput!) { room(id: $id) { calendar(during: $during) { state } } }";
    private const string Bookings = "query($n: Int, $after: String = \"a\") { room(id: \"r\") { bookings(during: " + Literal + ", first: $n, after: $after) { nodes { id } } } }";
    private const string Literal = """{start: "2027-03-01T08:00:00Z", end: "2027-03-02T08:00:00Z"}""";
    private const string Fragments = """
        query($id: ID!, $during: PeriodInput!) { node(id: $id) { id ... on Room { calendar(during: $during) { state } } ...V ...V } }
        fragment V on Venue { rooms { ...R } closures(during: $during) { reason } }
        fragment R on Room { calendar(during: $during) { state } }
        """;

    private const string Mutation = "mutation($input: CancelBookingInput!) { cancelBooking(input: $input) { booking { id } errors { code } } }";

    private static readonly DocumentValidator s_library = new();
    private static readonly PlannedValidator s_planned = new();

    public static TheoryData<string, string> Requests => new()
    {
        { "{ __typename }", "{}" },
        { "{ room(id: \"r\") { name } }", """{"unknown":1}""" },
        { "query($t: String!) { __type(name: $t) { name fields(includeDeprecated: true) { name } } }", """{"t":"Room"}""" },
        { "{ __schema { types { fields(includeDeprecated: false) { name } } } }", "{}" },
        { Room, """{"id":"r"}""" },
        { Room, """{"id":null}""" },
        { Room, "{}" },
        { Room, """{"id":{"a":1}}""" },
        { Calendar, $$"""{"id":"r","during":{{During}}}""" },
        { Calendar, """{"id":"r","during":{"start":"2027-03-01T08:00:00Z"}}""" },
        { Calendar, """{"id":"r","during":{"start":"yesterday","end":"2027-03-01T08:00:00Z"}}""" },
        { Calendar, """{"id":"r","during":{"start":"2027-03-01T08:00:00Z","end":"2027-03-02T08:00:00Z","extra":true}}""" },
        { Calendar, """{"id":"r","during":"all day"}""" },
        { Bookings, "{}" },
        { Bookings, """{"n":5}""" },
        { Bookings, """{"n":null,"after":null}""" },
        { Bookings, """{"n":"five"}""" },
        { "query($after: String = 3) { room(id: \"r\") { bookings(during: " + Literal + ", after: $after) { nodes { id } } } }", "{}" },
        { Fragments, $$"""{"id":"r","during":{{During}}}""" },
        { Fragments, """{"id":"r"}""" },
        { Mutation, """{"input":{"bookingId":"b","version":3,"idempotencyKey":"k"}}""" },
        { Mutation, """{"input":{"version":"three"}}""" },
        { "query($x: Boolean!) { room(id: \"r\") { name @skip(if: $x) venue { name @include(if: $x) } } }", """{"x":true}""" },
        { "query($x: Boolean!) @test(a: $x) { room(id: \"r\") { name } }", """{"x":true}""" },
        { "subscription($id: ID!) { roomOccupancy(roomId: $id) { state } }", """{"id":"r"}""" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Validate_KnownDocument_FindsWhatTheLibraryFinds(string text, string variables)
    {
        var document = Parser.Parse(text);
        var expected = Told(await s_library.ValidateAsync(OptionsOf(document, variables)));

        for (var i = 0; i < 3; i++)
            Assert.Equal(expected, Told(await s_planned.ValidateAsync(OptionsOf(document, variables))));
    }

    [Fact]
    public async Task Validate_OneDocumentForManyAtOnce_GivesEachItsOwn()
    {
        var document = Parser.Parse(Calendar);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            var variables = i % 7 == 0 ? $$"""{"id":"r{{i}}"}""" : $$"""{"id":"r{{i}}","during":{{During}}}""";
            Assert.Equal(
                Told(await s_library.ValidateAsync(OptionsOf(document, variables))),
                Told(await s_planned.ValidateAsync(OptionsOf(document, variables))));
        })));
    }

    [Fact]
    public async Task Validate_TwoOperationsOfOneDocument_EachHasItsOwn()
    {
        var document = Parser.Parse("query a($id: ID!) { room(id: $id) { name } } query b($other: ID!) { venue(id: $other) { name } }");

        foreach (var operation in document.Definitions.OfType<GraphQLOperationDefinition>())
        {
            var options = OptionsOf(document, """{"id":"r","other":"v"}""", operation);
            Assert.Equal(Told(await s_library.ValidateAsync(options)), Told(await s_planned.ValidateAsync(options)));
        }
    }

    [Fact]
    public async Task Validate_DocumentThatNobodyKeepsAnyMore_IsLetGoOf()
    {
        var dropped = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(UseOnceAsync)));

        for (var i = 0; i < 20 && dropped.Any(document => document.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        // The last one may still be on somebody's stack.
        Assert.True(dropped.Count(document => document.IsAlive) <= 2);

        static async Task<WeakReference> UseOnceAsync()
        {
            var document = Parser.Parse(Calendar);
            await s_planned.ValidateAsync(OptionsOf(document, $$"""{"id":"r","during":{{During}}}"""));
            return new WeakReference(document);
        }
    }

    [Fact]
    public async Task Validate_WithRules_AppliesThem()
    {
        var wrong = Parser.Parse("{ room(id: \"r\") { colour } }");

        var result = await s_planned.ValidateAsync(OptionsOf(wrong, "{}") with { Rules = null });

        Assert.False(result.IsValid);
    }

    private static ValidationOptions OptionsOf(GraphQLDocument document, string variables, GraphQLOperationDefinition? operation = null) => new()
    {
        Schema = ApiSchema.Instance,
        Document = document,
        Operation = operation ?? document.Definitions.OfType<GraphQLOperationDefinition>().Single(),
        Rules = [],
        Variables = new GraphQLSerializer().Deserialize<Inputs>(variables)!,
        Extensions = Inputs.Empty,
        UserContext = new Dictionary<string, object?>(),
        Metrics = Metrics.None,
    };

    private static string Told(IValidationResult result) => string.Join('\n', (IEnumerable<string>)
    [
        .. result.Errors.Select(error => $"{error.Code} {error.Message} {string.Join(' ', error.Locations ?? [])}"),
        .. (result.IsValid ? result.Variables ?? [] : []).Select(variable => $"{variable.Name} {variable.ValueSpecified} {variable.IsDefault} {Json(variable.Value)}"),
        .. (result.ArgumentValues ?? new Dictionary<GraphQLField, IDictionary<string, ArgumentValue>>())
            .OrderBy(field => field.Key.Location.Start)
            .SelectMany(field => field.Value.Select(value => $"{field.Key.Name} {field.Key.Location.Start} {value.Key} {value.Value.Source} {Json(value.Value.Value)}")),
        .. (result.DirectiveValues ?? new Dictionary<ASTNode, IDictionary<string, DirectiveInfo>>())
            .OrderBy(node => node.Key.Location.Start)
            .SelectMany(node => node.Value.Select(directive => $"{node.Key.Location.Start} @{directive.Key} {Json(directive.Value.Arguments["if"].Value)}")),
    ]);

    private static string Json(object? value) => value is null ? "null" : JsonSerializer.Serialize(value, value.GetType());
}
