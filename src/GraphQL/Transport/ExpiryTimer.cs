namespace Scheduling.Api.Transport;

/// <summary>Acts once when an instant has come, however far away it is: a timer alone reaches 49 days.</summary>
internal sealed class ExpiryTimer : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _at;
    private readonly Action _expired;
    private readonly ITimer? _timer;

    public ExpiryTimer(TimeProvider time, DateTimeOffset? at, Action expired)
    {
        (_time, _at, _expired) = (time, at ?? DateTimeOffset.MaxValue, expired);
        if (at is null)
            return;
        _timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm();
    }

    public void Dispose() => _timer?.Dispose();

    private void Tick()
    {
        if (_time.GetUtcNow() >= _at)
            _expired();
        else
            Arm();
    }

    private void Arm()
    {
        var left = _at - _time.GetUtcNow();
        _timer!.Change(TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, s_longest.Ticks)), Timeout.InfiniteTimeSpan);
    }
}
