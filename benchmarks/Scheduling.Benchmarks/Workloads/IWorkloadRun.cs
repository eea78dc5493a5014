using Scheduling.Benchmarks.Load;

namespace Scheduling.Benchmarks.Workloads;

/// <summary>One workload on one server.</summary>
internal interface IWorkloadRun
{
    /// <summary>Makes what a round needs, untimed.</summary>
    /// <param name="expected">About how many requests the round will be.</param>
    Task BeginAsync(int expected);

    /// <summary>Writes a worker's next request; false when there is nothing more to ask.</summary>
    bool Compose(Worker worker);

    /// <summary>What an answer says.</summary>
    Outcome Read(Worker worker, Response answer);

    /// <summary>Looks again at what was acknowledged in the round, untimed.</summary>
    /// <returns>How many turned out wrong, and an example.</returns>
    Task<(int Wrong, string? Example)> VerifyAsync();
}
