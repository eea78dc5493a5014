using System.Security.Claims;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Instrumentation;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Scheduling.Api.Execution;

/// <summary>
/// What a resolver is told about the field it reads for a <see cref="PlannedReading"/>. Where in the answer the field stands is not
/// known: a resolver that asks is left to the library.
/// </summary>
internal sealed class PlannedFieldContext(ExecutionContext execution) : IResolveFieldContext<object?>
{
    private SelectionPlan _plan = null!;
    private PlannedField _field = null!;

    /// <inheritdoc/>
    public object? Source { get; private set; }

    /// <inheritdoc/>
    public GraphQLField FieldAst => _field.Syntax;

    /// <inheritdoc/>
    public FieldType FieldDefinition => _field.Definition;

    /// <inheritdoc/>
    public IObjectGraphType ParentType => _plan.Type;

    /// <inheritdoc/>
    public IDictionary<string, ArgumentValue>? Arguments => execution.GetArguments(_field.Definition, _field.Syntax);

    /// <inheritdoc/>
    public IDictionary<string, DirectiveInfo>? Directives => null;

    /// <inheritdoc/>
    public object? RootValue => execution.RootValue;

    /// <inheritdoc/>
    public ISchema Schema => execution.Schema;

    /// <inheritdoc/>
    public GraphQLDocument Document => execution.Document;

    /// <inheritdoc/>
    public GraphQLOperationDefinition Operation => execution.Operation;

    /// <inheritdoc/>
    public Variables Variables => execution.Variables;

    /// <inheritdoc/>
    public CancellationToken CancellationToken => execution.CancellationToken;

    /// <inheritdoc/>
    public Metrics Metrics => execution.Metrics;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, object?> InputExtensions => execution.InputExtensions;

    /// <inheritdoc/>
    public IDictionary<string, object?> OutputExtensions => execution.OutputExtensions;

    /// <inheritdoc/>
    public IServiceProvider? RequestServices => execution.RequestServices;

    /// <inheritdoc/>
    public IExecutionArrayPool ArrayPool => execution;

    /// <inheritdoc/>
    public ClaimsPrincipal? User => execution.User;

    /// <inheritdoc/>
    public IDictionary<string, object?> UserContext => execution.UserContext;

    /// <inheritdoc/>
    public IExecutionContext ExecutionContext => execution;

    /// <inheritdoc/>
    public IResolveFieldContext? Parent => throw new NotSupportedException();

    /// <inheritdoc/>
    public IEnumerable<object> Path => throw new NotSupportedException();

    /// <inheritdoc/>
    public IEnumerable<object> ResponsePath => throw new NotSupportedException();

    /// <inheritdoc/>
    public Dictionary<string, (GraphQLField Field, FieldType FieldType)>? SubFields => throw new NotSupportedException();

    /// <summary>Throws: what is read may be read again, and an error told twice.</summary>
    public ExecutionErrors Errors => throw new NotSupportedException();

    /// <summary>The same for another field.</summary>
    public PlannedFieldContext For(SelectionPlan plan, PlannedField field, object source)
    {
        (_plan, _field, Source) = (plan, field, source);
        return this;
    }
}
