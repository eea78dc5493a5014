using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Workloads;

/// <summary>Bookings of random rooms by random advisors in half a year: few meet.</summary>
internal sealed class Bookings(WorldPlan plan, Target target) : IWorkloadRun
{
    private const int FirstWeek = 0, Weeks = 26;

    private readonly Acknowledged _acknowledged = new(target);

    /// <inheritdoc/>
    public Task BeginAsync(int expected) => Task.CompletedTask;

    /// <inheritdoc/>
    public bool Compose(Worker worker)
    {
        var slot = Slot.Any(worker.Random, plan, FirstWeek, Weeks);
        worker.About = slot;
        target.Book(worker.Request, slot, Keys.New());
        return true;
    }

    /// <inheritdoc/>
    public Outcome Read(Worker worker, Response answer) => _acknowledged.Read((Slot)worker.About!, answer);

    /// <inheritdoc/>
    public Task<(int Wrong, string? Example)> VerifyAsync() => _acknowledged.VerifyAsync();
}
