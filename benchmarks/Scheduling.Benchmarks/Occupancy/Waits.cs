namespace Scheduling.Benchmarks.Occupancy;

/// <summary>How long subscribers waited, over all rounds.</summary>
internal sealed class Waits
{
    private readonly List<TimeSpan[]> _rounds = [];

    /// <summary>Half of all were quicker.</summary>
    public TimeSpan Median => Of(0.5);

    /// <summary>99 of 100 were quicker.</summary>
    public TimeSpan Percentile99 => Of(0.99);

    /// <summary>Until the last subscriber has it: the median over the rounds.</summary>
    public TimeSpan Last => At([.. _rounds.Select(round => round[^1]).Order()], 0.5);

    /// <summary>From the first subscriber who has it to the last: the median over the rounds.</summary>
    public TimeSpan Spread => At([.. _rounds.Select(round => round[^1] - round[0]).Order()], 0.5);

    /// <summary>Notes a round: how long each subscriber waited, the shortest first.</summary>
    public void Add(TimeSpan[] round) => _rounds.Add(round);

    private TimeSpan Of(double share) => At([.. _rounds.SelectMany(round => round).Order()], share);

    private static TimeSpan At(TimeSpan[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
