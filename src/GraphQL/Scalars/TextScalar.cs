using GraphQL.Types;
using GraphQLParser.AST;

namespace Scheduling.Api.Scalars;

/// <summary>
/// A scalar that is text on the wire. A text that cannot be read becomes the engine's own error, which names the
/// argument or the variable's path.
/// </summary>
public abstract class TextScalar : ScalarGraphType
{
    /// <inheritdoc/>
    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLNullValue => null,
        GraphQLStringValue text => Read((string)text.Value),
        _ => throw new FormatException($"'{Name}' is written as a string."),
    };

    /// <inheritdoc/>
    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text => Read(text),
        _ => throw new FormatException($"'{Name}' is written as a string."),
    };

    /// <inheritdoc/>
    public override object? Serialize(object? value) => value is null ? null : Write(value);

    /// <summary>Reads the text; throws <see cref="FormatException"/> when it is not one of this scalar's.</summary>
    protected abstract object Read(string text);

    /// <summary>Writes a value of the type that resolvers return.</summary>
    protected abstract string Write(object value);
}
