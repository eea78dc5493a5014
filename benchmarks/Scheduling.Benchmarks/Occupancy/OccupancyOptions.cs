using System.Globalization;

namespace Scheduling.Benchmarks.Occupancy;

/// <summary>How much is measured.</summary>
/// <param name="Subscribers">WebSocket subscribers on the one venue; at least 4.</param>
/// <param name="Rounds">Changes that count; a few more warm up.</param>
internal sealed record OccupancyOptions(int Subscribers = 2_000, int Rounds = 50)
{
    /// <summary>Changes before those that count: by then what runs often has been compiled anew, which takes both processors.</summary>
    public int WarmUpRounds => Rounds;

    /// <summary>How many are connected before memory is first measured: what a server needs once is in it.</summary>
    public int FirstSubscribers => Subscribers / 4;

    /// <summary>Reads what was typed.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public static OccupancyOptions Read(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new(),
        ["--subscribers", var count, .. var more] => Read(more) with { Subscribers = Number(count, 4, 20_000) },
        ["--rounds", var count, .. var more] => Read(more) with { Rounds = Number(count, 1, 200) },
        _ => throw new UsageException("occupancy takes --subscribers N and --rounds N."),
    };

    private static int Number(string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new UsageException($"'{text}' is no number between {min} and {max}.");
}
