using System.Globalization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Scheduling.Silo.Storage.Grouped;

/// <summary>
/// Grain storage that commits the waiting writes of the whole silo together. Table, rows and versions are those of
/// <see cref="SchedulingGrainStorage"/>: each reads what the other wrote, and silos with either may share a database.
/// </summary>
/// <param name="rows">The table.</param>
/// <param name="serializer">Makes bytes of states.</param>
/// <param name="activators">Makes states that were never stored.</param>
/// <param name="log">Told of batches that fail.</param>
/// <param name="wrote">Told of every batch, and why it failed if it did.</param>
/// <param name="lease">The right to write; null where nobody else can.</param>
internal sealed class GroupGrainStorage(
    RowDatabase rows, IGrainStorageSerializer serializer, IActivatorProvider activators, ILogger<GroupGrainStorage> log,
    Action<Exception?> wrote, WriteLease? lease = null)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable, IDisposable
{
    // Only a database that does not answer makes the drain last; whoever disposes has waited for it before.
    private static readonly TimeSpan PatienceWithDrain = TimeSpan.FromSeconds(5);

    private readonly GroupWriter writer = new(rows, log, wrote, lease);

    /// <inheritdoc />
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe<GroupGrainStorage>(
        ServiceLifecycleStage.RuntimeStorageServices,
        _ => Task.CompletedTask,
        cancellation => writer.StopAsync().WaitAsync(cancellation));

    /// <inheritdoc />
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc />
    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var stored = await rows.ReadAsync(RowKey.Of(stateName, grainId), cancellationToken).ConfigureAwait(false);
        grainState.State = stored?.Payload is { } payload ? serializer.Deserialize<T>(new BinaryData(payload)) : Empty<T>();
        grainState.ETag = stored is null ? null : Text(stored.Version);
        grainState.RecordExists = stored?.Payload is not null;
    }

    /// <inheritdoc />
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc />
    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        // Once it waits it cannot be taken back: a caller told "cancelled" would have to be told "stored" as well.
        cancellationToken.ThrowIfCancellationRequested();
        var payload = serializer.Serialize(grainState.State).ToMemory();
        grainState.ETag = await WriteAsync(stateName, grainId, grainState.ETag, payload).ConfigureAwait(false);
        grainState.RecordExists = true;
    }

    /// <inheritdoc />
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc />
    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        if (!grainState.RecordExists)
        {
            await ReadStateAsync(stateName, grainId, grainState, cancellationToken).ConfigureAwait(false);
            if (!grainState.RecordExists)
                return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        grainState.ETag = await WriteAsync(stateName, grainId, grainState.ETag, payload: null).ConfigureAwait(false);
        grainState.RecordExists = false;
        grainState.State = Empty<T>();
    }

    /// <inheritdoc />
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await writer.StopAsync().WaitAsync(PatienceWithDrain).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await rows.DisposeAsync().ConfigureAwait(false);
    }

    private static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);

    private T Empty<T>() => activators.GetActivator<T>().Create();

    private async Task<string> WriteAsync(string stateName, GrainId grainId, string? etag, ReadOnlyMemory<byte>? payload)
    {
        var version = string.IsNullOrWhiteSpace(etag) ? RowWrite.NoRow : int.Parse(etag, CultureInfo.InvariantCulture);
        var write = new RowWrite(RowKey.Of(stateName, grainId), version, payload);
        if (!await writer.WriteAsync(write).ConfigureAwait(false))
        {
            throw new InconsistentStateException(
                $"'{stateName}' of {grainId} is not stored in version {version}; another activation has written it.",
                storedEtag: "unknown", currentEtag: etag ?? "none");
        }

        return Text(version + 1);
    }
}
