using System.Diagnostics;
using Orleans.Core;

namespace Scheduling.Grains.Common;

/// <summary>
/// One stored record of a grain: what memory has decided, and what storage is known to hold. Callers that save while a
/// write is under way share the next one (Orleans merges them), so a crowded grain costs a few writes, not one each.
/// </summary>
/// <typeparam name="T">An immutable value: the provider serialises it on another thread while the grain goes on.</typeparam>
internal sealed class DurableRecord<T>(string name, IGrainContext context, IGrainStorage storage) where T : class, new()
{
    private readonly StateStorageBridge<T> _bridge = new(name, context, storage);
    private long _decided;
    private long _saved;

    /// <summary>What decisions are made against.</summary>
    public T Current { get; private set; } = new();

    /// <summary>What answers may tell of.</summary>
    public T Durable { get; private set; } = new();

    /// <summary>True when storage holds all that was decided.</summary>
    public bool IsDurable => _decided == _saved;

    /// <summary>Called with what storage holds when that is more than before.</summary>
    public Action<T>? Stored { get; init; }

    /// <summary>Called when a write has failed: what storage holds is not known any more, and the activation ends.</summary>
    public Action? Failed { get; init; }

    /// <summary>Reads the stored value; a record never written is a new <typeparamref name="T"/>.</summary>
    public async Task LoadAsync()
    {
        await _bridge.ReadStateAsync();
        if (_bridge.RecordExists)
            Current = Durable = _bridge.State;
    }

    /// <summary>Replaces the value in memory only; it counts once <see cref="SaveAsync"/> has returned.</summary>
    public void Decide(T next)
    {
        Current = next;
        _decided++;
    }

    /// <summary>
    /// Returns when no write of an earlier activation can arrive any more: from this one's first write on its version is
    /// refused. A no that rests on what is stored could be wrong before.
    /// </summary>
    public Task FenceAsync()
    {
        if (_saved > 0)
            return Task.CompletedTask;
        if (IsDurable)
            Decide(Current);
        return SaveAsync();
    }

    /// <summary>
    /// Returns when everything decided before the call is stored. When the write fails the outcome is unknown: the
    /// activation ends, the next one reads what is true, and nobody was told yes.
    /// </summary>
    public async Task SaveAsync()
    {
        if (IsDurable)
            return;
        var (decided, snapshot, startedAt) = (_decided, Current, Stopwatch.GetTimestamp());
        try
        {
            _bridge.State = snapshot;
            await _bridge.WriteStateAsync();
        }
        catch (Exception failure)
        {
            Failed?.Invoke();
            // Without the exception: with it, whoever calls meanwhile is refused instead of passed on to the next activation.
            context.Deactivate(new DeactivationReason(
                DeactivationReasonCode.ApplicationError, $"The write of '{name}' failed: {failure.Message}"));
            throw;
        }

        Telemetry.Wrote(startedAt);
        if (decided <= _saved)
            return;
        _saved = decided;
        Durable = snapshot;
        Stored?.Invoke(snapshot);
    }
}
