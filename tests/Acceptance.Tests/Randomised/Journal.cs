using System.Collections.Concurrent;
using System.Text.Json;

namespace Scheduling.Acceptance.Tests.Randomised;

/// <summary>Everything that was sent and told, by all callers.</summary>
internal sealed class Journal
{
    private readonly ConcurrentDictionary<string, Operation> _operations = new();
    private readonly ConcurrentDictionary<string, long> _versions = new();
    private readonly ConcurrentBag<string> _wrong = [];
    private int _reads;

    /// <summary>What was found untrue while the run went on.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>Every call.</summary>
    public IReadOnlyCollection<Operation> Operations => [.. _operations.Values];

    /// <summary>Calls that changed nothing and were not meant to.</summary>
    public int Reads => _reads;

    /// <summary>Bookings that somebody was told of.</summary>
    public IReadOnlyList<Operation> Bookings { get; private set; } = [];

    /// <summary>Those of them that had co-hosts.</summary>
    public IReadOnlyList<Operation> Hosted { get; private set; } = [];

    /// <summary>Requests to join.</summary>
    public IReadOnlyList<Operation> Joining { get; private set; } = [];

    /// <summary>Notes a call before it is sent: what was not noted cannot be looked for.</summary>
    public void Note(Operation operation) => _operations[operation.Key] = operation;

    /// <summary>Notes what a caller was told.</summary>
    public void Note(Operation operation, JsonElement answer)
    {
        operation.Answer = answer;
        if (operation is { IsAccepted: true, ShowsBooking: true })
            NoteVersion(operation.Shown);
        if (!operation.IsAccepted)
            return;
        lock (_versions)
        {
            if (operation.Mutation == "bookRoom")
                Bookings = [.. Bookings, operation];
            if (operation.Mutation == "bookRoom" && operation.Shown.List("coHosts").Count > 0)
                Hosted = [.. Hosted, operation];
            if (operation.Mutation == "askToJoin")
                Joining = [.. Joining, operation];
        }
    }

    /// <summary>The version that somebody has been told of.</summary>
    public long VersionOf(string booking) => _versions.GetValueOrDefault(booking);

    /// <summary>Notes that something was read, and the version seen.</summary>
    public void NoteRead(JsonElement booking)
    {
        Interlocked.Increment(ref _reads);
        NoteVersion(booking);
    }

    /// <summary>Notes that something was looked for, and was not there.</summary>
    public void NoteLook() => Interlocked.Increment(ref _reads);

    /// <summary>Notes what must not be.</summary>
    public void NoteWrong(string what) => _wrong.Add(what);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _operations.Values
        .GroupBy(operation => $"{operation.Mutation} {(operation.IsAccepted ? "ok" : string.Join('+', operation.Codes.Distinct()))}")
        .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}")
        .Append($"reads {_reads}").Append($"repeated {_operations.Values.Count(operation => operation.Sent > 1)}"));

    private void NoteVersion(JsonElement booking) => _versions.AddOrUpdate(
        booking.Text("id"), booking.At("version").GetInt64(), (_, known) => Math.Max(known, booking.At("version").GetInt64()));
}
