using GraphQL.Types;
using GraphQL.Utilities;

namespace Scheduling.Api.Common;

/// <summary>Joins the lines of descriptions: where a summary's line breaks fell in the source is of no use to API users.</summary>
internal sealed class DescriptionVisitor : BaseSchemaNodeVisitor
{
    public override void VisitObject(IObjectGraphType type, ISchema schema) => JoinLines(type);

    public override void VisitInputObject(IInputObjectGraphType type, ISchema schema) => JoinLines(type);

    public override void VisitInterface(IInterfaceGraphType type, ISchema schema) => JoinLines(type);

    public override void VisitEnum(EnumerationGraphType type, ISchema schema) => JoinLines(type);

    public override void VisitEnumValue(EnumValueDefinition value, EnumerationGraphType type, ISchema schema) =>
        JoinLines(value);

    public override void VisitObjectFieldDefinition(FieldType field, IObjectGraphType type, ISchema schema) =>
        JoinLines(field);

    public override void VisitInputObjectFieldDefinition(FieldType field, IInputObjectGraphType type, ISchema schema) =>
        JoinLines(field);

    public override void VisitInterfaceFieldDefinition(FieldType field, IInterfaceGraphType type, ISchema schema) =>
        JoinLines(field);

    public override void VisitObjectFieldArgumentDefinition(
        QueryArgument argument, FieldType field, IObjectGraphType type, ISchema schema) => JoinLines(argument);

    private static void JoinLines(IProvideDescription described)
    {
        if (described.Description is { } text)
            described.Description = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
