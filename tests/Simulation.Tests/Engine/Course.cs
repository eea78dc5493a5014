namespace Scheduling.Simulation.Tests.Engine;

/// <summary>
/// What will happen, and when. Time only passes from one event to the next, on one thread; whatever is left to chance is
/// drawn from one seed, so the same seed gives the same run to the last step.
/// </summary>
internal sealed class Course(int seed)
{
    /// <summary>When every run begins.</summary>
    public static readonly DateTimeOffset Begin = new(2027, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Happening, (long At, long Order)> _ahead = new();
    private readonly Random _random = new(seed);
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;

    /// <summary>How long the run has lasted, by its own time.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>How many events there were.</summary>
    public long Steps { get; private set; }

    /// <summary>Stands for everything that happened, in order: two runs with the same one were the same.</summary>
    public long Trace { get; private set; } = 17;

    /// <summary>Called after each event.</summary>
    public Action? Stepped { get; set; }

    /// <summary>True once nothing more is to happen.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Ends the run where it is.</summary>
    public void Stop() => IsStopped = true;

    /// <summary>Lets something happen after a delay.</summary>
    public Happening After(TimeSpan delay, Action action)
    {
        if (Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException("Something left the thread of the run.");
        var happening = new Happening(action);
        var at = delay.Ticks < long.MaxValue - Elapsed.Ticks ? Elapsed.Ticks + Math.Max(0, delay.Ticks) : long.MaxValue;
        _ahead.Enqueue(happening, (at, _order++));
        return happening;
    }

    /// <summary>Goes on until nothing is left before this time, or for so many steps at most.</summary>
    /// <returns>False when there was more to do than that.</returns>
    public bool RunUntil(TimeSpan end, long stepsMax)
    {
        // Nothing but this says what comes next.
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return Run(end, stepsMax);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => probability > 0 && _random.NextDouble() < probability;

    /// <summary>Any number from 0 to below this.</summary>
    public int Any(int below) => _random.Next(below);

    /// <summary>Any of these.</summary>
    public T Any<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>Any time up to this.</summary>
    public TimeSpan Within(TimeSpan most) => TimeSpan.FromTicks((long)(_random.NextDouble() * most.Ticks));

    private bool Run(TimeSpan end, long stepsMax)
    {
        var last = Steps + stepsMax;
        while (!IsStopped && _ahead.TryPeek(out var next, out var when) && when.At <= end.Ticks)
        {
            _ahead.Dequeue();
            if (next.IsCancelled)
                continue;
            if (Steps == last)
                return false;
            Elapsed = TimeSpan.FromTicks(when.At);
            Steps++;
            Trace = unchecked((Trace * 1_000_003) ^ when.At ^ (when.Order << 20));
            next.Happen();
            Stepped?.Invoke();
        }

        if (!IsStopped)
            Elapsed = end;
        return true;
    }
}

/// <summary>Something that will happen unless it is cancelled.</summary>
internal sealed class Happening(Action happen)
{
    public bool IsCancelled { get; private set; }

    public void Cancel() => IsCancelled = true;

    public void Happen()
    {
        IsCancelled = true;
        happen();
    }
}
