using GraphQL.Types;
using GraphQLParser.AST;

namespace Scheduling.Api.Execution;

/// <summary>Where that what a document names is defined.</summary>
internal static class Definitions
{
    /// <summary>A field of a type, or one that every query has; null when there is none.</summary>
    public static FieldType? FieldOf(this ISchema schema, IGraphType? type, GraphQLField field)
    {
        var name = field.Name.Value;
        if (name == schema.TypeNameMetaFieldType.Name)
            return schema.TypeNameMetaFieldType;
        if (type == schema.Query && name == schema.SchemaMetaFieldType.Name)
            return schema.SchemaMetaFieldType;
        return type == schema.Query && name == schema.TypeMetaFieldType.Name ? schema.TypeMetaFieldType : (type as IComplexGraphType)?.GetField(name);
    }

    /// <summary>The fragment that is spread; null when there is none.</summary>
    public static GraphQLFragmentDefinition? FragmentOf(this GraphQLDocument document, GraphQLFragmentSpread spread) =>
        document.Definitions.OfType<GraphQLFragmentDefinition>().FirstOrDefault(known => known.FragmentName.Name == spread.FragmentName.Name);
}
