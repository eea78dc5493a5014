namespace Scheduling.Silo.Hosting;

/// <summary>
/// The time of day, which never goes back: a clock that is set back stands still here until that time has come again, or the
/// server is started anew. Orleans makes no grain active in a time that it thinks is over, so a silo whose clock was set back an
/// hour would fail calls for an hour.
/// </summary>
/// <param name="clock">The machine's.</param>
internal sealed class SteadyClock(TimeProvider clock) : TimeProvider
{
    private long last;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    /// <inheritdoc />
    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        var now = clock.GetUtcNow().Ticks;
        var known = Volatile.Read(ref last);
        while (now > known)
        {
            var seen = Interlocked.CompareExchange(ref last, now, known);
            if (seen == known)
                return new DateTimeOffset(now, TimeSpan.Zero);
            known = seen;
        }

        return new DateTimeOffset(known, TimeSpan.Zero);
    }

    /// <inheritdoc />
    public override long GetTimestamp() => clock.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}
