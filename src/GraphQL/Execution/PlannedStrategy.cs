using System.Collections.Concurrent;
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
    // Both go with the document, which the cache may forget.
    private readonly ConditionalWeakTable<GraphQLSelectionSet, ConcurrentDictionary<IObjectGraphType, SelectionPlan?>> _plans = [];
    private readonly ConditionalWeakTable<GraphQLSelectionSet, OwnFields> _ownFields = [];
    // Of operations in which something went wrong.
    private readonly ConditionalWeakTable<ExecutionContext, SlowAnswers> _givenUp = [];

    /// <summary>A mutation's own fields one after the other, anything else together.</summary>
    public override async Task ExecuteNodeTreeAsync(ExecutionContext context, ExecutionNode rootNode)
    {
        if (context.Operation.Operation != OperationType.Mutation || rootNode is not RootExecutionNode { SubFields: { } fields })
        {
            await base.ExecuteNodeTreeAsync(context, rootNode);
            return;
        }

        foreach (var field in fields)
        {
            await base.ExecuteNodeTreeAsync(context, field);
            // What was so before the next one need not be so after it.
            _givenUp.Remove(context);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteNodeAsync(ExecutionContext context, ExecutionNode node)
    {
        await base.ExecuteNodeAsync(context, node);
        await ReadAsync(context, node);
    }

    /// <inheritdoc/>
    protected override async Task CompleteDataLoaderNodeAsync(ExecutionContext context, ExecutionNode node)
    {
        await base.CompleteDataLoaderNodeAsync(context, node);
        await ReadAsync(context, node);
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
        if (parent is RootExecutionNode { SelectionSet: { } own, GraphType: IObjectGraphType root }
            && _ownFields.GetValue(own, _ => OwnFields.Of(context, root, own)).Fields is { } fields)
        {
            parent.SubFields = Array.ConvertAll(
                fields, field => BuildExecutionNode(parent, field.Definition.ResolvedType!, field.Syntax, field.Definition));
        }
        else if (parent is PlannedNode planned && !_givenUp.TryGetValue(context, out _) && PlanOf(context, planned) is { } plan)
        {
            planned.Plan = plan;
        }
        else
        {
            base.SetSubFieldNodes(context, parent);
        }
    }

    /// <inheritdoc/>
    protected override IFieldResolver SelectResolver(ExecutionNode node, ExecutionContext context) =>
        node.Source is { } source && _givenUp.TryGetValue(context, out var answers) && answers.TryTake(source, node.Field, out var answer)
            ? new Answered(answer)
            : base.SelectResolver(node, context);

    private async Task ReadAsync(ExecutionContext context, ExecutionNode node)
    {
        if (node is not PlannedNode { Plan: { } plan, Result: { } source } planned)
            return;
        planned.Plan = null;
        var reading = new PlannedReading(context);
        planned.Read = await reading.ReadAsync(plan, source);
        if (planned.Read is null)
        {
            _givenUp.GetOrCreateValue(context).Add(reading.Slow);
            base.SetSubFieldNodes(context, planned);
        }
    }

    private SelectionPlan? PlanOf(ExecutionContext context, PlannedNode node)
    {
        // Where the library has put several selections together it makes a new one for each object: nobody would find its plan again.
        if (node.SelectionSet is not { Location: { Start: > 0 } } selection || node.GetObjectGraphType(context.Schema) is not { } type)
            return null;
        var plans = _plans.GetOrCreateValue(selection);
        return plans.TryGetValue(type, out var known)
            ? known
            : plans.GetOrAdd(type, SelectionPlan.Of(context.Schema, context.Document, type, selection));
    }

    /// <summary>An operation's own fields; null where the library has to find them.</summary>
    private sealed record OwnFields(AskedField[]? Fields)
    {
        public static OwnFields Of(ExecutionContext context, IObjectGraphType type, GraphQLSelectionSet selection) => new(
            SelectionPlan.FieldsOf(context.Schema, context.Document, type, selection)?.Values.ToArray() is { } fields
            && Array.TrueForAll(fields, field => field.Selections.Count < 2) ? fields : null);
    }

    private sealed class Answered(Task<object?> answer) : IFieldResolver
    {
        public ValueTask<object?> ResolveAsync(IResolveFieldContext context) => new(answer);
    }
}
