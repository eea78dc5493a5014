using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Keys;

/// <summary>What a key stands for, as stored.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.request-key-state")]
internal sealed record RequestKeyState
{
    /// <summary>Hash of operation and input; null until something took effect.</summary>
    [Id(0)] public string? Fingerprint { get; init; }

    /// <summary>When it last took effect.</summary>
    [Id(1)] public Instant At { get; init; }
}

[GrainType("request-key")]
internal sealed class RequestKeyGrain(
    [FromKeyedServices(StorageNames.Scheduling)] IGrainStorage storage, IGrainContext context, TimeProvider clock)
    : Grain, IRequestKeyGrain
{
    // A caller that dies with its silo never settles.
    private static readonly Duration TakenFor = Duration.FromMinutes(2);

    private readonly DurableRecord<RequestKeyState> _state = new("request-key", context, storage);
    private string? _taken;
    private Instant _takenAt;
    private int _takers;

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _state.LoadAsync();

    public Task<bool> TakeAsync(string fingerprint)
    {
        var now = clock.Now();
        if (_state.Durable is { Fingerprint: { } known, At: var at } && now - at < RequestKey.Kept)
            return Task.FromResult(known == fingerprint);
        if (_taken is not null && _taken != fingerprint && now - _takenAt < TakenFor)
            return Task.FromResult(false);
        (_takers, _taken, _takenAt) = (_taken == fingerprint ? _takers + 1 : 1, fingerprint, now);
        return Task.FromResult(true);
    }

    public async Task SettleAsync(string fingerprint, bool tookEffect)
    {
        if (_taken == fingerprint && --_takers == 0)
            _taken = null;
        if (!tookEffect || _state.Durable.Fingerprint == fingerprint)
            return;
        _state.Decide(new RequestKeyState { Fingerprint = fingerprint, At = clock.Now() });
        await _state.SaveAsync();
    }
}
