using System.Data.Common;
using System.Globalization;
using NodaTime;

namespace Scheduling.Silo.Audit;

/// <summary>One stored record: whose, under which name, and its bytes.</summary>
/// <param name="GrainType">The type of its grain.</param>
/// <param name="Key">The key of its grain.</param>
/// <param name="State">The name the grain gave it.</param>
/// <param name="StoredAt">When it was last written, by the database's clock.</param>
/// <param name="Payload">Its bytes.</param>
internal sealed record StoredRow(string GrainType, string Key, string State, Instant StoredAt, BinaryData Payload)
{
    /// <summary>Takes a row apart as <see cref="Storage.SchedulingGrainStorage"/> put it together.</summary>
    public static StoredRow Of(DbDataReader row)
    {
        var (key, name) = (row.GetString(0), row.GetString(1));
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return new StoredRow(
            slash < 0 ? "" : name[..slash],
            key.Length > 0 && key[0] == '/' ? key[1..] : key,
            name[(slash + 1)..],
            InstantOf(row.GetValue(2)),
            new BinaryData((byte[])row.GetValue(3)));
    }

    // SQLite keeps text, PostgreSQL an instant.
    private static Instant InstantOf(object value) => value is DateTime at
        ? Instant.FromDateTimeUtc(at.ToUniversalTime())
        : Instant.FromDateTimeOffset(DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture));
}
