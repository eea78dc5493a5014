using System.Text.Json.Serialization;
using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Workloads;

namespace Scheduling.Benchmarks.Suite;

/// <summary>What a workload measured.</summary>
internal sealed class WorkloadFigures(Workload workload)
{
    /// <summary>Which.</summary>
    public string Id => workload.Id;

    /// <summary>In a few words.</summary>
    public string Title => workload.Title;

    /// <summary>The product, and what it was compared with.</summary>
    public ServerFigures First { get; private set; } = null!;

    /// <summary>What it was compared with.</summary>
    public ServerFigures Second { get; private set; } = null!;

    /// <summary>Throughput of the first in that of the second.</summary>
    public double Ratio => First.Throughput.Median / Second.Throughput.Median;

    /// <summary>How long 99 of 100 waited at the first, in what they waited at the second.</summary>
    public double SlowestRatio => First.P99.Median / Second.P99.Median;

    /// <summary>Answers that should not have come.</summary>
    public int Wrong => First.Wrong + Second.Wrong;

    /// <summary>What was wanted.</summary>
    public string Goal => $"≥ {workload.Goal:0.0}"
        + (workload.SlowestRatio is { } ratio ? $", p99 ≤ {ratio:0.0}" : "") + (workload.SlowestMs is { } ms ? $", p99 < {ms:0} ms" : "");

    /// <summary>Was it?</summary>
    public bool IsMet => Wrong == 0 && Ratio >= workload.Goal && !(SlowestRatio > workload.SlowestRatio) && !(First.P99.Median >= workload.SlowestMs);

    /// <summary>In a word.</summary>
    public string Verdict => Wrong > 0 ? "WRONG" : IsMet ? "met" : "short";

    /// <summary>What was wrong first.</summary>
    [JsonIgnore]
    public IEnumerable<string> Complaints => new[] { First, Second }
        .SelectMany(server => server.Rounds.Where(round => round.Wrong > 0).Take(1).Select(round => $"{server.Name}: {round.Wrong} wrong, first {round.Complaint}"));

    /// <summary>With what each server did.</summary>
    public WorkloadFigures With(Target first, IReadOnlyList<RoundFigures> ofFirst, Target second, IReadOnlyList<RoundFigures> ofSecond)
    {
        (First, Second) = (new ServerFigures(first.Name, ofFirst), new ServerFigures(second.Name, ofSecond));
        return this;
    }
}

/// <summary>What one server did, round by round.</summary>
/// <param name="Name">Which.</param>
/// <param name="Rounds">In order.</param>
internal sealed record ServerFigures(string Name, IReadOnlyList<RoundFigures> Rounds)
{
    /// <summary>Right answers a second.</summary>
    public Spread Throughput => Spread.Of(Rounds.Select(round => round.Throughput));

    /// <summary>Milliseconds for half of the answers.</summary>
    public Spread P50 => Spread.Of(Rounds.Select(round => round.P50));

    /// <summary>Milliseconds for 99 of 100.</summary>
    public Spread P99 => Spread.Of(Rounds.Select(round => round.P99));

    /// <summary>The share of refusals.</summary>
    public double RefusedShare => Rounds.Sum(round => (double)round.Refused) / Math.Max(1, Rounds.Sum(round => round.Done + round.Refused));

    /// <summary>Answers that should not have come.</summary>
    public int Wrong => Rounds.Sum(round => round.Wrong);
}

/// <summary>A figure over the rounds.</summary>
internal readonly record struct Spread(double Median, double Least, double Most)
{
    /// <summary>Of these.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return new Spread(sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2, sorted[0], sorted[^1]);
    }
}
