using GraphQL.Validation;
using GraphQL.Validation.Complexity;
using GraphQLParser.AST;
using Scheduling.Api.Transport;

namespace Scheduling.Api.Execution;

/// <summary>Which operations the transport at hand serves besides queries.</summary>
internal sealed class TransportContext(bool mutations, bool subscriptions) : Dictionary<string, object?>(StringComparer.Ordinal)
{
    public bool Mutations => mutations;

    public bool Subscriptions => subscriptions;

    /// <summary>Whether every operation of a document may be sent here.</summary>
    public bool Serves(KnownDocument document) => (mutations || !document.Mutates) && (subscriptions || !document.Subscribes);

    /// <summary>How a stream of this operation keeps to its reader's pace.</summary>
    public StreamFlow Flow { get; } = new();

    /// <summary>The same for all subscriptions that may be told the same; null for one that is told what is its own.</summary>
    public string? SharedBy { get; set; }
}

/// <summary>Refuses an operation of a kind the transport does not serve.</summary>
internal sealed class OperationKindRule : ValidationRuleBase
{
    /// <inheritdoc/>
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        if (context.UserContext is TransportContext transport)
        {
            if (context.Operation.Operation == OperationType.Mutation && !transport.Mutations)
                context.ReportError(new OperationNotAllowedError(405, "A mutation needs POST."));
            if (context.Operation.Operation == OperationType.Subscription && !transport.Subscriptions)
                context.ReportError(new OperationNotAllowedError(406, "A subscription needs a WebSocket or Accept: text/event-stream."));
        }
        return default;
    }
}

/// <summary>What a field costs, where the library's own measure can be tricked.</summary>
internal static class Complexity
{
    public static void Configure(ComplexityOptions complexity, GraphQLTransportOptions limits)
    {
        var measure = complexity.DefaultComplexityImpactDelegate;
        complexity.DefaultComplexityImpactDelegate = field => Measure(field, measure);
        complexity.ValidateComplexityDelegate = document =>
        {
            if (document.TotalImpact > limits.MaxComplexity)
            {
                document.Error = new LimitExceededError("complexity", limits.MaxComplexity,
                    $"The answer may have {document.TotalImpact:0} fields; {limits.MaxComplexity} are allowed. Ask for smaller pages.");
            }
            return Task.CompletedTask;
        };
    }

    private static FieldComplexityResult Measure(
        FieldImpactContext field, Func<FieldImpactContext, FieldComplexityResult> measure)
    {
        // Introspection is bounded by its depth, fields and nested lists; counted as lists of 20 no tool could use it.
        if (field.FieldDefinition.Name.StartsWith("__", StringComparison.Ordinal)
            || field.ParentType.Name.StartsWith("__", StringComparison.Ordinal))
            return new FieldComplexityResult(1, 1);

        // A negative page size would pay for the rest of the document.
        var measured = measure(field);
        return new FieldComplexityResult(measured.FieldImpact, Math.Max(1, measured.ChildImpactMultiplier));
    }
}
