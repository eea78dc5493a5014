using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Orleans.Storage;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>What goes wrong with one write.</summary>
public enum WriteFault
{
    /// <summary>The write never reaches the store.</summary>
    LostBefore,

    /// <summary>The write is stored, and the answer is lost.</summary>
    LostAfter,
}

/// <summary>
/// Orleans' memory storage, with faults on order and a count of writes and reads. Two clusters may share one: each then has its own
/// activation of every grain, which is what a silo that was wrongly given up looks like.
/// </summary>
public sealed class FaultyStorage(IGrainStorage inner, IGrainContextAccessor activations) : IGrainStorage
{
    private readonly ConcurrentDictionary<string, int> _writes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _reads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(GrainId, string), (string? Version, IGrainContext? Writer)> _stored = new();
    private readonly ConditionalWeakTable<IGrainContext, ConcurrentDictionary<string, Func<string?>>> _known = [];
    private readonly SemaphoreSlim _watched = new(1);

    /// <summary>What tests order, by the grain's key and the record's name.</summary>
    public Interventions<WriteFault> Writes { get; } = new();

    /// <summary>Asked before each write for a fault by chance; null for none.</summary>
    public Func<WriteFault?>? Chance { get; set; }

    /// <summary>Told of every value that the store holds from now on, in order, and before the writer learns of it.</summary>
    public Action<GrainId, string, object?>? Stored { get; set; }

    /// <summary>Writes so far of a grain's records whose name begins so.</summary>
    public int WritesOf(string grainKey, string namePrefix) => CountOf(_writes, grainKey, namePrefix);

    /// <summary>Reads so far of a grain's records whose name begins so.</summary>
    public int ReadsOf(string grainKey, string namePrefix) => CountOf(_reads, grainKey, namePrefix);

    /// <summary>True when another activation has written a record since the one whose turn it is read or wrote it last.</summary>
    public bool IsBehind() => activations.GrainContext is { } activation && _known.TryGetValue(activation, out var known)
        && known.Any(record => _stored.TryGetValue((activation.GrainId, record.Key), out var stored)
            && stored.Writer != activation && stored.Version != record.Value());

    // The memory storage calls grains of its own silo: from outside of any grain, because the caller may live in another.
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _reads.AddOrUpdate($"{grainId.Key}/{stateName}", 1, (_, count) => count + 1);
        await Task.Run(() => inner.ReadStateAsync(stateName, grainId, grainState));
        Know(stateName, grainState);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Task.Run(() => inner.ClearStateAsync(stateName, grainId, grainState));

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = grainId.Key.ToString()!;
        _writes.AddOrUpdate($"{key}/{stateName}", 1, (_, count) => count + 1);
        // As it is when the write begins, whatever the grain decides while it waits.
        var written = new GrainState<T>(grainState.State, grainState.ETag) { RecordExists = grainState.RecordExists };
        var fault = await Writes.MeetAsync(key, stateName) ?? Chance?.Invoke();
        if (fault == WriteFault.LostBefore)
            throw new IOException("The write did not reach the store (ordered by a test).");
        var writer = activations.GrainContext;
        await Task.Run(() => StoreAsync(stateName, grainId, written, writer));
        // The version stays unknown to a writer that heard no answer.
        if (fault == WriteFault.LostAfter)
            throw new IOException("The write was stored and its answer lost (ordered by a test).");
        grainState.ETag = written.ETag;
        grainState.RecordExists = true;
        Know(stateName, grainState);
    }

    private void Know<T>(string stateName, IGrainState<T> grainState)
    {
        if (activations.GrainContext is { } activation)
            _known.GetOrCreateValue(activation)[stateName] = () => grainState.ETag;
    }

    private static int CountOf(ConcurrentDictionary<string, int> counts, string grainKey, string namePrefix) => counts
        .Where(entry => entry.Key.StartsWith($"{grainKey}/{namePrefix}", StringComparison.Ordinal)).Sum(entry => entry.Value);

    private async Task StoreAsync<T>(string stateName, GrainId grainId, IGrainState<T> written, IGrainContext? writer)
    {
        if (Stored is not { } watcher)
        {
            await inner.WriteStateAsync(stateName, grainId, written);
            _stored[(grainId, stateName)] = (written.ETag, writer);
            return;
        }

        await _watched.WaitAsync();
        try
        {
            await inner.WriteStateAsync(stateName, grainId, written);
            _stored[(grainId, stateName)] = (written.ETag, writer);
            watcher(grainId, stateName, written.State);
        }
        finally
        {
            _watched.Release();
        }
    }
}
