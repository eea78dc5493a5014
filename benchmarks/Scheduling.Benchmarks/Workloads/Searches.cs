using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Workloads;

/// <summary>Rooms for eight around any point, for two hours of an afternoon on which every fifth room is taken.</summary>
internal sealed class Searches(WorldPlan plan, Target target) : IWorkloadRun
{
    private const int Week = 32, Hour = 6, OneIn = 5;

    /// <inheritdoc/>
    public Task BeginAsync(int expected) => FillAsync(plan, target);

    /// <inheritdoc/>
    public bool Compose(Worker worker)
    {
        Compose(worker, plan, target);
        return true;
    }

    /// <inheritdoc/>
    public Outcome Read(Worker worker, Response answer) => Read(answer);

    /// <inheritdoc/>
    public Task<(int Wrong, string? Example)> VerifyAsync() => Task.FromResult((0, default(string)));

    /// <summary>Books what is then in the way, once for each server.</summary>
    internal static Task FillAsync(WorldPlan plan, Target target) => Filling.OnceAsync(nameof(Searches), target, () =>
    [
        .. from day in Enumerable.Range(0, Times.Days)
           from room in Enumerable.Range(0, plan.Rooms).Where(room => (room + day) % OneIn == 0)
           select new Slot(room, room / OneIn % plan.Advisors, Week, (day * Times.Hours) + Hour, Length: 2),
    ]);

    internal static void Compose(Worker worker, WorldPlan plan, Target target) => target.Search(
        worker.Request, plan.AnyPlace(worker.Random), Week, (worker.Random.Next(Times.Days) * Times.Hours) + Hour, worker.Random.Next(plan.Advisors));

    internal static Outcome Read(Response answer) =>
        answer.Status == 200 && answer.Has("\"nodes\":["u8) && answer.Has("\"hasNextPage\":"u8) ? Outcome.Done : Outcome.Wrong;
}
