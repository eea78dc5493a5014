using Scheduling.Silo.Import.Csv;
using Scheduling.Silo.Import.Venues;

namespace Scheduling.Silo.Tests.Import;

/// <summary>A line of a venues file that is good in every field, until a test changes some.</summary>
internal sealed class VenueLine
{
    private static readonly ImmutableArray<string> Names =
        [.. NationalStandard.Columns.Required, .. NationalStandard.Columns.Optional];

    private readonly Dictionary<string, string> values = new()
    {
        ["id"] = "lieu-1",
        ["pivot"] = "99936005000111",
        ["nom"] = "Mairie d'Ardentes",
        ["commune"] = "Ardentes",
        ["code_postal"] = "36120",
        ["code_insee"] = "36005",
        ["adresse"] = "2 place de la République",
        ["latitude"] = "46.7422",
        ["longitude"] = "1.8290",
        ["horaires"] = "Mo-Fr 09:00-12:00",
        ["date_maj"] = "2026-03-31",
    };

    public static string Header => string.Join(',', Names);

    public static VenueLine With(string field, string value) => new VenueLine().And(field, value);

    public static VenueLine WithId(string id) => With("id", id);

    public VenueLine And(string field, string value)
    {
        Assert.Contains(field, Names);
        values[field] = value;
        return this;
    }

    public VenueReading Read() => VenueLineReader.Read(ToCsvLine());

    public CsvLine ToCsvLine()
    {
        var header = new CsvHeader("lieux.csv", Names, NationalStandard.Columns);
        return new CsvLine(header, 2, [.. Names.Select(Value)], null);
    }

    public override string ToString() =>
        string.Join(',', Names.Select(name => $"\"{Value(name).Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private string Value(string name) => values.GetValueOrDefault(name, "");
}
