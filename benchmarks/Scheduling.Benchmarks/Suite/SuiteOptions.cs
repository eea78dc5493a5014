using System.Globalization;
using Scheduling.Benchmarks.Workloads;

namespace Scheduling.Benchmarks.Suite;

/// <summary>What is measured, and how long.</summary>
internal sealed record SuiteOptions
{
    /// <summary>Ids of workloads and reports; all unless said.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Rounds of each server that count.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>How long a round lasts.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long each server works uncounted before the first round of a workload, at least.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>It goes on for so long at a time until it gets no faster.</summary>
    public TimeSpan WarmUpStep { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long it works uncounted at most.</summary>
    public TimeSpan WarmUpAtMost { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Callers at once.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>Rooms of the smaller world; there are twice as many advisors.</summary>
    public int Rooms { get; init; } = 1_000;

    /// <summary>Rooms of the larger world.</summary>
    public int RegionRooms { get; init; } = 10_000;

    /// <summary>Years of history behind each room where there is one.</summary>
    public int HistoryYears { get; init; } = 10;

    /// <summary>The most silos that share one database.</summary>
    public int Silos { get; init; } = 3;

    /// <summary>The folder for the figures in JSON.</summary>
    public string Output { get; init; } = Path.Combine("artifacts", "bench");

    private static string What =>
        $"suite takes --only {string.Join(',', Workload.All.Select(workload => workload.Id).Concat(Reports.Ids))}, --rounds N, --seconds N, --quick, "
        + "--tiny and --output FOLDER.";

    /// <summary>Is this wanted?</summary>
    public bool Wants(string id) => Only.Count == 0 || Only.Contains(id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads what was typed.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public static SuiteOptions Read(ReadOnlySpan<string> arguments) => arguments switch
    {
        [] => new(),
        ["--only", var ids, .. var more] => Read(more) with { Only = Ids(ids) },
        ["--rounds", var count, .. var more] => Read(more) with { Rounds = Number(count, 1, 100) },
        ["--seconds", var count, .. var more] => Read(more) with { Time = TimeSpan.FromSeconds(Number(count, 1, 600)) },
        ["--quick", .. var more] => Read(more).Shorter(),
        ["--tiny", .. var more] => Read(more).Tiny(),
        ["--output", var folder, .. var more] => Read(more) with { Output = folder },
        _ => throw new UsageException(What),
    };

    // What was said after it holds.
    private SuiteOptions Shorter() => this with
    {
        Rounds = Rounds == new SuiteOptions().Rounds ? 2 : Rounds,
        Time = Time == new SuiteOptions().Time ? TimeSpan.FromSeconds(3) : Time,
        WarmUp = TimeSpan.FromSeconds(5),
        WarmUpAtMost = TimeSpan.FromSeconds(5),
        Rooms = 200,
        RegionRooms = 2_000,
        HistoryYears = 1,
    };

    // Just enough to see that everything runs.
    private SuiteOptions Tiny() => this with
    {
        Rounds = 1,
        Time = TimeSpan.FromSeconds(0.3),
        WarmUp = TimeSpan.FromSeconds(0.1),
        WarmUpAtMost = TimeSpan.FromSeconds(0.1),
        Connections = 8,
        Rooms = 20,
        RegionRooms = 40,
        HistoryYears = 1,
        Silos = 2,
    };

    private static string[] Ids(string text)
    {
        var ids = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var known = Workload.All.Select(workload => workload.Id).Concat(Reports.Ids);
        return ids.Length > 0 && ids.All(id => known.Contains(id, StringComparer.OrdinalIgnoreCase)) ? ids : throw new UsageException(What);
    }

    private static int Number(string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new UsageException($"'{text}' is no number between {min} and {max}.");
}
