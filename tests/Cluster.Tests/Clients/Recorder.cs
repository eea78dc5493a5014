using System.Diagnostics;
using Scheduling.Cluster.Tests.Checking;

namespace Scheduling.Cluster.Tests.Clients;

/// <summary>What the clients of one round sent, when, and what they were told.</summary>
internal sealed class Recorder
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Lock _lock = new();
    private readonly List<(Act Act, int Via)> _acts = [];
    private readonly List<(long Sent, string What)> _failures = [];
    private readonly List<string> _wrong = [];
    private readonly List<(Func<bool> Is, TaskCompletionSource Done)> _awaited = [];
    private int _answers;
    private int _turnedAway;

    /// <summary>Microseconds since the round began, by a clock that is never set.</summary>
    public long Now => (long)(Stopwatch.GetElapsedTime(_began).TotalMilliseconds * 1_000);

    /// <summary>How many operations were answered.</summary>
    public int Answers => Volatile.Read(ref _answers);

    /// <summary>How many calls found nobody who listens; nothing was sent.</summary>
    public int TurnedAway => Volatile.Read(ref _turnedAway);

    /// <summary>What was done, and at which address.</summary>
    public IReadOnlyList<(Act Act, int Via)> Acts => Snapshot(_acts);

    /// <summary>Calls that were sent and got no answer, or none that says what became of them.</summary>
    public IReadOnlyList<(long Sent, string What)> Failures => Snapshot(_failures);

    /// <summary>Answers that nobody should get, whatever breaks.</summary>
    public IReadOnlyList<string> Wrong => Snapshot(_wrong);

    /// <summary>Notes an operation with its answer, or for good without one.</summary>
    /// <param name="act">What was done.</param>
    /// <param name="via">The address that answered.</param>
    public void Note(Act act, int via)
    {
        lock (_lock)
            _acts.Add((act, via));
        if (act.Told != Told.Unknown)
            Interlocked.Increment(ref _answers);
        Look();
    }

    /// <summary>Notes a call that failed.</summary>
    public void NoteFailure(long sent, string what)
    {
        lock (_lock)
            _failures.Add((sent, what));
        Look();
    }

    /// <summary>Notes a call that found nobody who listens.</summary>
    public void NoteTurnedAway() => Interlocked.Increment(ref _turnedAway);

    /// <summary>Notes an answer that nobody should get.</summary>
    public void NoteWrong(string what)
    {
        lock (_lock)
            _wrong.Add(what);
    }

    /// <summary>Returns when so many more operations have been answered.</summary>
    public Task UntilAnswersAsync(int more, TimeSpan patience)
    {
        var wanted = Answers + more;
        return UntilAsync(() => Answers >= wanted, $"{more} more answers", patience);
    }

    /// <summary>Returns when so many more calls have failed.</summary>
    public Task UntilFailuresAsync(int more, TimeSpan patience)
    {
        var wanted = Failures.Count + more;
        return UntilAsync(() => _failures.Count >= wanted, $"{more} more failures", patience);
    }

    private async Task UntilAsync(Func<bool> happened, string what, TimeSpan patience)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
            _awaited.Add((happened, done));
        Look();
        try
        {
            await done.Task.WaitAsync(patience);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(
                $"There were not {what} within {patience}; {Answers} answers so far. Last failures: {string.Join("; ", Failures.TakeLast(5))}", late);
        }
    }

    private void Look()
    {
        lock (_lock)
            for (var i = _awaited.Count - 1; i >= 0; i--)
                if (_awaited[i].Is())
                {
                    _awaited[i].Done.TrySetResult();
                    _awaited.RemoveAt(i);
                }
    }

    private List<T> Snapshot<T>(List<T> list)
    {
        lock (_lock)
            return [.. list];
    }
}
