using System.Text.Json;

namespace Scheduling.Silo.Tests.Access;

/// <summary>
/// That the <see cref="Matrix"/> leaves nothing out: what is served decides, not what somebody remembered.
/// </summary>
[Collection(AccessCollection.Name)]
public sealed class CompletenessTests(AccessWorld world)
{
    private const string Introspection =
        """
        { __schema { queryType { name } mutationType { name } subscriptionType { name }
            types { kind name fields(includeDeprecated: true) { name } } } }
        """;

    [Fact]
    public async Task Schema_EveryField_HasARowOrGoesWithItsObject()
    {
        var schema = (await world.DoAsync(Introspection)).GetProperty("__schema");
        var operations = new[] { "queryType", "mutationType", "subscriptionType" }
            .Select(kind => schema.GetProperty(kind).GetProperty("name").GetString()!).ToHashSet();
        var fields = schema.GetProperty("types").EnumerateArray().Where(IsObject).SelectMany(FieldsOf).ToList();
        var rows = Matrix.Rows.Keys.Select(row => row.Split(' ')[0]).ToHashSet();

        var missing = fields.Where(field => !rows.Contains(field.Name)
            && (operations.Contains(field.Type) || !IsDecidedElsewhere(field.Type, field.Name)));
        Assert.True(
            !missing.Any(), $"The matrix has no row for: {string.Join(", ", missing.Select(field => field.Name))}");

        var known = rows.Where(row => row.Contains('.', StringComparison.Ordinal)).Concat(Matrix.Plain);
        Assert.Empty(known.Except(fields.Select(field => field.Name)));
    }

    [Fact]
    public void Matrix_RowsColumnsAndMarks_AreAllInUse()
    {
        Assert.Equal(Matrix.Rows.Keys.Order(), Probes.All.Keys.Order());
        Assert.Equal(Matrix.Columns, world.Callers.Keys);
        Assert.All(Matrix.Rows.Values, cells => Assert.Equal(Matrix.Columns, cells.Keys));
        Assert.Subset(
            new HashSet<string> { "ok", "no", "401", "none", "shut" },
            Matrix.Rows.Values.SelectMany(cells => cells.Values).ToHashSet());
    }

    private static bool IsDecidedElsewhere(string type, string field) =>
        Matrix.IsCarrier(type) || Matrix.Plain.Contains(field);

    private static bool IsObject(JsonElement type) =>
        type.GetProperty("kind").GetString() == "OBJECT"
        && !type.GetProperty("name").GetString()!.StartsWith("__", StringComparison.Ordinal);

    private static IEnumerable<(string Type, string Name)> FieldsOf(JsonElement type)
    {
        var name = type.GetProperty("name").GetString()!;
        return type.GetProperty("fields").EnumerateArray()
            .Select(field => (name, $"{name}.{field.GetProperty("name").GetString()}"));
    }
}
