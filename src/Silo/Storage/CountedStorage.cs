using Orleans.Storage;

namespace Scheduling.Silo.Storage;

/// <summary>Grain storage whose reads and writes are counted while they wait for the database.</summary>
/// <param name="rows">The storage; it is disposed of together with this.</param>
/// <param name="pending">Counts them.</param>
internal sealed class CountedStorage(IGrainStorage rows, PendingStorage pending)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable, IDisposable
{
    /// <summary>The storage whose work is counted.</summary>
    public IGrainStorage Rows => rows;

    /// <inheritdoc />
    public void Participate(ISiloLifecycle lifecycle) => (rows as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);

    /// <inheritdoc />
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc />
    public Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        pending.TrackAsync(rows.ReadStateAsync(stateName, grainId, grainState, cancellationToken));

    /// <inheritdoc />
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc />
    public Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        pending.TrackAsync(rows.WriteStateAsync(stateName, grainId, grainState, cancellationToken));

    /// <inheritdoc />
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc />
    public Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        pending.TrackAsync(rows.ClearStateAsync(stateName, grainId, grainState, cancellationToken));

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        if (rows is IAsyncDisposable slow)
            return slow.DisposeAsync();
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public void Dispose() => (rows as IDisposable)?.Dispose();
}
