using System.Buffers;
using System.Text;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;
using Scheduling.Api.Execution;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Scheduling.Api.Tests.Execution;

/// <summary>Answers are those that the library gives, byte for byte, the first time and every other.</summary>
public sealed class PlannedStrategyTests
{
    private static readonly ServiceProvider s_services = new ServiceCollection()
        .AddGraphQL(builder => builder
            .AddAutoSchema<Town>(schema => schema.WithMutation<Changes>())
            .ConfigureSchema((schema, _) =>
            {
                schema.RegisterType<AutoRegisteringObjectGraphType<House>>();
                schema.RegisterType<AutoRegisteringObjectGraphType<Field>>();
            }))
        .BuildServiceProvider();

    public static TheoryData<string, string> Requests => new()
    {
        { "{ __typename hall { __typename name } }", "{}" },
        { "{ hall { seats open size since } again: hall { n: name } }", "{}" },
        { "{ hall { tags nothing rooms { name seats } none { name } } }", "{}" },
        { "{ hall { soon { name soon { name soon { seats } } } rooms { soon { name } } } }", "{}" },
        { "{ hall { lazy { name } lazyNames } }", "{}" },
        { "{ hall { echo } a: hall { echo(text: \"x\") } }", "{}" },
        { "query($t: String = \"d\", $u: String) { hall { echo(text: $t) other: echo(text: $u) } }", """{"u":"v"}""" },
        { "{ hall { places { id ... on House { floors } ... on Field { hectares } } } }", "{}" },
        { "{ hall { places { ...P } } } fragment P on Place { __typename id ...F } fragment F on Field { hectares }", "{}" },
        { "{ hall { name ...A ...B } } fragment A on Hall { name seats } fragment B on Hall { seats name open }", "{}" },
        { "{ hall { rooms { name } rooms { seats } } }", "{}" },
        { "{ hall { rooms { name } ...A } hall { ...B } } fragment A on Hall { rooms { seats soon { name } } } fragment B on Hall { rooms { soon { seats } open } }", "{}" },
        { "query($t: String) { hall { echo(text: $t) ...A } } fragment A on Hall { echo(text: $t) soon { a: echo(text: $t) } soon { b: echo } }", """{"t":"u"}""" },
        { "query($x: Boolean!) { hall { rooms { name } rooms { seats } open @skip(if: $x) soon { rooms { name } rooms { open } } } }", """{"x":false}""" },
        { "{ hall { places { id } places { ... on House { floors } } } }", "{}" },
        { "{ hall { rooms { name } ...A } } fragment A on Hall { rooms { seats name } }", "{}" },
        { "query($x: Boolean!) { hall { name @skip(if: $x) rooms { name seats @include(if: $x) } } }", """{"x":true}""" },
        { "query($x: Boolean!) { hall { ...A @include(if: $x) } } fragment A on Hall { name }", """{"x":false}""" },
        { "{ place(id: 0) { id } b: place(id: 1) { id ... on Field { hectares } } c: place(id: 2) { id } }", "{}" },
        { "{ __schema { queryType { name fields { name } } } hall { name } }", "{}" },
        { "{ __type(name: \"Hall\") { name fields(includeDeprecated: true) { name type { name kind } } } }", "{}" },
        { "{ hall { where path parentName below { name seats } } }", "{}" },
        // What goes wrong.
        { "{ hall { name fails } }", "{}" },
        { "{ hall { name refuses } }", "{}" },
        { "{ hall { name failsSoon rooms { name } } }", "{}" },
        { "{ hall { name mustNot } }", "{}" },
        { "{ hall { soon { name mustNot } name } }", "{}" },
        { "{ hall { rooms { name failsForB } } }", "{}" },
        { "{ hall { rooms { name mustNotForB } } }", "{}" },
        { "{ hall { withHoles { name } holes } }", "{}" },
        { "{ hall { wrongEnum name } }", "{}" },
        { "{ hall { strange { id } name } }", "{}" },
        { "{ hall { reports name } }", "{}" },
        { "{ required { name mustNot } }", "{}" },
        { "{ hall { same { name refusesSoon } } }", "{}" },
        { "{ a: hall { same { refusesSoon } } b: hall { same { refusesSoon } soon { refusesSoon } } }", "{}" },
        { "query($x: Boolean!) { hall { same { refusesSoon name @include(if: $x) } } }", """{"x":true}""" },
        { "mutation { add(name: \"x\") { same { refusesSoon } } second: add(name: \"y\") { same { refusesSoon } } }", "{}" },
        { "mutation { add(name: \"x\") { name rooms { name } } second: add(name: \"y\") { name fails } }", "{}" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Execute_AnyDocument_AnswersWhatTheLibraryAnswers(string text, string variables)
    {
        var mutates = text.StartsWith("mutation", StringComparison.Ordinal);
        var expected = await AnswerAsync(mutates ? new SerialExecutionStrategy() : new ParallelExecutionStrategy(), text, variables);
        var planned = new PlannedStrategy();
        var document = GraphQLParser.Parser.Parse(text);

        for (var i = 0; i < 3; i++)
            Assert.Equal(expected, await AnswerAsync(planned, text, variables, document));
    }

    [Fact]
    public async Task Execute_PlannedFields_AreReadWithoutNodes()
    {
        var result = await ExecuteAsync(new PlannedStrategy(), "{ hall { name places { id } rooms { soon { name } } } }", "{}");

        var hall = Assert.IsType<PlannedNode>(Assert.Single(((RootExecutionNode)result.Data!).SubFields!));
        Assert.NotNull(hall.Read);
        Assert.Null(hall.SubFields);
    }

    [Fact]
    public async Task Execute_FieldsOfOneLevel_AreBegunBeforeAnyOfThemEnds()
    {
        var meeting = new Meeting(4);

        var answer = await AnswerAsync(new PlannedStrategy(), "{ hall { rooms { meets } meets } }", "{}", root: meeting)
            .WaitAsync(TimeSpan.FromSeconds(30));

        Assert.DoesNotContain("errors", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ hall { takesTime same { takesTime } failsLate } }", 4)]
    [InlineData("{ hall { takesTime fails } }", 1)]
    [InlineData("{ a: hall { takesTime failsLate } b: hall { takesTime failsLate } }", 4)]
    [InlineData("{ hall { same { takesTime failsLate } } }", 4)]
    public async Task Execute_SomethingGoesWrong_NobodyIsAskedTwiceForWhatTakesTime(string text, int times)
    {
        var asked = new Asked();

        var answer = await AnswerAsync(new PlannedStrategy(), text, "{}", root: asked);

        Assert.Contains("errors", answer, StringComparison.Ordinal);
        Assert.Equal(times, asked.Times);
    }

    [Fact]
    public async Task Execute_MutationAfterOneInWhichSomethingWentWrong_IsNotToldWhatWasSoBefore()
    {
        var answer = await AnswerAsync(
            new PlannedStrategy(),
            "mutation { a: change { ...F } b: change { ...F } } fragment F on Hall { takesTime failsLate }", "{}", root: new Asked());

        Assert.Contains("\"a\":{\"takesTime\":1,", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"b\":{\"takesTime\":1,", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_SelectionOfSeveralTypes_IsPlannedForEach()
    {
        var planned = new PlannedStrategy();
        const string Text = "query($id: Int!) { place(id: $id) { id ... on Field { hectares } } }";
        var document = GraphQLParser.Parser.Parse(Text);

        foreach (var id in new[] { 0, 1, 0, 1 })
        {
            var result = await ExecuteAsync(planned, Text, $$"""{"id":{{id}}}""", document);

            Assert.NotNull(Assert.IsType<PlannedNode>(Assert.Single(((RootExecutionNode)result.Data!).SubFields!)).Read);
        }
    }

    [Fact]
    public async Task Execute_FieldsOfAMutation_OneAfterTheOther()
    {
        var change = new Changing();

        await AnswerAsync(new PlannedStrategy(), "mutation { a: slow { name soon { name } } b: slow { name } c: slow { name } }", "{}", root: change);

        Assert.Equal(1, change.AtOnceMost);
    }

    [Fact]
    public async Task Execute_Cancelled_Ends()
    {
        using var cancellation = new CancellationTokenSource();

        var running = ExecuteAsync(new PlannedStrategy(), "{ hall { waits name } }", "{}", root: cancellation, cancel: cancellation.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static async Task<string> AnswerAsync(
        IExecutionStrategy strategy, string text, string variables, GraphQLDocument? document = null, object? root = null)
    {
        var result = await ExecuteAsync(strategy, text, variables, document, root);
        var written = new ArrayBufferWriter<byte>();
        await using (var writer = ResultWriter.CreateWriter(written))
            ResultWriter.Write(writer, InOrder(result));
        return Encoding.UTF8.GetString(written.WrittenSpan);
    }

    // Those of fields that were asked at the same time come as they come.
    private static ExecutionResult InOrder(ExecutionResult result)
    {
        if (result.Errors is { } errors)
            result.Errors = [.. errors.OrderBy(error => string.Join('/', error.Path ?? []), StringComparer.Ordinal)];
        return result;
    }

    private static Task<ExecutionResult> ExecuteAsync(
        IExecutionStrategy strategy, string text, string variables, GraphQLDocument? document = null, object? root = null,
        CancellationToken cancel = default) =>
        new DocumentExecuter(new GraphQLDocumentBuilder(), new DocumentValidator(), new Always(strategy), [])
            .ExecuteAsync(new ExecutionOptions
            {
                Schema = s_services.GetRequiredService<ISchema>(),
                Query = text,
                Document = document,
                Root = root,
                Variables = new GraphQLSerializer().Deserialize<Inputs>(variables),
                RequestServices = s_services,
                CancellationToken = cancel,
            });

    private sealed class Always(IExecutionStrategy strategy) : IExecutionStrategySelector
    {
        public IExecutionStrategy Select(ExecutionContext context) => strategy;
    }

    private sealed class Town
    {
        public static Hall? Hall() => new("hall");

        public static Hall Required() => new("required");

        public static IPlace? Place(int id) => id == 0 ? new House() : id == 1 ? new Field() : null;
    }

    private sealed class Changes
    {
        public static Hall? Add(string name) => new(name);

        private static readonly Hall s_same = new("same");

        public static Hall? Change() => s_same;

        public static async Task<Hall?> SlowAsync(IResolveFieldContext context)
        {
            await ((Changing)context.RootValue!).ChangeAsync();
            return new Hall("slow");
        }
    }

    private enum Size
    {
        Small,
        Large,
    }

    [Name("Hall")]
    private sealed class Hall(string name)
    {
        private static readonly Hall s_b = new("b");

        public string Name => name;

        public int Seats => name.Length;

        public bool Open => true;

        public Size Size => Size.Large;

        public DateTime Since => new(2027, 3, 1, 0, 0, 0, DateTimeKind.Utc);

        public string? Nothing => null;

        public IEnumerable<Hall>? None => null;

        public IEnumerable<string> Tags => ["é\"", "<b>"];

        public IReadOnlyList<Hall> Rooms => name.Length > 1 ? [new("a"), s_b, new("c")] : [];

        public IEnumerable<Hall> Same => [s_b, s_b];

        public static async Task<string?> RefusesSoonAsync()
        {
            await Task.Yield();
            throw new ExecutionError("Not you, either.") { Code = "FORBIDDEN" };
        }

        public IEnumerable<Hall> Lazy => Rooms.Where(room => room.Seats > 0);

        public static IEnumerable<string> LazyNames(IResolveFieldContext context) =>
            Enumerable.Range(0, 3).Select(i => context.FieldDefinition.Name + i);

        public async Task<Hall?> SoonAsync()
        {
            await Task.Yield();
            return name.Length > 8 ? null : new(name + "soon");
        }

        public string? Echo(string? text = "default") => name + text;

        public IReadOnlyList<IPlace> Places => [new House(), new Field(), new House()];

        public static string Where(IResolveFieldContext context) => string.Join('/', context.Path);

        public static string Path(IResolveFieldContext context) => context.ParentType.Name + context.FieldAst.Name.StringValue;

        public static string? ParentName(IResolveFieldContext context) => context.Parent?.FieldDefinition.Name;

        public static Hall Below(IResolveFieldContext context) => new(string.Join(',', context.SubFields!.Keys));

        public string? Fails => throw new InvalidOperationException("secret");

        public string? Refuses => throw new ExecutionError("Not you.") { Code = "FORBIDDEN" };

        public async Task<string?> FailsSoonAsync()
        {
            await Task.Yield();
            throw new ExecutionError("Not now.") { Code = name };
        }

        public string MustNot => null!;

        public string? FailsForB => name == "b" ? throw new ExecutionError("Not b.") : name;

        public string MustNotForB => name == "b" ? null! : name;

        public IReadOnlyList<Hall> WithHoles => [new("a"), null!];

        public IReadOnlyList<string?> Holes => ["a", null];

        public Size? WrongEnum => (Size)7;

        public IPlace? Strange => new Elsewhere();

        public static string? Reports(IResolveFieldContext context)
        {
            context.Errors.Add(new ExecutionError("By the way."));
            return "reported";
        }

        public static async Task<bool> MeetsAsync(IResolveFieldContext context)
        {
            await ((Meeting)context.RootValue!).ArriveAsync();
            return true;
        }

        public static async Task<int> TakesTimeAsync(IResolveFieldContext context)
        {
            await Task.Delay(5);
            return ((Asked)context.RootValue!).Ask();
        }

        public static async Task<int?> FailsLateAsync(IResolveFieldContext context)
        {
            await Task.Delay(20);
            ((Asked)context.RootValue!).Ask();
            throw new ExecutionError("Too late.");
        }

        public static async Task<string?> WaitsAsync(IResolveFieldContext context)
        {
            await ((CancellationTokenSource)context.RootValue!).CancelAsync();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return null;
        }
    }

    [Name("Place")]
    private interface IPlace
    {
        int Id { get; }
    }

    [Implements(typeof(IPlace))]
    private sealed class House : IPlace
    {
        public int Id => 1;

        public int Floors => 2;
    }

    [Implements(typeof(IPlace))]
    private sealed class Field : IPlace
    {
        public int Id => 2;

        public double Hectares => 1.5;
    }

    private sealed class Elsewhere : IPlace
    {
        public int Id => 3;
    }

    private sealed class Meeting(int expected)
    {
        private readonly TaskCompletionSource _everybody = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _here;

        public Task ArriveAsync()
        {
            if (Interlocked.Increment(ref _here) == expected)
                _everybody.SetResult();
            return _everybody.Task;
        }
    }

    private sealed class Asked
    {
        private int _times;

        public int Times => _times;

        public int Ask() => Interlocked.Increment(ref _times);
    }

    private sealed class Changing
    {
        private int _now;

        public int AtOnceMost { get; private set; }

        public async Task ChangeAsync()
        {
            AtOnceMost = Math.Max(AtOnceMost, Interlocked.Increment(ref _now));
            await Task.Delay(5);
            Interlocked.Decrement(ref _now);
        }
    }
}
