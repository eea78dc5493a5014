using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;

namespace Scheduling.Api.Overload;

/// <summary>
/// Lets operations of every transport in, as many as the server can do, and refuses the others before anything of them is
/// done. First the caller's rate; then a place among the caller's own operations; then one among everybody's. Those who
/// wait are counted, wait in order, and not for longer than <see cref="LimitOptions.QueueSeconds"/>.
/// </summary>
internal sealed class OverloadGate : IDisposable
{
    private readonly LimitOptions _limits;
    private readonly IBacklog _backlog;
    private readonly PartitionedRateLimiter<CallerKey> _rate;
    private readonly PartitionedRateLimiter<CallerKey> _own;
    private readonly ConcurrencyLimiter _server;
    private readonly ConcurrencyLimiter _streams;
    private int _waiting;

    public OverloadGate(LimitOptions limits, IBacklog backlog)
    {
        (_limits, _backlog) = (limits, backlog);
        _rate = PartitionedRateLimiter.Create<CallerKey, CallerKey>(caller => caller.IsAnonymous
            ? RateLimitPartition.GetTokenBucketLimiter(caller, _ => Bucket(limits.AnonymousRate, limits.AnonymousBurst))
            : RateLimitPartition.GetTokenBucketLimiter(caller, _ => Bucket(limits.CallerRate, limits.CallerBurst)));
        // Those of a caller who wait here take no place from others in the server's own queue.
        _own = PartitionedRateLimiter.Create<CallerKey, CallerKey>(caller =>
            RateLimitPartition.GetConcurrencyLimiter(caller, _ => Places(limits.CallerConcurrency, limits.Queue / 2)));
        _server = new ConcurrencyLimiter(Places(limits.Concurrency, limits.Queue));
        _streams = new ConcurrencyLimiter(Places(limits.Streams, 0));
    }

    /// <summary>A place for an operation, at once or after a while. Dispose of it when the operation has run.</summary>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public ValueTask<Admission> EnterAsync(ClaimsPrincipal user, IPAddress? address, CancellationToken aborted)
    {
        var caller = CallerKey.Of(user, address);
        if (TooOften(caller) is { } refusal)
            return new ValueTask<Admission>(new Admission(refusal));
        if (_backlog.IsFull)
            return new ValueTask<Admission>(new Admission(OverloadError.Server("Limits:PendingStorage")));
        var own = _own.AttemptAcquire(caller);
        if (own.IsAcquired)
        {
            var server = _server.AttemptAcquire();
            if (server.IsAcquired)
                return new ValueTask<Admission>(new Admission(own, server));
        }
        return WaitAsync(caller, own, aborted);
    }

    /// <summary>Why somebody without a valid token should not even be told that; null otherwise.</summary>
    public OverloadError? RefuseAnonymous(IPAddress? address) =>
        TooOften(CallerKey.Of(new ClaimsPrincipal(), address)) is { } refusal ? OverloadMetrics.Refused(refusal) : null;

    /// <summary>A place for a socket or an event stream until it is disposed of; null when there are too many.</summary>
    public StreamSeat? OpenStream(out OverloadError? refusal)
    {
        var lease = _streams.AttemptAcquire();
        refusal = lease.IsAcquired ? null : OverloadMetrics.Refused(OverloadError.Server("Limits:Streams"));
        if (refusal is not null)
            return null;
        OverloadMetrics.Streams(1);
        return new StreamSeat(lease);
    }

    public void Dispose()
    {
        _rate.Dispose();
        _own.Dispose();
        _server.Dispose();
        _streams.Dispose();
    }

    private OverloadError? TooOften(CallerKey caller)
    {
        if ((caller.IsAnonymous ? _limits.AnonymousRate : _limits.CallerRate) == 0)
            return null;
        using var lease = _rate.AttemptAcquire(caller);
        if (lease.IsAcquired)
            return null;
        return OverloadError.Caller(
            caller.IsAnonymous ? "Limits:AnonymousRate" : "Limits:CallerRate",
            lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null);
    }

    private async ValueTask<Admission> WaitAsync(CallerKey caller, RateLimitLease own, CancellationToken aborted)
    {
        if (Interlocked.Increment(ref _waiting) > _limits.Queue)
        {
            Interlocked.Decrement(ref _waiting);
            own.Dispose();
            return new Admission(OverloadError.Server("Limits:Queue"));
        }

        OverloadMetrics.Queued(1);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(TimeSpan.FromSeconds(_limits.QueueSeconds));
        try
        {
            if (!own.IsAcquired)
                own = await _own.AcquireAsync(caller, 1, patience.Token);
            if (!own.IsAcquired)
                return new Admission(OverloadError.Caller("Limits:CallerConcurrency"));
            var server = await _server.AcquireAsync(1, patience.Token);
            if (server.IsAcquired)
                return new Admission(own, server);
            own.Dispose();
            return new Admission(OverloadError.Server("Limits:Queue"));
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            var waitedForOwn = !own.IsAcquired;
            own.Dispose();
            return new Admission(waitedForOwn
                ? OverloadError.Caller("Limits:CallerConcurrency")
                : OverloadError.Server("Limits:QueueSeconds"));
        }
        catch (OperationCanceledException)
        {
            own.Dispose();
            OverloadMetrics.Canceled();
            throw;
        }
        finally
        {
            OverloadMetrics.Queued(-1);
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static ConcurrencyLimiterOptions Places(int places, int queue) =>
        new() { PermitLimit = places, QueueLimit = queue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };

    // Filled up ten times a second where the rate divides; a caller with a small rate is given a second's worth at once.
    private static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst) => new()
    {
        TokenLimit = Math.Max(burst, perSecond),
        TokensPerPeriod = perSecond < 10 ? perSecond : perSecond / 10,
        ReplenishmentPeriod = perSecond < 10 ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(100),
        QueueLimit = 0,
    };
}
