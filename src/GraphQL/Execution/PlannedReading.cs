using System.Collections;
using GraphQL.DataLoader;
using GraphQL.Types;
using GraphQLParser.AST;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Scheduling.Api.Execution;

/// <summary>An object as it was read: a value for each field of its plan. Values are objects, lists and what scalars become.</summary>
internal sealed record PlannedObject(SelectionPlan Plan, object?[] Values);

/// <summary>An answer that took time.</summary>
internal readonly record struct SlowAnswer(object Source, GraphQLField Field, Task<object?> Answer);

/// <summary>
/// Reads all that a plan asks of an object, without the node and the tasks that the library makes for each field. Whatever takes
/// time is begun before anything is waited for; then what was asked of its answers. What goes wrong is not its business: it
/// gives up, and the library reads the object, finds what is wrong and says so where it belongs.
/// </summary>
internal sealed class PlannedReading(ExecutionContext execution)
{
    private readonly List<SlowAnswer> _slow = [];
    private PlannedFieldContext? _context;
    private List<Waiting> _waiting = [];

    /// <summary>What took time, and came before it gave up.</summary>
    public IReadOnlyCollection<SlowAnswer> Slow => _slow;

    /// <summary>The object; null when the library has to read it.</summary>
    public async ValueTask<PlannedObject?> ReadAsync(SelectionPlan plan, object source)
    {
        try
        {
            var read = Read(plan, source);
            while (_waiting.Count > 0)
            {
                var level = _waiting;
                _waiting = [];
                foreach (var field in level)
                    await field.Answer;
                foreach (var field in level)
                    field.Values[field.At] = Complete(field.Shape, field.Answer.Result);
            }
            return read;
        }
        catch (Exception)
        {
            // Nobody reads on while the library begins anew.
            await ((Task)Task.WhenAll(_slow.Select(slow => slow.Answer))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        }
    }

    private PlannedObject Read(SelectionPlan plan, object source)
    {
        var fields = plan.Fields;
        var values = new object?[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            execution.CancellationToken.ThrowIfCancellationRequested();
            var field = fields[i];
            var context = (_context ?? new PlannedFieldContext(execution)).For(plan, field, source);
            _context = null;
            var answer = field.Resolver.ResolveAsync(context);
            if (answer.IsCompletedSuccessfully)
            {
                var result = answer.Result;
                values[i] = Complete(field.Shape, result);
                // A sequence may still be reading from it.
                if (result is string or not IEnumerable)
                    _context = context;
            }
            else
            {
                var slow = answer.AsTask();
                _slow.Add(new SlowAnswer(source, field.Syntax, slow));
                _waiting.Add(new Waiting(slow, field.Shape, values, i));
            }
        }

        return new PlannedObject(plan, values);
    }

    private object? Complete(Shape shape, object? result)
    {
        if (shape is Shape.Leaf leaf)
            result = leaf.Type.Serialize(result);
        if (result is null)
            return shape.IsNullable ? null : throw GiveUp();
        return shape switch
        {
            Shape.Leaf => result,
            Shape.One one => IsOf(one.Plan.Type, result) ? Read(one.Plan, result) : throw GiveUp(),
            Shape.OneOf several when several.Type.GetObjectType(result, execution.Schema) is { } type && several.Plans.TryGetValue(type, out var plan)
                && IsOf(type, result) => Read(plan, result),
            Shape.Many { Item: var item } when result is IEnumerable list and not IDataLoaderResult => CompleteAll(item, list),
            _ => throw GiveUp(),
        };
    }

    private object?[] CompleteAll(Shape item, IEnumerable list)
    {
        if (list is IList known)
        {
            var items = new object?[known.Count];
            for (var i = 0; i < items.Length; i++)
                items[i] = Complete(item, known[i]);
            return items;
        }

        var found = new List<object?>();
        foreach (var result in list)
            found.Add(Complete(item, result));
        return [.. found];
    }

    private static bool IsOf(IObjectGraphType type, object result) =>
        result is not IDataLoaderResult && (type.IsTypeOf is not { } isTypeOf || type.SkipTypeCheck || isTypeOf(result));

    private static InvalidOperationException GiveUp() => new("The library says what is wrong with it.");

    private readonly record struct Waiting(Task<object?> Answer, Shape Shape, object?[] Values, int At);
}
