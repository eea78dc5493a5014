using GraphQL;
using GraphQL.Execution;
using Microsoft.Extensions.Options;
using Scheduling.Api.Execution;
using Scheduling.Api.Transport;

namespace Scheduling.GraphQL.Tests.Fuzzing;

/// <summary>Found by fuzzing: a syntax error far to the right made the parser allocate a gigabyte.</summary>
public sealed class LongLineTests
{
    private const long AllocatedMax = 20L << 20;

    private readonly LimitedDocumentBuilder _documents = new(Options.Create(new GraphQLTransportOptions()));

    public static TheoryData<string> Wrong => new(
    [
        "query A { # " + new string('}', 30_000),
        "{ a " + new string(' ', 30_000) + "? }",
        "{ a(b: \"" + new string('x', 30_000),
        "{ a(b: \"\"\"" + new string('x', 30_000),
        "{ " + new string('x', 30_000),
        "{ " + string.Concat(Enumerable.Repeat("a:b ", 900)) + "? }",
        "{" + string.Concat(Enumerable.Repeat("a(b:\"c\")", 400)),
    ]);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Build_ErrorFarToTheRight_CostsLittle(string document)
    {
        Assert.ThrowsAny<ExecutionError>(() => _documents.Build("{ warm up ?"));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.ThrowsAny<ExecutionError>(() => _documents.Build(document));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocatedMax);
    }

    [Fact]
    public void Negotiate_HeaderOfThirtyThousandCharacters_IsRefusedAndCostsLittle()
    {
        var header = string.Concat(Enumerable.Repeat("application", 3_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(MediaTypes.Negotiate(header));
        Assert.False(MediaTypes.WantsHtml(header));
        Assert.False(MediaTypes.IsJson(header));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocatedMax);
    }

    [Theory]
    [InlineData("fragment F on TestRoom { name ...G } fragment G on TestRoom { next { ...H }   TestRoom { name fragment H on TestRoom { ] }}{\rooms { ...F ... on TestRoom { name } }  { name ..}")]
    [InlineData("fragment F on A { b }{\rc ..}")]
    [InlineData("{\r?")]
    [InlineData("{ a\r\r..")]
    [InlineData("\r\r{ a(b: \"\r")]
    public void Build_ErrorBehindACarriageReturn_IsASyntaxError(string document) =>
        Assert.Equal("SYNTAX_ERROR", Assert.ThrowsAny<ExecutionError>(() => _documents.Build(document)).Code);

    [Fact]
    public void Build_LongLine_IsTheSameDocument()
    {
        var document = "{" + string.Concat(Enumerable.Range(0, 15).Select(i =>
            $"f{i}(a:\"text \\\" # no, comment {{\",b:\"\"\"block \\\"\"\" \" text\"\"\",c:[1,2,{{d:$e}}]){{...on T{{a b}}...F}}" + new string(' ', 100))) + "}";

        var shorter = ShortLines.Of(document);

        Assert.True(ShortLines.Longest(shorter) < 1_000 && ShortLines.AreMissingIn(document));
        Assert.Equal(document, shorter.Replace("\n", "", StringComparison.Ordinal));
        Assert.Equal(15, _documents.Build(document).Definitions.OfType<GraphQLParser.AST.GraphQLOperationDefinition>().Single().SelectionSet.Selections.Count);
    }
}
