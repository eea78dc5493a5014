using GraphQLParser.AST;

namespace Scheduling.Api.Execution;

/// <summary>
/// How large the answer's tree can be, counted on the syntax alone in one pass. A fragment counts at each use, and is
/// measured once, so a chain of fragments that each use the next twice is counted, not walked.
/// </summary>
/// <param name="Fields">Fields in all.</param>
/// <param name="Depth">Fields on the longest path.</param>
/// <param name="RootFields">Fields of the largest operation's own selection.</param>
/// <param name="IntrospectionLists">Lists of types within lists of types: each level multiplies an introspection answer.</param>
internal readonly record struct DocumentShape(int Fields, int Depth, int RootFields, int IntrospectionLists)
{
    // Saturating: doubling fragments reach any number quickly.
    private const int Ceiling = 1_000_000;

    public static DocumentShape Of(GraphQLDocument document)
    {
        var shape = default(DocumentShape);
        var counter = new Counter(document);
        foreach (var definition in document.Definitions)
        {
            if (definition is not GraphQLExecutableDefinition executable)
                continue;
            var part = counter.Measure(executable.SelectionSet);
            shape = new DocumentShape(
                Math.Min(Ceiling, shape.Fields + part.Fields),
                Math.Max(shape.Depth, part.Depth),
                executable is GraphQLOperationDefinition ? Math.Max(shape.RootFields, part.Own) : shape.RootFields,
                Math.Max(shape.IntrospectionLists, part.IntrospectionLists));
        }
        return shape;
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
                    GraphQLFragmentSpread spread => Measure(spread.FragmentName.Name.StringValue),
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
