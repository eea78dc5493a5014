namespace Scheduling.Benchmarks.Load;

/// <summary>What came of one request.</summary>
internal enum Outcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Refused, with a code that had to be expected.</summary>
    Refused,

    /// <summary>Anything else.</summary>
    Wrong,
}

/// <summary>One of the callers: a connection with one request at a time.</summary>
internal sealed class Worker(int number, Connection connection) : IDisposable
{
    private readonly int[] _outcomes = new int[3];

    /// <summary>Which.</summary>
    public int Number => number;

    /// <summary>Its connection.</summary>
    public Connection Connection => connection;

    /// <summary>The request that is next.</summary>
    public RequestBuffer Request { get; } = new();

    /// <summary>Its dice; the same for each server in one round.</summary>
    public Random Random { get; private set; } = new(0);

    /// <summary>What the request is about, as the workload pleases.</summary>
    public object? About { get; set; }

    /// <summary>How long each answer took, in ticks of the stopwatch.</summary>
    public List<long> Ticks { get; } = new(16_384);

    /// <summary>What was wrong first.</summary>
    public string? Complaint { get; set; }

    /// <summary>Answers that came to this.</summary>
    public int this[Outcome outcome] => _outcomes[(int)outcome];

    /// <summary>Begins a round.</summary>
    public void Begin(int seed)
    {
        Random = new Random(seed);
        Ticks.Clear();
        Array.Clear(_outcomes);
        (About, Complaint) = (null, null);
    }

    /// <summary>Notes an answer.</summary>
    public void Note(long ticks, Outcome outcome)
    {
        Ticks.Add(ticks);
        _outcomes[(int)outcome]++;
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();
}
