using System.Collections.Frozen;
using System.Text.Json;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Scheduling.Api.Execution;

/// <summary>
/// What a selection asks of an object of one type, fragments included: worked out once for a document, which the library does
/// for each object of a list. There is none where directives decide, or where several selections of one field become one.
/// </summary>
internal sealed class SelectionPlan
{
    private SelectionPlan(IObjectGraphType type, PlannedField[] fields) => (Type, Fields) = (type, fields);

    /// <summary>The type of the object.</summary>
    public IObjectGraphType Type { get; }

    /// <summary>Its fields, in the order of the document.</summary>
    public PlannedField[] Fields { get; }

    /// <summary>Whether everything below is planned too, so that <see cref="PlannedReading"/> can read it.</summary>
    public bool IsWhole => Array.TrueForAll(Fields, planned => planned.Shape is not null);

    /// <summary>The plan of a selection; null when it has to be left to the library.</summary>
    public static SelectionPlan? Of(ISchema schema, GraphQLDocument document, IObjectGraphType type, GraphQLSelectionSet selection)
    {
        var fields = new OrderedDictionary<string, PlannedField>(StringComparer.Ordinal);
        return Collect(schema, document, type, selection, fields, []) ? new SelectionPlan(type, [.. fields.Values]) : null;
    }

    private static bool Collect(
        ISchema schema, GraphQLDocument document, IObjectGraphType type, GraphQLSelectionSet selection,
        OrderedDictionary<string, PlannedField> fields, HashSet<string> spreads)
    {
        foreach (var selected in selection.Selections)
        {
            var isPlanned = selected is not IHasDirectivesNode { Directives.Count: > 0 } && selected switch
            {
                GraphQLField field => Add(schema, document, type, field, fields),
                GraphQLInlineFragment inline =>
                    !Applies(schema, inline.TypeCondition, type) || Collect(schema, document, type, inline.SelectionSet, fields, spreads),
                GraphQLFragmentSpread spread => !spreads.Add(spread.FragmentName.Name.StringValue)
                    || (FragmentOf(document, spread) is { Directives: null or { Count: 0 } } fragment
                        && (!Applies(schema, fragment.TypeCondition, type)
                            || Collect(schema, document, type, fragment.SelectionSet, fields, spreads))),
                _ => false,
            };
            if (!isPlanned)
                return false;
        }

        return true;
    }

    private static bool Add(
        ISchema schema, GraphQLDocument document, IObjectGraphType type, GraphQLField field, OrderedDictionary<string, PlannedField> fields)
    {
        var name = (field.Alias?.Name ?? field.Name).StringValue;
        // Valid documents mean the same by the same name; what is selected below each is for the library to put together.
        if (fields.TryGetValue(name, out var known))
            return known.Syntax.SelectionSet is null && field.SelectionSet is null;
        if (DefinitionOf(schema, type, field) is not { } definition)
            return false;
        fields.Add(name, new PlannedField(
            JsonEncodedText.Encode(name, ResultWriter.Encoder), field, definition,
            definition.Resolver ?? NameFieldResolver.Instance, Shape.Of(schema, document, definition.ResolvedType!, field.SelectionSet)));
        return true;
    }

    private static bool Applies(ISchema schema, GraphQLTypeCondition? condition, IObjectGraphType type) =>
        condition is null
        || (schema.AllTypes[condition.Type.Name.Value] is { } named
            && (named == type || (named is IAbstractGraphType several && several.IsPossibleType(type))));

    private static GraphQLFragmentDefinition? FragmentOf(GraphQLDocument document, GraphQLFragmentSpread spread) =>
        document.Definitions.OfType<GraphQLFragmentDefinition>().FirstOrDefault(known => known.FragmentName.Name == spread.FragmentName.Name);

    private static FieldType? DefinitionOf(ISchema schema, IObjectGraphType type, GraphQLField field)
    {
        var name = field.Name.Value;
        if (name == schema.TypeNameMetaFieldType.Name)
            return schema.TypeNameMetaFieldType;
        if (type == schema.Query && name == schema.SchemaMetaFieldType.Name)
            return schema.SchemaMetaFieldType;
        return type == schema.Query && name == schema.TypeMetaFieldType.Name ? schema.TypeMetaFieldType : type.GetField(name);
    }
}

/// <summary>One field of a <see cref="SelectionPlan"/>.</summary>
/// <param name="Name">What it is called in the answer.</param>
/// <param name="Syntax">Where it stands in the document; its arguments are found by it.</param>
/// <param name="Definition">Where it stands in the schema.</param>
/// <param name="Resolver">What reads it.</param>
/// <param name="Shape">What is made of that; null when something below has to be left to the library.</param>
internal sealed record PlannedField(JsonEncodedText Name, GraphQLField Syntax, FieldType Definition, IFieldResolver Resolver, Shape? Shape);

/// <summary>What a resolver's answer becomes.</summary>
/// <param name="IsNullable">Whether it may be nothing.</param>
internal abstract record Shape(bool IsNullable)
{
    /// <summary>A scalar or an enum.</summary>
    internal sealed record Leaf(ScalarGraphType Type, bool IsNullable) : Shape(IsNullable);

    /// <summary>A list, of anything.</summary>
    internal sealed record Many(Shape Item, bool IsNullable) : Shape(IsNullable);

    /// <summary>An object of one type.</summary>
    internal sealed record One(SelectionPlan Plan, bool IsNullable) : Shape(IsNullable);

    /// <summary>An object of one of several types.</summary>
    internal sealed record OneOf(IAbstractGraphType Type, FrozenDictionary<IObjectGraphType, SelectionPlan> Plans, bool IsNullable)
        : Shape(IsNullable);

    /// <summary>The shape of a type with what is selected of it; null when some of it has to be left to the library.</summary>
    public static Shape? Of(ISchema schema, GraphQLDocument document, IGraphType type, GraphQLSelectionSet? selection)
    {
        var isNullable = type is not NonNullGraphType;
        switch (type is NonNullGraphType { ResolvedType: { } always } ? always : type)
        {
            case ScalarGraphType scalar:
                return new Leaf(scalar, isNullable);
            case ListGraphType { ResolvedType: { } item }:
                return Of(schema, document, item, selection) is { } shape ? new Many(shape, isNullable) : null;
            case IObjectGraphType one when selection is not null:
                return PlanOf(one) is { } plan ? new One(plan, isNullable) : null;
            case IAbstractGraphType several when selection is not null:
                var plans = several.PossibleTypes.Select(possible => (Type: possible, Plan: PlanOf(possible))).ToList();
                return plans.TrueForAll(possible => possible.Plan is not null)
                    ? new OneOf(several, plans.ToFrozenDictionary(possible => possible.Type, possible => possible.Plan!), isNullable)
                    : null;
            default:
                return null;
        }

        SelectionPlan? PlanOf(IObjectGraphType of) =>
            // The schema's description of itself has rules of its own for who is shown what.
            !of.Name.StartsWith("__", StringComparison.Ordinal)
            && SelectionPlan.Of(schema, document, of, selection!) is { IsWhole: true } plan ? plan : null;
    }
}
