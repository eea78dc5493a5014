namespace Scheduling.Api.Overload;

/// <summary>How much work the server takes on at once, and how much of it from one caller. What is beyond is refused at once.</summary>
public sealed record LimitOptions
{
    /// <summary>The most operations that run at once. Default: 512.</summary>
    public int Concurrency { get; init; } = 512;

    /// <summary>The most operations that wait for their turn, half of them of one caller. Default: 8,192.</summary>
    public int Queue { get; init; } = 8_192;

    /// <summary>The longest an operation waits for its turn, in seconds. Default: 10.</summary>
    public int QueueSeconds { get; init; } = 10;

    /// <summary>The most operations of one caller that run at once; more of them wait. Default: 256.</summary>
    public int CallerConcurrency { get; init; } = 256;

    /// <summary>Operations of one caller per second, on average; 0 is without limit. Default: 1,000.</summary>
    public int CallerRate { get; init; } = 1_000;

    /// <summary>Operations that one caller may save up and send at once. Default: 5,000.</summary>
    public int CallerBurst { get; init; } = 5_000;

    /// <summary>Requests without a valid token per second from one address, on average; 0 is without limit. Default: 50.</summary>
    public int AnonymousRate { get; init; } = 50;

    /// <summary>Requests without a valid token that one address may save up. Default: 500.</summary>
    public int AnonymousBurst { get; init; } = 500;

    /// <summary>The most WebSockets and event streams that are open at once. Default: 20,000.</summary>
    public int Streams { get; init; } = 20_000;

    /// <summary>
    /// New operations are refused while this many reads and writes wait for the database: it is slow, or does not answer.
    /// Default: 10,000.
    /// </summary>
    public int PendingStorage { get; init; } = 10_000;
}
