using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Workloads;

/// <summary>Bookings that have to be there before something is read; each must be made.</summary>
internal sealed class Filling(Target target, IReadOnlyList<Slot> slots, int? places = null) : IWorkloadRun
{
    private const int Callers = 32;

    private static readonly Lock s_filling = new();
    private static readonly HashSet<(string What, Uri Server)> s_filled = [];

    private int _next = -1;

    /// <summary>What they are called, by their place in the list.</summary>
    public string[] Ids { get; } = new string[slots.Count];

    /// <summary>Makes them.</summary>
    /// <exception cref="InvalidOperationException">One was refused.</exception>
    public static async Task<Filling> RunAsync(Target target, IReadOnlyList<Slot> slots, int? places = null)
    {
        var filling = new Filling(target, slots, places);
        using var loop = await ClosedLoop.ConnectAsync(target.Urls, Callers);
        var figures = await loop.RunAsync(filling, TimeSpan.FromHours(1), seed: 0);
        return figures.Done == slots.Count ? filling : throw new InvalidOperationException($"{target.Name} did not book: {figures.Complaint}");
    }

    /// <summary>Makes them, unless this server has them: several workloads may read the same.</summary>
    /// <param name="what">A name for all of them.</param>
    /// <param name="target">Where.</param>
    /// <param name="slots">Which.</param>
    public static Task OnceAsync(string what, Target target, Func<IReadOnlyList<Slot>> slots)
    {
        lock (s_filling)
            if (!s_filled.Add((what, target.Url)))
                return Task.CompletedTask;
        return RunAsync(target, slots());
    }

    /// <inheritdoc/>
    public Task BeginAsync(int expected) => Task.CompletedTask;

    /// <inheritdoc/>
    public bool Compose(Worker worker)
    {
        var next = Interlocked.Increment(ref _next);
        if (next >= slots.Count)
            return false;
        worker.About = next;
        target.Book(worker.Request, slots[next], Keys.New(), places);
        return true;
    }

    /// <inheritdoc/>
    public Outcome Read(Worker worker, Response answer)
    {
        if (answer.After("\"booking\":{\"id\":\""u8) is not { } booking)
            return Outcome.Wrong;
        Ids[(int)worker.About!] = booking;
        return Outcome.Done;
    }

    /// <inheritdoc/>
    public Task<(int Wrong, string? Example)> VerifyAsync() => Task.FromResult((0, default(string)));
}
