using Scheduling.Benchmarks.Targets;

namespace Scheduling.Benchmarks.Workloads;

/// <summary>What stage a workload plays on.</summary>
internal enum Stage
{
    /// <summary>1,000 rooms, on PostgreSQL.</summary>
    Town,

    /// <summary>10,000 rooms, on PostgreSQL.</summary>
    Region,

    /// <summary>1,000 rooms, the product with ten years of history and without, on PostgreSQL.</summary>
    History,

    /// <summary>1,000 rooms, on SQLite.</summary>
    Embedded,
}

/// <summary>Something to measure, and what is wanted of it.</summary>
/// <param name="Id">W1 to W8.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Stage">Where.</param>
/// <param name="Goal">Least throughput of the first server, in those of the second.</param>
/// <param name="Start">Makes its run on a server.</param>
internal sealed record Workload(string Id, string Title, Stage Stage, double Goal, Func<Pair, Target, IWorkloadRun> Start)
{
    /// <summary>The most that 99 of 100 may wait at the first server, in those of the second; null for no such goal.</summary>
    public double? SlowestRatio { get; init; }

    /// <summary>The most that 99 of 100 may wait at the first server, in milliseconds; null for no such goal.</summary>
    public double? SlowestMs { get; init; }

    /// <summary>Asks both servers the same; what they do not agree on, or null.</summary>
    public Func<Pair, Task<string?>>? Compare { get; init; }

    /// <summary>All of them.</summary>
    public static Workload[] All { get; } =
    [
        new("W1", "bookings, random slots", Stage.Town, 1.5, (pair, target) => new Bookings(pair.Plan, target)),
        new("W2", "rush for one room's month, 90 % refused", Stage.Town, 5, (pair, target) => new Rush(pair.Plan, target)) { SlowestRatio = 0.5 },
        new("W3", "a room's week", Stage.Town, 2, (pair, target) => new Calendars(pair.Plan, target)) { Compare = Agreement.OnWeeksAsync },
        new("W4", "free rooms within 20 km, of 10,000", Stage.Region, 10, (pair, target) => new Searches(pair.Plan, target)) { SlowestMs = 50, Compare = Agreement.OnSearchesAsync },
        new("W5", "500 callers for 8 places", Stage.Town, 5, (pair, target) => new Registrations(pair.Plan, target)),
        new("W6", "mixed day", Stage.Town, 2, (pair, target) => new MixedDay(pair.Plan, target)),
        new("W7", "W1 after ten years, against none", Stage.History, 0.9, (pair, target) => new Bookings(pair.Plan, target)),
        new("W8", "W1 embedded, on SQLite", Stage.Embedded, 1.5, (pair, target) => new Bookings(pair.Plan, target)),
    ];
}
