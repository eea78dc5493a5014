using System.Runtime.CompilerServices;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQLParser.AST;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Scheduling.Api.Execution;

/// <summary>
/// Runs queries and mutations. The operation's own fields are the library's; the objects they answer are read by plan
/// (<see cref="SelectionPlan"/>) where there is one, and by the library where there is none or where something goes wrong, so
/// that errors are always its own.
/// </summary>
internal sealed class PlannedStrategy : ParallelExecutionStrategy
{
    // Goes with the document, which the cache may forget.
    private readonly ConditionalWeakTable<GraphQLSelectionSet, PlanOfType> _plans = [];
    // Of operations in which something went wrong: what was answered before it did.
    private readonly ConditionalWeakTable<ExecutionContext, PlannedReading> _givenUp = [];

    /// <summary>A mutation's own fields one after the other, anything else together.</summary>
    public override async Task ExecuteNodeTreeAsync(ExecutionContext context, ExecutionNode rootNode)
    {
        if (context.Operation.Operation != OperationType.Mutation || rootNode is not RootExecutionNode { SubFields: { } fields })
        {
            await base.ExecuteNodeTreeAsync(context, rootNode);
            return;
        }

        foreach (var field in fields)
            await base.ExecuteNodeTreeAsync(context, field);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteNodeAsync(ExecutionContext context, ExecutionNode node)
    {
        await base.ExecuteNodeAsync(context, node);
        if (node is not PlannedNode { Plan: { } plan, Result: { } source } planned)
            return;
        var reading = new PlannedReading(context);
        planned.Read = await reading.ReadAsync(plan, source);
        if (planned.Read is null)
        {
            _givenUp.TryAdd(context, reading);
            SetSubFieldNodes(context, planned);
        }
    }

    /// <inheritdoc/>
    protected override ExecutionNode BuildExecutionNode(
        ExecutionNode parent, IGraphType graphType, GraphQLField field, FieldType fieldDefinition, int? indexInParentNode = null)
    {
        var type = graphType is NonNullGraphType { ResolvedType: { } always } ? always : graphType;
        return type is IObjectGraphType or IAbstractGraphType
            ? new PlannedNode(parent, type, field, fieldDefinition, indexInParentNode)
            : base.BuildExecutionNode(parent, graphType, field, fieldDefinition, indexInParentNode);
    }

    /// <inheritdoc/>
    protected override void SetSubFieldNodes(ExecutionContext context, ObjectExecutionNode parent)
    {
        if (parent.SelectionSet is not { } selection || parent.GetObjectGraphType(context.Schema) is not { } type
            || PlanOf(context, type, selection) is not { } plan)
        {
            base.SetSubFieldNodes(context, parent);
        }
        else if (parent is PlannedNode planned && plan.IsWhole && !_givenUp.TryGetValue(context, out _))
        {
            planned.Plan = plan;
        }
        else
        {
            parent.SubFields = Array.ConvertAll(
                plan.Fields, field => BuildExecutionNode(parent, field.Definition.ResolvedType!, field.Syntax, field.Definition));
        }
    }

    /// <inheritdoc/>
    protected override IFieldResolver SelectResolver(ExecutionNode node, ExecutionContext context) =>
        node.Source is { } source && _givenUp.TryGetValue(context, out var reading)
        && reading.Asked.TryGetValue((source, node.Field), out var answer)
            ? new Answered(answer)
            : base.SelectResolver(node, context);

    private SelectionPlan? PlanOf(ExecutionContext context, IObjectGraphType type, GraphQLSelectionSet selection)
    {
        if (!_plans.TryGetValue(selection, out var known))
            _plans.AddOrUpdate(selection, known = new PlanOfType(type, SelectionPlan.Of(context.Schema, context.Document, type, selection)));
        // One selection may be made of several types, each of which has its own fields: the first is remembered.
        return known.Type == type ? known.Plan : null;
    }

    private sealed record PlanOfType(IObjectGraphType Type, SelectionPlan? Plan);

    private sealed class Answered(Task<object?> answer) : IFieldResolver
    {
        public ValueTask<object?> ResolveAsync(IResolveFieldContext context) => new(answer);
    }
}
