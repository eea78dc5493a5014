using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Workloads;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Suite;

/// <summary>
/// What nobody can be faster than on this machine, with this client: questions about what cannot be there, each answered after the
/// request was read and its token checked. No database is asked, and no grain.
/// </summary>
internal static class Floor
{
    private const string NoId = "none";

    /// <summary>Answers a second, in as many rounds as a workload has, after the shortest warm-up of one.</summary>
    public static async IAsyncEnumerable<Fact> MeasureAsync(Pair pair, WorldPlan plan, SuiteOptions options)
    {
        var (product, baseline) = (pair.First, pair.Second);
        // It looks into a dictionary of rooms, and tells nothing of it.
        yield return await PlayAsync(
            "an answer that takes no work, baseline", baseline, (to, advisor) => baseline.Calendar(to, plan.Rooms, week: 0, advisor), _ => true);
        yield return await PlayAsync(
            "a mutation refused for its input, scheduling", product, (to, advisor) => product.Cancel(to, NoId, advisor, key: NoId),
            answer => answer.Has("\"code\":\"INVALID_INPUT\""u8));

        Task<Fact> PlayAsync(string what, Target target, Action<RequestBuffer, int> ask, Predicate<Response> isRight) =>
            Reports.PlayAsync(what, target, new Question(plan, ask, isRight), options.WarmUp, seed: 0, options);
    }

    private sealed class Question(WorldPlan plan, Action<RequestBuffer, int> ask, Predicate<Response> isRight) : IWorkloadRun
    {
        public Task BeginAsync(int expected) => Task.CompletedTask;

        public bool Compose(Worker worker)
        {
            ask(worker.Request, worker.Random.Next(plan.Advisors));
            return true;
        }

        public Outcome Read(Worker worker, Response answer) => answer.Status == 200 && isRight(answer) ? Outcome.Done : Outcome.Wrong;

        public Task<(int Wrong, string? Example)> VerifyAsync() => Task.FromResult((0, default(string)));
    }
}
