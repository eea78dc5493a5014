using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace Scheduling.Api.Execution;

/// <summary>
/// Reads the variables and arguments of documents that need no rules any more. Which there are is worked out once and kept
/// with the operation; the library walks it twice for each request. Directives are left to the library, and whatever is wrong.
/// </summary>
internal sealed class PlannedValidator : IDocumentValidator
{
    private readonly DocumentValidator _library = new();
    // Goes with the document, which the cache may forget.
    private readonly ConditionalWeakTable<GraphQLOperationDefinition, Plan> _plans = [];

    /// <inheritdoc/>
    public Task<IValidationResult> ValidateAsync(in ValidationOptions options) =>
        options.Rules is ICollection<IValidationRule> { Count: 0 } ? ReadAsync(options) : _library.ValidateAsync(options);

    private async Task<IValidationResult> ReadAsync(ValidationOptions options)
    {
        if (!_plans.TryGetValue(options.Operation, out var plan))
            _plans.AddOrUpdate(options.Operation, plan = Plan.Of(options));
        return await plan.ReadAsync(options) ?? await _library.ValidateAsync(options);
    }

    private sealed class Plan((GraphQLField Field, QueryArguments Arguments)[]? fields)
    {
        // Each remembers where the operation uses its variables, and is used by one request at a time. Not a bag: that keeps what is
        // in it, and with it the document, for as long as the thread lives that put it there.
        private readonly ConcurrentStack<ValidationContext> _contexts = [];

        public static Plan Of(in ValidationOptions options)
        {
            var found = new List<(GraphQLField, QueryArguments)>();
            var isPlain = options.Operation.Directives is not { Count: > 0 } && Collect(options, options.Operation.SelectionSet, TypeOf(options), found, []);
            return new Plan(isPlain ? [.. found] : null);
        }

        /// <summary>Variables and arguments; null when one of them is wrong, or when there are directives.</summary>
        public async ValueTask<IValidationResult?> ReadAsync(ValidationOptions options)
        {
            if (fields is null)
                return null;
            var context = _contexts.TryPop(out var used) ? used : new ValidationContext
            {
                Schema = options.Schema,
                Document = options.Document,
                Operation = options.Operation,
            };
            context.Variables = options.Variables;
            var (variables, errors) = await context.GetVariablesValuesAsync();
            context.Variables = null!;
            _contexts.Push(context);
            return errors is null && Arguments(fields, variables, options.Document) is { } arguments
                ? new ValidationResult { Variables = variables, ArgumentValues = arguments }
                : null;
        }

        private static Dictionary<GraphQLField, IDictionary<string, ArgumentValue>>? Arguments(
            (GraphQLField Field, QueryArguments Arguments)[] fields, Variables variables, GraphQLDocument document)
        {
            try
            {
                var values = new Dictionary<GraphQLField, IDictionary<string, ArgumentValue>>(fields.Length);
                foreach (var (field, arguments) in fields)
                    if (ExecutionHelper.GetArguments(arguments, field.Arguments, variables, document, field, directive: null) is { } read)
                        values.Add(field, read);
                return values;
            }
            catch (ValidationError)
            {
                return null;
            }
        }

        // Every field that is given arguments, those of fragments once; false when there is a directive.
        private static bool Collect(
            in ValidationOptions options, GraphQLSelectionSet? selections, IGraphType? type, List<(GraphQLField, QueryArguments)> found, HashSet<string> fragments)
        {
            foreach (var selection in selections?.Selections ?? [])
            {
                if (selection is IHasDirectivesNode { Directives.Count: > 0 })
                    return false;
                var (within, of) = (default(GraphQLSelectionSet), type);
                if (selection is GraphQLFragmentSpread spread)
                {
                    var fragment = options.Document.FragmentOf(spread)!;
                    if (fragment.Directives is { Count: > 0 })
                        return false;
                    if (fragments.Add(fragment.FragmentName.Name.StringValue))
                        (within, of) = (fragment.SelectionSet, NamedBy(options, fragment.TypeCondition, type));
                }
                else if (selection is GraphQLInlineFragment inline)
                {
                    (within, of) = (inline.SelectionSet, NamedBy(options, inline.TypeCondition, type));
                }
                else if (selection is GraphQLField field && options.Schema.FieldOf(type, field) is { } definition)
                {
                    if (field.Arguments is { Count: > 0 } && definition.Arguments is { Count: > 0 } arguments)
                        found.Add((field, arguments));
                    (within, of) = (field.SelectionSet, definition.ResolvedType?.GetNamedType());
                }

                if (!Collect(options, within, of, found, fragments))
                    return false;
            }

            return true;
        }

        private static IGraphType? TypeOf(in ValidationOptions options) => options.Operation.Operation switch
        {
            OperationType.Mutation => options.Schema.Mutation,
            OperationType.Subscription => options.Schema.Subscription,
            _ => options.Schema.Query,
        };

        private static IGraphType? NamedBy(in ValidationOptions options, GraphQLTypeCondition? condition, IGraphType? type) =>
            condition is null ? type : options.Schema.AllTypes[condition.Type.Name.StringValue];
    }
}
