using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Scheduling.Api.Execution;

/// <summary>An object of the answer that may have been read by plan: then it has no nodes below it.</summary>
internal sealed class PlannedNode(
    ExecutionNode parent, IGraphType type, GraphQLField field, FieldType definition, int? index)
    : ObjectExecutionNode(parent, type, field, definition, index)
{
    /// <summary>How it can be read; null where the library has to.</summary>
    public SelectionPlan? Plan { get; set; }

    /// <summary>What was read.</summary>
    public PlannedObject? Read { get; set; }

    /// <inheritdoc/>
    public override bool PropagateNull() => Read is null && base.PropagateNull();
}
