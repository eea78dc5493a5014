using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;

namespace Scheduling.Api.Common;

/// <summary>No type has an empty name: <c>__type</c> answers null for it, as for every other name of nothing, where the library throws.</summary>
internal sealed class TypeLookupVisitor : BaseSchemaNodeVisitor
{
    public override void VisitSchema(ISchema schema)
    {
        var field = schema.TypeMetaFieldType;
        var found = field.Resolver!;
        field.Resolver = new FuncFieldResolver<object?>(context =>
            context.GetArgument<string>("name") is "" ? ValueTask.FromResult<object?>(null) : found.ResolveAsync(context));
    }
}
