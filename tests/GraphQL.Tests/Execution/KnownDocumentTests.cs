using GraphQL.Types;
using GraphQLParser;
using Scheduling.Api.Execution;
using Scheduling.Api.Tests.Schema;

namespace Scheduling.Api.Tests.Execution;

public sealed class KnownDocumentTests
{
    [Theory]
    [InlineData("{ room(id: \"room-1\") { name } }", true)]
    [InlineData("query($id: ID!) { room(id: $id) { bookings(first: 20) { nodes { id } } } }", true)]
    [InlineData("query($n: Int) { room(id: \"room-1\") { bookings(first: $n) { nodes { id } } } }", false)]
    [InlineData("query($n: Int) { room(id: \"room-1\") { ... on Room { bookings(last: $n) { nodes { id } } } } }", false)]
    [InlineData("query($n: Int) { room(id: \"room-1\") { ...R } } fragment R on Room { bookings(first: $n) { nodes { id } } }", false)]
    [InlineData("query($x: Boolean!) { room(id: \"room-1\") { name @skip(if: $x) } }", false)]
    [InlineData("query($x: Boolean!) { room(id: \"room-1\") { ...R @include(if: $x) } } fragment R on Room { name }", false)]
    [InlineData("query a { room(id: \"room-1\") { name } } query b { room(id: \"room-1\") { id } }", false)]
    public void HasFixedCost_DependsOnNothingThatARequestBrings(string document, bool expected) =>
        Assert.Equal(expected, KnownDocument.Of(Parser.Parse(document)).HasFixedCost);

    [Theory]
    [InlineData("{ a }", false, false)]
    [InlineData("query q { a } mutation m { b }", true, false)]
    [InlineData("subscription { c }", false, true)]
    public void Kinds_OfAllOperations_AreKnown(string document, bool mutates, bool subscribes)
    {
        var known = KnownDocument.Of(Parser.Parse(document));

        Assert.Equal((mutates, subscribes), (known.Mutates, known.Subscribes));
    }

    // The library takes a list with an argument of this name for one thing, when the argument is there.
    [Fact]
    public void Schema_NoListHasAnArgumentCalledId()
    {
        var schema = ApiSchema.Instance;

        Assert.DoesNotContain(
            schema.AllTypes.OfType<IComplexGraphType>().SelectMany(type => type.Fields),
            field => field.Arguments?.Find("id") is not null && IsList(field.ResolvedType!));

        static bool IsList(IGraphType type) => type is ListGraphType || (type is NonNullGraphType some && IsList(some.ResolvedType!));
    }
}
