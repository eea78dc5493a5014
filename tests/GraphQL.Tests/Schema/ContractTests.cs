using GraphQL;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Scheduling.Api.Tests.Schema;

/// <summary>Clients are written against contract.graphql: all of it is served under its names, types and defaults.</summary>
public sealed class ContractTests
{
    private static readonly Dictionary<string, GraphQLTypeDefinition> Served = Read(ApiSchema.Instance.Print());

    private static readonly Dictionary<string, GraphQLTypeDefinition> Contract = Read(ContractText());

    public static TheoryData<string> ContractTypes => [.. Contract.Keys];

    [Fact]
    public void Contract_Read_HoldsItsTypes() => Assert.Equal(87, Contract.Count);

    [Theory, MemberData(nameof(ContractTypes))]
    public void Type_OfTheContract_IsServedWhole(string name)
    {
        var served = Served.GetValueOrDefault(name);

        Assert.NotNull(served);
        var missing = Facts(Contract[name]).Except(Facts(served)).ToList();
        Assert.Empty(missing);
    }

    // Served arguments and input fields beyond the contract must be optional, or written clients break.
    [Theory, MemberData(nameof(ContractTypes))]
    public void Type_OfTheContract_AsksForNothingMore(string name)
    {
        var known = Facts(Contract[name]).ToHashSet();
        // What a field takes that the contract does not know is its own affair.
        var added = Facts(Served[name]).Where(fact => fact.StartsWith("field ", StringComparison.Ordinal) && !known.Contains(fact))
            .Select(fact => $"takes {fact["field ".Length..].Split(':')[0]}.").ToList();
        var required = Facts(Served[name]).Where(fact => fact.StartsWith("takes ", StringComparison.Ordinal))
            .Where(fact => fact.EndsWith('!') && !known.Contains(fact))
            .Where(fact => !added.Exists(field => fact.StartsWith(field, StringComparison.Ordinal)));
        Assert.Empty(required);
    }

    private static IEnumerable<string> Facts(GraphQLTypeDefinition type) => (type switch
    {
        GraphQLObjectTypeDefinition value => Outputs(value.Fields).Concat(Interfaces(value.Interfaces)),
        GraphQLInterfaceTypeDefinition value => Outputs(value.Fields),
        GraphQLInputObjectTypeDefinition value => value.Fields!.Select(field => $"takes {Input(field)}"),
        GraphQLEnumTypeDefinition value => value.Values!.Select(entry => $"value {entry.Name.StringValue}"),
        GraphQLScalarTypeDefinition => [],
        _ => throw new InvalidOperationException($"No facts are known of {type.Kind}."),
    }).Prepend($"is {type.Kind}");

    private static IEnumerable<string> Outputs(GraphQLFieldsDefinition? fields) => fields!.SelectMany(field =>
        (field.Arguments?.Items ?? [])
            .Select(argument => $"takes {field.Name.StringValue}.{Input(argument)}")
            .Prepend($"field {field.Name.StringValue}: {Text(field.Type)}"));

    private static IEnumerable<string> Interfaces(GraphQLImplementsInterfaces? interfaces) =>
        (interfaces?.Items ?? []).Select(type => $"implements {type.Name.StringValue}");

    private static string Input(GraphQLInputValueDefinition value) =>
        $"{value.Name.StringValue}: {Text(value.Type)}"
        + (value.DefaultValue is null ? "" : $" = {Text(value.DefaultValue)}");

    private static string Text(ASTNode node)
    {
        using var text = new StringWriter();
        new SDLPrinter().PrintAsync(node, text, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();
        return text.ToString().Trim();
    }

    private static Dictionary<string, GraphQLTypeDefinition> Read(string sdl) =>
        Parser.Parse(sdl).Definitions.OfType<GraphQLTypeDefinition>()
            .ToDictionary(type => type.Name.StringValue, StringComparer.Ordinal);

    private static string ContractText()
    {
        using var stream = typeof(ContractTests).Assembly.GetManifestResourceStream("contract.graphql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
