using GraphQL.Types;

namespace Scheduling.Api.Tests.Schema;

public sealed class DescriptionTests
{
    private static readonly List<IGraphType> Own =
        [.. ApiSchema.Instance.AllTypes.Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal))
            .Where(type => type is not (StringGraphType or BooleanGraphType or IntGraphType or FloatGraphType or IdGraphType))];

    [Fact]
    public void Description_OfEveryTypeFieldAndArgument_IsThere()
    {
        var silent = new List<string>();
        foreach (var type in Own)
        {
            Check(type.Description, type.Name);
            foreach (var field in ((type as IComplexGraphType)?.Fields ?? Enumerable.Empty<FieldType>()))
            {
                Check(field.Description, $"{type.Name}.{field.Name}");
                foreach (var argument in field.Arguments ?? Enumerable.Empty<QueryArgument>())
                    Check(argument.Description, $"{type.Name}.{field.Name}({argument.Name})");
            }
        }

        Assert.Empty(silent);

        void Check(string? description, string name)
        {
            if (string.IsNullOrWhiteSpace(description))
                silent.Add(name);
        }
    }

    [Fact]
    public void Description_WrittenOnSeveralLines_IsOneLine() =>
        Assert.All(Own.OfType<IComplexGraphType>().SelectMany(type => type.Fields),
            field => Assert.DoesNotContain("\n", field.Description, StringComparison.Ordinal));
}
