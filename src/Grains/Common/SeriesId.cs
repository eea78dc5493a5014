namespace Scheduling.Grains.Common;

/// <summary>A series of bookings. The text names its lead, whose grain holds its record: <c>series-{lead's key}-{key}</c>.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.series-id")]
public readonly record struct SeriesId([property: Id(0)] string Value)
{
    private const string Prefix = "series-";

    /// <summary>The advisor whose grain holds the record.</summary>
    public AdvisorId Lead => EntityIds.Of<AdvisorId>(Value.Split('-')[1]);

    /// <summary>What tells it from other series of the same lead.</summary>
    public string Key => Value.Split('-')[2];

    /// <summary>Names a series of a lead.</summary>
    public static SeriesId New(AdvisorId lead, string key) => new($"{Prefix}{lead.Value[(AdvisorId.Kind.Length + 1)..]}-{key}");

    /// <summary>Reads a series' identity from outside; false when it is none.</summary>
    public static bool TryParse(string? text, out SeriesId id)
    {
        id = new SeriesId(text ?? "");
        if (text is null || text.Length > 160 || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var parts = text.Split('-');
        return parts.Length == 3 && parts.Skip(1).All(part => EntityIds.TryParse<AdvisorId>($"{AdvisorId.Kind}-{part}", out _));
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
