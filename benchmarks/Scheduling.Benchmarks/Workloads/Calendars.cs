using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Workloads;

/// <summary>Any room's calendar of any of four weeks, in each of which it has five bookings.</summary>
internal sealed class Calendars(WorldPlan plan, Target target) : IWorkloadRun
{
    private const int FirstWeek = 28, Weeks = 4, PerWeek = 5;

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

    /// <summary>Books what is then read, once for each server.</summary>
    internal static Task FillAsync(WorldPlan plan, Target target) => Filling.OnceAsync(nameof(Calendars), target, () =>
    [
        // On each day one; a room's own advisor, so that nobody is wanted twice.
        .. from room in Enumerable.Range(0, plan.Rooms)
           from week in Enumerable.Range(FirstWeek, Weeks)
           from day in Enumerable.Range(0, PerWeek)
           select new Slot(room, room, week, (day * Times.Hours) + ((room + week + day) % Times.Hours)),
    ]);

    /// <summary>Asks for a week.</summary>
    internal static void Compose(Worker worker, WorldPlan plan, Target target) => target.Calendar(
        worker.Request, worker.Random.Next(plan.Rooms), FirstWeek + worker.Random.Next(Weeks), worker.Random.Next(plan.Advisors));

    // Each booking is a stretch of its own.
    internal static Outcome Read(Response answer) =>
        answer.Status == 200 && answer.Count("\"state\":\"BUSY\""u8) == PerWeek ? Outcome.Done : Outcome.Wrong;
}
