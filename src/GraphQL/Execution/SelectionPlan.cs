using System.Collections.Frozen;
using System.Text.Json;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Scheduling.Api.Execution;

/// <summary>
/// What is asked of an object of one type, fragments included: worked out once for a document, which the library does for each
/// object of a list. There is none where directives decide, and none of the schema's description of itself.
/// </summary>
internal sealed class SelectionPlan
{
    private SelectionPlan(IObjectGraphType type, PlannedField[] fields) => (Type, Fields) = (type, fields);

    /// <summary>The type of the object.</summary>
    public IObjectGraphType Type { get; }

    /// <summary>Its fields, in the order of the document.</summary>
    public PlannedField[] Fields { get; }

    /// <summary>The plan of all that is asked of an object; null when some of it has to be left to the library.</summary>
    /// <param name="schema">Where types and fields are defined.</param>
    /// <param name="document">Where fragments are.</param>
    /// <param name="type">The type of the object.</param>
    /// <param name="selections">What is asked; more than one where a field is asked for more than once.</param>
    public static SelectionPlan? Of(ISchema schema, GraphQLDocument document, IObjectGraphType type, params IReadOnlyCollection<GraphQLSelectionSet> selections)
    {
        if (FieldsOf(schema, document, type, selections) is not { } asked)
            return null;
        var fields = new PlannedField[asked.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            var (name, field) = asked.GetAt(i);
            if (Shape.Of(schema, document, field.Definition.ResolvedType!, field.Selections) is not { } shape)
                return null;
            fields[i] = new PlannedField(
                JsonEncodedText.Encode(name, ResultWriter.Encoder), field.Syntax, field.Definition,
                field.Definition.Resolver ?? NameFieldResolver.Instance, shape);
        }

        return new SelectionPlan(type, fields);
    }

    /// <summary>The fields alone, by their names in the answer; null when that has to be left to the library.</summary>
    public static OrderedDictionary<string, AskedField>? FieldsOf(
        ISchema schema, GraphQLDocument document, IObjectGraphType type, params IReadOnlyCollection<GraphQLSelectionSet> selections)
    {
        var fields = new OrderedDictionary<string, AskedField>(StringComparer.Ordinal);
        var spreads = new HashSet<string>(StringComparer.Ordinal);
        return !type.Name.StartsWith("__", StringComparison.Ordinal)
            && selections.All(selection => Collect(schema, document, type, selection, fields, spreads)) ? fields : null;
    }

    private static bool Collect(
        ISchema schema, GraphQLDocument document, IObjectGraphType type, GraphQLSelectionSet selection,
        OrderedDictionary<string, AskedField> fields, HashSet<string> spreads)
    {
        foreach (var selected in selection.Selections)
        {
            var isPlanned = selected is not IHasDirectivesNode { Directives.Count: > 0 } && selected switch
            {
                GraphQLField field => Add(schema, type, field, fields),
                GraphQLInlineFragment inline =>
                    !Applies(schema, inline.TypeCondition, type) || Collect(schema, document, type, inline.SelectionSet, fields, spreads),
                GraphQLFragmentSpread spread => !spreads.Add(spread.FragmentName.Name.StringValue)
                    || (document.FragmentOf(spread) is { Directives: null or { Count: 0 } } fragment
                        && (!Applies(schema, fragment.TypeCondition, type)
                            || Collect(schema, document, type, fragment.SelectionSet, fields, spreads))),
                _ => false,
            };
            if (!isPlanned)
                return false;
        }

        return true;
    }

    // By the same name a valid document means the same field with the same arguments: what is asked below is put together.
    private static bool Add(ISchema schema, IObjectGraphType type, GraphQLField field, OrderedDictionary<string, AskedField> fields)
    {
        var name = (field.Alias?.Name ?? field.Name).StringValue;
        if (!fields.TryGetValue(name, out var asked))
        {
            if (schema.FieldOf(type, field) is not { } definition)
                return false;
            fields.Add(name, asked = new AskedField(field, definition, []));
        }

        if (field.SelectionSet is { } below)
            asked.Selections.Add(below);
        return true;
    }

    private static bool Applies(ISchema schema, GraphQLTypeCondition? condition, IObjectGraphType type) =>
        condition is null
        || (schema.AllTypes[condition.Type.Name.Value] is { } named
            && (named == type || (named is IAbstractGraphType several && several.IsPossibleType(type))));
}

/// <summary>A field that is asked for.</summary>
/// <param name="Syntax">Where it first stands in the document; its arguments are found by it.</param>
/// <param name="Definition">Where it stands in the schema.</param>
/// <param name="Selections">What is asked of what it answers, at each place where it stands.</param>
internal sealed record AskedField(GraphQLField Syntax, FieldType Definition, List<GraphQLSelectionSet> Selections);

/// <summary>One field of a <see cref="SelectionPlan"/>.</summary>
/// <param name="Name">What it is called in the answer.</param>
/// <param name="Syntax">Where it first stands in the document; its arguments are found by it.</param>
/// <param name="Definition">Where it stands in the schema.</param>
/// <param name="Resolver">What reads it.</param>
/// <param name="Shape">What is made of that.</param>
internal sealed record PlannedField(JsonEncodedText Name, GraphQLField Syntax, FieldType Definition, IFieldResolver Resolver, Shape Shape);

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

    /// <summary>The shape of a type with what is asked of it; null when some of that has to be left to the library.</summary>
    public static Shape? Of(ISchema schema, GraphQLDocument document, IGraphType type, IReadOnlyCollection<GraphQLSelectionSet> selections)
    {
        var isNullable = type is not NonNullGraphType;
        switch (type is NonNullGraphType { ResolvedType: { } always } ? always : type)
        {
            case ScalarGraphType scalar:
                return new Leaf(scalar, isNullable);
            case ListGraphType { ResolvedType: { } item }:
                return Of(schema, document, item, selections) is { } shape ? new Many(shape, isNullable) : null;
            case IObjectGraphType one:
                return SelectionPlan.Of(schema, document, one, selections) is { } plan ? new One(plan, isNullable) : null;
            case IAbstractGraphType several:
                var plans = several.PossibleTypes
                    .Select(possible => (Type: possible, Plan: SelectionPlan.Of(schema, document, possible, selections)))
                    .ToList();
                return plans.TrueForAll(possible => possible.Plan is not null)
                    ? new OneOf(several, plans.ToFrozenDictionary(possible => possible.Type, possible => possible.Plan!), isNullable)
                    : null;
            default:
                return null;
        }
    }
}
