using System.Threading.RateLimiting;

namespace Scheduling.Api.Overload;

/// <summary>The place of one operation among those that run; or why it has none.</summary>
internal sealed class Admission : IDisposable
{
    private readonly RateLimitLease? _own;
    private RateLimitLease? _server;

    /// <summary>It may run until this is disposed.</summary>
    public Admission(RateLimitLease own, RateLimitLease server)
    {
        (_own, _server) = (own, server);
        OverloadMetrics.Entered();
    }

    /// <summary>It may not run.</summary>
    public Admission(OverloadError refusal) => Refusal = OverloadMetrics.Refused(refusal);

    /// <summary>Why it may not run; null when it may.</summary>
    public OverloadError? Refusal { get; }

    /// <summary>Gives the place back; once, however often it is called.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _server, null) is not { } server)
            return;
        server.Dispose();
        _own!.Dispose();
        OverloadMetrics.Left();
    }
}

/// <summary>The place of a socket or an event stream among those that are open.</summary>
internal sealed class StreamSeat(RateLimitLease lease) : IDisposable
{
    public void Dispose()
    {
        lease.Dispose();
        OverloadMetrics.Streams(-1);
    }
}
