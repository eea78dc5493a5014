using System.Globalization;

namespace Scheduling.Benchmarks.Storage;

/// <summary>How much is measured, and where.</summary>
/// <param name="Seconds">Of each measurement.</param>
/// <param name="Rounds">Measurements of each; their median counts.</param>
/// <param name="PostgreSql">A server on which databases may be made, as a connection string; null measures SQLite
/// only.</param>
internal sealed record StorageOptions(int Seconds = 4, int Rounds = 3, string? PostgreSql = null)
{
    /// <summary>Reads what was typed.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public static StorageOptions Read(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new(),
        ["--seconds", var count, .. var more] => Read(more) with { Seconds = Number(count) },
        ["--rounds", var count, .. var more] => Read(more) with { Rounds = Number(count) },
        ["--postgres", var connection, .. var more] => Read(more) with { PostgreSql = connection },
        _ => throw new UsageException("storage takes --seconds N, --rounds N and --postgres CONNECTION."),
    };

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 100
            ? number
            : throw new UsageException($"'{text}' is no number between 1 and 100.");
}
