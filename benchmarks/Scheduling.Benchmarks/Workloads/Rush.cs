using System.Collections.Concurrent;
using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Workloads;

/// <summary>
/// A month of a room opens, and ten advisors want each of its hours; when all have been answered, the next room's month opens.
/// </summary>
internal sealed class Rush(WorldPlan plan, Target target) : IWorkloadRun
{
    private const int FirstWeek = 40, WeeksOfMonth = 4, Months = 12, Wanting = 10;
    private const int PerRush = WeeksOfMonth * Times.PerWeek * Wanting;

    private readonly Acknowledged _acknowledged = new(target);
    private readonly ConcurrentDictionary<int, Slot[]> _rushes = new();
    private int _next = -1;

    /// <inheritdoc/>
    public Task BeginAsync(int expected)
    {
        // A round begins with a fresh month.
        _next = (((_next + PerRush) / PerRush) * PerRush) - 1;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public bool Compose(Worker worker)
    {
        var next = Interlocked.Increment(ref _next);
        var rush = next / PerRush;
        if (rush >= plan.Rooms * Months)
            return false;
        var slot = _rushes.GetOrAdd(rush, number => Shuffled(number, plan))[next % PerRush];
        worker.About = slot;
        target.Book(worker.Request, slot, Keys.New());
        return true;
    }

    /// <inheritdoc/>
    public Outcome Read(Worker worker, Response answer) => _acknowledged.Read((Slot)worker.About!, answer);

    /// <inheritdoc/>
    public Task<(int Wrong, string? Example)> VerifyAsync() => _acknowledged.VerifyAsync();

    private static Slot[] Shuffled(int rush, WorldPlan plan)
    {
        var random = new Random(rush);
        var (room, week) = (rush % plan.Rooms, FirstWeek + (WeeksOfMonth * ((rush + (rush / plan.Rooms)) % Months)));
        var slots = new Slot[PerRush];
        for (var i = 0; i < PerRush; i++)
        {
            var hour = i / Wanting;
            slots[i] = new Slot(room, random.Next(plan.Advisors), week + (hour / Times.PerWeek), hour % Times.PerWeek);
        }

        random.Shuffle(slots);
        return slots;
    }
}
