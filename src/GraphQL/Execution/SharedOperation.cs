using System.Security.Cryptography;
using System.Text.Json;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Scheduling.Api.Execution;

/// <summary>Tells which subscriptions ask the same and may be told the same.</summary>
internal static class SharedOperation
{
    /// <summary>
    /// The same for all who ask with the same document, operation name and variables; null when the operation selects a field
    /// that is not marked with <see cref="SaysTheSameToAllAttribute"/>.
    /// </summary>
    public static string? KeyOf(ExecutionContext context, IGraphType root)
    {
        var document = context.Document;
        if (!IsTheSame(document, context.Schema, context.Operation.SelectionSet, root))
            return null;
        var asked = JsonSerializer.SerializeToUtf8Bytes(new object?[]
        {
            document.Source.ToString(), context.Operation.Name?.StringValue, context.ExecutionOptions.Variables,
        });
        return Convert.ToBase64String(SHA256.HashData(asked));
    }

    private static bool IsTheSame(GraphQLDocument document, ISchema schema, GraphQLSelectionSet? selections, IGraphType? type) =>
        selections is null || selections.Selections.TrueForAll(selection => selection switch
        {
            GraphQLField field => IsTheSame(document, schema, field, type),
            GraphQLInlineFragment { TypeCondition: null } inline => IsTheSame(document, schema, inline.SelectionSet, type),
            GraphQLInlineFragment inline =>
                IsTheSame(document, schema, inline.SelectionSet, schema.AllTypes[inline.TypeCondition.Type.Name]),
            GraphQLFragmentSpread spread => document.FragmentOf(spread) is { } fragment
                && IsTheSame(document, schema, fragment.SelectionSet, schema.AllTypes[fragment.TypeCondition.Type.Name]),
            _ => false,
        });

    private static bool IsTheSame(GraphQLDocument document, ISchema schema, GraphQLField field, IGraphType? type)
    {
        if (field.Name == schema.TypeNameMetaFieldType.Name)
            return true;
        return (type as IComplexGraphType)?.GetField(field.Name) is { } definition
            && SaysTheSameToAllAttribute.Marks(definition)
            && IsTheSame(document, schema, field.SelectionSet, definition.ResolvedType?.GetNamedType());
    }
}
