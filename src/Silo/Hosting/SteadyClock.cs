namespace Scheduling.Silo.Hosting;

/// <summary>
/// The time of day, which never jumps: when the machine's clock is set, this one goes there by running up to twice as fast, or
/// half as fast, as long as it takes. Orleans compares times of several silos, and makes no grain active in a time that it thinks
/// is over: a silo whose clock was set back an hour failed calls for an hour, and one an hour ahead took the others for dead.
/// </summary>
internal sealed class SteadyClock : TimeProvider
{
    private readonly TimeProvider clock;
    private readonly Lock guard = new();
    private long stamp;
    private long ticks;

    /// <summary>Begins with the machine's time.</summary>
    public SteadyClock(TimeProvider clock)
    {
        this.clock = clock;
        (stamp, ticks) = (clock.GetTimestamp(), clock.GetUtcNow().Ticks);
    }

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    /// <inheritdoc />
    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (guard)
        {
            var now = clock.GetTimestamp();
            var passed = clock.GetElapsedTime(stamp, now).Ticks;
            var off = clock.GetUtcNow().Ticks - (ticks + passed);
            (stamp, ticks) = (now, ticks + passed + Math.Clamp(off, -passed / 2, passed));
            return new DateTimeOffset(ticks, TimeSpan.Zero);
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => clock.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
