using GraphQLParser.AST;

namespace Scheduling.Api.Execution;

/// <summary>
/// How large the answer's tree can be, counted on the syntax alone in one pass. A fragment counts at each use, as its fields
/// and one more, and is measured once, so a chain of fragments that each use the next twice is counted, not walked.
/// </summary>
/// <param name="Fields">Fields of all operations, or of all fragments if those have more.</param>
/// <param name="Depth">Fields on the longest path.</param>
/// <param name="RootFields">Fields of the largest operation's own selection.</param>
/// <param name="IntrospectionLists">Lists of types within lists of types: each level multiplies an introspection answer.</param>
internal readonly record struct DocumentShape(int Fields, int Depth, int RootFields, int IntrospectionLists)
{
    // Saturating: doubling fragments reach any number quickly.
    private const int Ceiling = 1_000_000;

    public static DocumentShape Of(GraphQLDocument document)
    {
        var counter = new Counter(document);
        var (operations, fragments) = (default(Part), default(Part));
        var rootFields = 0;
        foreach (var definition in document.Definitions.OfType<GraphQLExecutableDefinition>())
        {
            var part = counter.Measure(definition.SelectionSet);
            if (definition is GraphQLOperationDefinition)
            {
                operations = operations.With(part);
                rootFields = Math.Max(rootFields, part.Own);
            }
            else
            {
                fragments = fragments.With(part); // validated even where no operation uses them
            }
        }
        return new DocumentShape(
            Math.Max(operations.Fields, fragments.Fields),
            Math.Max(operations.Depth, fragments.Depth),
            rootFields,
            Math.Max(operations.IntrospectionLists, fragments.IntrospectionLists));
    }

    private readonly record struct Part(int Own, int Fields, int Depth, int Lists, int IntrospectionLists)
    {
        public Part With(Part other) => new(
            Math.Min(Ceiling, Own + other.Own),
            Math.Min(Ceiling, Fields + other.Fields),
            Math.Max(Depth, other.Depth),
            Math.Max(Lists, other.Lists),
            Math.Max(IntrospectionLists, other.IntrospectionLists));
    }

    private sealed class Counter
    {
        private readonly Dictionary<string, GraphQLFragmentDefinition> _definitions = new(StringComparer.Ordinal);
        private readonly Dictionary<string, Part> _measured = new(StringComparer.Ordinal);

        public Counter(GraphQLDocument document)
        {
            foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
                _definitions.TryAdd(fragment.FragmentName.Name.StringValue, fragment);
        }

        public Part Measure(GraphQLSelectionSet? selections)
        {
            var part = default(Part);
            foreach (var selection in selections?.Selections ?? [])
            {
                part = part.With(selection switch
                {
                    GraphQLField field => Measure(field),
                    GraphQLInlineFragment inline => Measure(inline.SelectionSet),
                    GraphQLFragmentSpread spread => Measure(spread),
                    _ => default,
                });
            }
            return part;
        }

        private Part Measure(GraphQLField field)
        {
            var below = Measure(field.SelectionSet);
            var name = field.Name.StringValue;
            var lists = below.Lists + (name is "fields" or "inputFields" or "interfaces" or "possibleTypes" ? 1 : 0);
            var introspection = name is "__schema" or "__type" ? lists : below.IntrospectionLists;
            return new Part(1, Math.Min(Ceiling, 1 + below.Fields), 1 + below.Depth, lists, introspection);
        }

        // One more than its fields: comparing fragments with one another is what costs most.
        private Part Measure(GraphQLFragmentSpread spread)
        {
            var part = Measure(spread.FragmentName.Name.StringValue);
            return part with { Fields = Math.Min(Ceiling, part.Fields + 1) };
        }

        private Part Measure(string fragment)
        {
            if (_measured.TryGetValue(fragment, out var known))
                return known;
            _measured[fragment] = default; // a fragment that uses itself is validation's to refuse
            return _measured[fragment] =
                _definitions.TryGetValue(fragment, out var definition) ? Measure(definition.SelectionSet) : default;
        }
    }
}
