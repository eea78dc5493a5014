using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Workloads;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Suite;

/// <summary>
/// What nobody can be faster than on this machine, with this client: the baseline, asked for the week of a room that it does not
/// know. It reads the request, checks the token, looks into a dictionary and answers with nothing in it. No database is asked.
/// </summary>
internal static class Floor
{
    /// <summary>Answers a second, in as many rounds as a workload has, after the shortest warm-up of one.</summary>
    public static Task<Fact> MeasureAsync(Target baseline, WorldPlan plan, SuiteOptions options) => Reports.PlayAsync(
        "an answer that takes no work, baseline", baseline, new UnknownRoom(baseline, plan), options.WarmUp, seed: 0, options);

    private sealed class UnknownRoom(Target target, WorldPlan plan) : IWorkloadRun
    {
        public Task BeginAsync(int expected) => Task.CompletedTask;

        public bool Compose(Worker worker)
        {
            target.Calendar(worker.Request, plan.Rooms, week: 0, worker.Random.Next(plan.Advisors));
            return true;
        }

        public Outcome Read(Worker worker, Response answer) => answer.Status == 200 ? Outcome.Done : Outcome.Wrong;

        public Task<(int Wrong, string? Example)> VerifyAsync() => Task.FromResult((0, default(string)));
    }
}
