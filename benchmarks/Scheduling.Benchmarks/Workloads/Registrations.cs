using System.Collections.Concurrent;
using System.Globalization;
using Scheduling.Benchmarks.Load;
using Scheduling.Benchmarks.Targets;
using Scheduling.Benchmarks.Worlds;

namespace Scheduling.Benchmarks.Workloads;

/// <summary>
/// 500 want one of the 8 places of a workshop; when all have been answered, the next workshop's registration begins. Who gets no
/// place waits for one, in order.
/// </summary>
internal sealed class Registrations(WorldPlan plan, Target target) : IWorkloadRun
{
    private const int FirstWeek = 34, Weeks = 6, Places = 8, Callers = 500;

    private readonly List<string> _workshops = [];
    private readonly ConcurrentDictionary<int, (int Registered, int Waiting)> _counts = new();
    private int _made;
    private int _next = -1;

    /// <inheritdoc/>
    public async Task BeginAsync(int expected)
    {
        // A round begins with a fresh workshop, and there are enough of them.
        _next = (((_next + Callers) / Callers) * Callers) - 1;
        var wanted = ((_next + 1) / Callers) + (expected / Callers) + 2 - _workshops.Count;
        if (wanted <= 0)
            return;
        var slots = Enumerable.Range(_made, wanted).Select(SlotOf).ToList();
        _made += wanted;
        var filling = await Filling.RunAsync(target, slots, Places);
        _workshops.AddRange(filling.Ids);
    }

    /// <inheritdoc/>
    public bool Compose(Worker worker)
    {
        var next = Interlocked.Increment(ref _next);
        var workshop = next / Callers;
        if (workshop >= _workshops.Count)
            return false;
        worker.About = workshop;
        var reference = string.Create(CultureInfo.InvariantCulture, $"dossier-{next}");
        target.Register(worker.Request, _workshops[workshop], reference, worker.Random.Next(plan.Advisors), Keys.New());
        return true;
    }

    /// <inheritdoc/>
    public Outcome Read(Worker worker, Response answer)
    {
        var (registered, waiting) = answer.After("\"status\":\""u8) switch
        {
            "REGISTERED" => (1, 0),
            "WAITING" => (0, 1),
            _ => (0, 0),
        };
        if (answer.Status != 200 || registered + waiting == 0)
            return Outcome.Wrong;
        _counts.AddOrUpdate((int)worker.About!, (registered, waiting), (_, sums) => (sums.Registered + registered, sums.Waiting + waiting));
        return Outcome.Done;
    }

    /// <inheritdoc/>
    public Task<(int Wrong, string? Example)> VerifyAsync()
    {
        // As many places were given as there are, where enough have asked.
        var wrong = _counts.Where(entry => entry.Value.Registered != Math.Min(Places, entry.Value.Registered + entry.Value.Waiting)).ToList();
        var example = wrong.Count == 0 ? null : $"workshop {_workshops[wrong[0].Key]}: {wrong[0].Value}";
        _counts.Clear();
        return Task.FromResult((wrong.Count, example));
    }

    // Rooms take turns, then advisors' hours.
    private Slot SlotOf(int number)
    {
        var (round, room) = (number / plan.Rooms, number % plan.Rooms);
        return new Slot(room, room % plan.Advisors, FirstWeek + (round % Weeks), round / Weeks % Times.PerWeek);
    }
}
