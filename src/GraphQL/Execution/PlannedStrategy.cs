using System.Runtime.CompilerServices;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser.AST;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Scheduling.Api.Execution;

/// <summary>
/// Runs queries. Which fields a plain selection of a type has is worked out once and kept with the document; the library does
/// so for each object of a list. Selections with fragments or directives are left to it.
/// </summary>
internal sealed class PlannedStrategy : ParallelExecutionStrategy
{
    // Goes with the document, which the cache may forget.
    private readonly ConditionalWeakTable<GraphQLSelectionSet, Plan> _plans = [];

    /// <inheritdoc/>
    protected override void SetSubFieldNodes(ExecutionContext context, ObjectExecutionNode parent)
    {
        if (parent.SelectionSet is not { } selection || parent.GetObjectGraphType(context.Schema) is not { } type
            || PlanOf(context.Schema, type, selection) is not { } fields)
        {
            base.SetSubFieldNodes(context, parent);
            return;
        }

        var nodes = new ExecutionNode[fields.Length];
        for (var i = 0; i < nodes.Length; i++)
            nodes[i] = BuildExecutionNode(parent, fields[i].Type.ResolvedType!, fields[i].Field, fields[i].Type);
        parent.SubFields = nodes;
    }

    private (GraphQLField Field, FieldType Type)[]? PlanOf(ISchema schema, IObjectGraphType type, GraphQLSelectionSet selection)
    {
        if (!_plans.TryGetValue(selection, out var plan))
            _plans.AddOrUpdate(selection, plan = new Plan(type, FieldsOf(schema, type, selection)));
        // One selection may be made of several types, each of which has its own fields: the first is remembered.
        return plan.Type == type ? plan.Fields : null;
    }

    // Null where it depends on variables or types, or where two of them become one.
    private (GraphQLField, FieldType)[]? FieldsOf(ISchema schema, IObjectGraphType type, GraphQLSelectionSet selection)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var fields = new (GraphQLField, FieldType)[selection.Selections.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            if (selection.Selections[i] is not GraphQLField { Directives: null or { Count: 0 } } field
                || !names.Add((field.Alias?.Name ?? field.Name).StringValue)
                || GetFieldDefinition(schema, type, field) is not { } definition)
                return null;
            fields[i] = (field, definition);
        }

        return fields;
    }

    private sealed record Plan(IObjectGraphType Type, (GraphQLField Field, FieldType Type)[]? Fields);
}
