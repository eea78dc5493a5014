using GraphQLParser.AST;

namespace Scheduling.Api.Execution;

/// <summary>
/// A document that was found valid, and what of that has to be looked at again with other variables or over another transport.
/// </summary>
/// <param name="Document">Its syntax.</param>
/// <param name="HasFixedCost">What it costs depends neither on variables nor on the operation asked for: allowed once, it always is.</param>
/// <param name="Mutates">It has a mutation.</param>
/// <param name="Subscribes">It has a subscription.</param>
internal sealed record KnownDocument(GraphQLDocument Document, bool HasFixedCost, bool Mutates, bool Subscribes)
{
    public static KnownDocument Of(GraphQLDocument document)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>().ToList();
        return new KnownDocument(
            document,
            operations.Count == 1 && document.Definitions.OfType<GraphQLExecutableDefinition>().All(definition => HasFixedCostIn(definition.SelectionSet)),
            operations.Exists(operation => operation.Operation == OperationType.Mutation),
            operations.Exists(operation => operation.Operation == OperationType.Subscription));
    }

    // What the measure of complexity looks at: the arguments that say how much is wanted, and directives, which leave things out.
    private static bool HasFixedCostIn(GraphQLSelectionSet? selections)
    {
        foreach (var selection in selections?.Selections ?? [])
        {
            if (selection is IHasDirectivesNode { Directives.Count: > 0 })
                return false;
            if (selection is GraphQLField { Arguments: { } arguments } && arguments.Any(SaysHowMuch))
                return false;
            if (selection is IHasSelectionSetNode { SelectionSet: { } within } && !HasFixedCostIn(within))
                return false;
        }

        return true;
    }

    private static bool SaysHowMuch(GraphQLArgument argument) =>
        argument.Value is GraphQLVariable && argument.Name.StringValue is "first" or "last";
}
