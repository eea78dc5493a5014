using System.Collections.Concurrent;
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

/// <summary>Orleans' memory storage, with faults on order and a count of writes.</summary>
public sealed class FaultyStorage(IGrainStorage inner) : IGrainStorage
{
    private readonly ConcurrentQueue<(Func<GrainId, string, bool> Where, WriteFault Fault)> _faults = new();
    private readonly ConcurrentDictionary<string, int> _writes = new(StringComparer.Ordinal);

    /// <summary>The gate writes wait at; null lets them pass.</summary>
    public Func<GrainId, string, Task>? Gate { get; set; }

    /// <summary>The next write that matches fails like this; once.</summary>
    public void FailNext(Func<GrainId, string, bool> where, WriteFault fault) => _faults.Enqueue((where, fault));

    /// <summary>Writes so far of a grain's records whose name begins so.</summary>
    public int WritesOf(string grainKey, string namePrefix) => _writes
        .Where(entry => entry.Key.StartsWith($"{grainKey}/{namePrefix}", StringComparison.Ordinal)).Sum(entry => entry.Value);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ReadStateAsync(stateName, grainId, grainState);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ClearStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _writes.AddOrUpdate($"{grainId.Key}/{stateName}", 1, (_, count) => count + 1);
        if (Gate is { } gate)
            await gate(grainId, stateName);
        var fault = _faults.TryPeek(out var next) && next.Where(grainId, stateName) && _faults.TryDequeue(out next)
            ? next.Fault : (WriteFault?)null;
        if (fault == WriteFault.LostBefore)
            throw new IOException("The write did not reach the store (ordered by a test).");
        await inner.WriteStateAsync(stateName, grainId, grainState);
        if (fault == WriteFault.LostAfter)
            throw new IOException("The write was stored and its answer lost (ordered by a test).");
    }
}
