using System.Diagnostics;
using Scheduling.Benchmarks.Workloads;

namespace Scheduling.Benchmarks.Load;

/// <summary>So many callers, each of whom asks again as soon as it has its answer.</summary>
internal sealed class ClosedLoop : IDisposable
{
    private readonly Worker[] _workers;

    private ClosedLoop(Worker[] workers) => _workers = workers;

    /// <summary>Connects them, in turns where there are several servers.</summary>
    public static async Task<ClosedLoop> ConnectAsync(IReadOnlyList<Uri> servers, int connections)
    {
        var loop = new ClosedLoop(
            [.. Enumerable.Range(0, connections).Select(number => new Worker(number, new Connection(servers[number % servers.Count])))]);
        foreach (var worker in loop._workers)
            await worker.Connection.OpenAsync();
        return loop;
    }

    /// <summary>Has them ask for that long, or until the workload has nothing more.</summary>
    public async Task<RoundFigures> RunAsync(IWorkloadRun work, TimeSpan time, int seed)
    {
        for (var i = 0; i < _workers.Length; i++)
            _workers[i].Begin(HashCode.Combine(seed, i));
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        var end = start + (long)(time.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(_workers.Select(worker => Task.Run(() => WorkAsync(worker, work, end))));
        return RoundFigures.Of(_workers, Stopwatch.GetElapsedTime(start));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var worker in _workers)
            worker.Dispose();
    }

    private static async Task WorkAsync(Worker worker, IWorkloadRun work, long end)
    {
        for (var start = Stopwatch.GetTimestamp(); start < end && work.Compose(worker); start = Stopwatch.GetTimestamp())
        {
            var sent = Stopwatch.GetTimestamp();
            var answer = await worker.Connection.SendAsync(worker.Request.Bytes);
            var ticks = Stopwatch.GetTimestamp() - sent;
            var outcome = work.Read(worker, answer);
            if (outcome == Outcome.Wrong)
                worker.Complaint ??= answer.ToString();
            worker.Note(ticks, outcome);
        }
    }
}
