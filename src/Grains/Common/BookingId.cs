using Scheduling.Grains.Calendars;

namespace Scheduling.Grains.Common;

/// <summary>
/// A booking. The text names its lead and the ISO week it was first made for, so its record is found without an index:
/// <c>booking-{lead's key}-{2027W12}-{key}</c>.
/// </summary>
[GenerateSerializer, Immutable, Alias("scheduling.booking-id")]
public readonly record struct BookingId([property: Id(0)] string Value)
{
    private const string Prefix = "booking-";

    /// <summary>The advisor whose grain holds the record.</summary>
    public AdvisorId Lead => EntityIds.Of<AdvisorId>(Value.Split('-')[1]);

    /// <summary>The page of the lead that holds the record, for good.</summary>
    public IsoWeek Week => IsoWeek.Parse(Value.Split('-')[2]);

    /// <summary>Names a new booking.</summary>
    public static BookingId New(AdvisorId lead, IsoWeek week, string key) =>
        new($"{Prefix}{lead.Value[(AdvisorId.Kind.Length + 1)..]}-{week}-{key}");

    /// <summary>Reads a booking's identity from outside; false when it is none.</summary>
    public static bool TryParse(string? text, out BookingId id)
    {
        id = new BookingId(text ?? "");
        if (text is null || text.Length > 160 || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var parts = text.Split('-');
        return parts.Length == 4 && IsKey(parts[1]) && IsoWeek.TryParse(parts[2], out _) && IsKey(parts[3]);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsKey(string text) => EntityIds.TryParse<AdvisorId>($"{AdvisorId.Kind}-{text}", out _);
}
