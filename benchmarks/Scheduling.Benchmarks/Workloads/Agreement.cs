using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Targets;

namespace Scheduling.Benchmarks.Workloads;

/// <summary>Do both servers answer the same? What is faster because it says less would be no baseline.</summary>
internal static class Agreement
{
    private const int Questions = 25;

    /// <summary>On rooms' weeks: every stretch with its state and times.</summary>
    public static Task<string?> OnWeeksAsync(Pair pair) => CompareAsync(pair, Calendars.Compose, answer =>
        [.. answer.AllAfter("\"state\":\""u8), .. answer.AllAfter("\"start\":\""u8), .. answer.AllAfter("\"end\":\""u8)]);

    /// <summary>On free rooms: in which venues, as rooms of one venue are equally far.</summary>
    public static Task<string?> OnSearchesAsync(Pair pair) => CompareAsync(pair, Searches.Compose, answer =>
        [.. answer.AllAfter("\"venue\":{\"name\":\""u8)]);

    private static async Task<string?> CompareAsync(Pair pair, Action<Worker, Worlds.WorldPlan, Target> compose, Func<Response, string[]> read)
    {
        using var first = new Worker(0, new Connection(pair.First.Url));
        using var second = new Worker(0, new Connection(pair.Second.Url));
        await first.Connection.OpenAsync();
        await second.Connection.OpenAsync();
        for (var i = 0; i < Questions; i++)
        {
            var (one, other) = (await AskAsync(first, pair.First), await AskAsync(second, pair.Second));
            if (!one.SequenceEqual(other))
                return $"{pair.First.Name} says {string.Join(' ', one)}, {pair.Second.Name} says {string.Join(' ', other)}";
        }

        return null;

        async Task<string[]> AskAsync(Worker worker, Target target)
        {
            compose(worker, pair.Plan, target);
            return read(await worker.Connection.SendAsync(worker.Request.Bytes));
        }
    }
}
