namespace Scheduling.Simulation.Tests.Engine;

/// <summary>The time as one silo sees it: its timers run as ever, and what time it is may differ.</summary>
internal sealed class Clock(Course course, TimeSpan ahead) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => course.Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => Course.Begin + course.Elapsed + ahead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(course, () => callback(state), dueTime);

    // For waits: the product uses no others.
    private sealed class Timer(Course course, Action callback, TimeSpan dueTime) : ITimer
    {
        private Happening? _next = dueTime == Timeout.InfiniteTimeSpan ? null : course.After(dueTime, callback);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _next?.Cancel();
            _next = dueTime == Timeout.InfiniteTimeSpan ? null : course.After(dueTime, callback);
            return true;
        }

        public void Dispose() => _next?.Cancel();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
