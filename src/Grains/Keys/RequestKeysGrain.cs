using System.Diagnostics;
using Orleans.Concurrency;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Keys;

/// <summary>What a key stands for, as stored: a record for each key.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.request-key-state")]
internal sealed record RequestKeyState
{
    /// <summary>Hash of operation and input; null until something took effect.</summary>
    [Id(0)] public string? Fingerprint { get; init; }

    /// <summary>When it last took effect.</summary>
    [Id(1)] public Instant At { get; init; }
}

/// <summary>
/// A grain for many keys: one of its own for each would be placed, found and made anew with almost every mutation, which
/// costs more than what is asked of it. In memory is only what is being tried.
/// </summary>
[GrainType("request-keys"), Reentrant]
internal sealed class RequestKeysGrain(
    [FromKeyedServices(StorageNames.Scheduling)] IGrainStorage storage, TimeProvider clock)
    : Grain, IRequestKeysGrain
{
    /// <summary>Name of the stored record, and the type under which each key's is found.</summary>
    internal const string RecordName = "request-key";

    // A caller that dies with its silo never settles.
    private static readonly Duration TakenFor = Duration.FromMinutes(2);

    private readonly Dictionary<string, Trial> _trials = new(StringComparer.Ordinal);
    private Instant _sweptAt;

    /// <summary>Which grain knows a key: two characters of a hash, so 1,024 of them share the keys evenly.</summary>
    internal static string KeeperOf(RequestKey key) => key.Key[..2];

    public async Task<bool> TakeAsync(RequestKey key)
    {
        var now = clock.Now();
        Sweep(now);
        if (!_trials.TryGetValue(key.Key, out var trial))
            _trials[key.Key] = trial = new Trial(now);
        trial.Callers++;
        var isTaken = false;
        try
        {
            var known = await LoadAsync(key, trial);
            var isKept = known.Fingerprint is not null && now - known.At < RequestKey.Kept;
            return isTaken = (!isKept || known.Fingerprint == key.Fingerprint) && trial.TryBegin(key.Fingerprint, now);
        }
        finally
        {
            if (!isTaken)
                Leave(key, trial);
        }
    }

    public async Task SettleAsync(RequestKey key, bool tookEffect)
    {
        // There is none when the grain was made anew meanwhile, or when it took very long.
        var trial = _trials.GetValueOrDefault(key.Key) is { } begun && begun.Fingerprint == key.Fingerprint ? begun : null;
        try
        {
            if (tookEffect)
                await RememberAsync(key, trial ?? new Trial(clock.Now()));
        }
        finally
        {
            // Only now: until it is stored, whoever comes with another input is refused because of the trial.
            if (trial is not null)
            {
                trial.End();
                Leave(key, trial);
            }
        }
    }

    // One reads, and one writes, for all who are there with the key. What failed must not be remembered.
    private async Task RememberAsync(RequestKey key, Trial trial)
    {
        var known = await LoadAsync(key, trial);
        if (trial.Saving is { IsFaulted: false } saving)
            await saving;
        else if (known.Fingerprint != key.Fingerprint)
            await (trial.Saving = SaveAsync(key, trial));
    }

    private async Task<RequestKeyState> LoadAsync(RequestKey key, Trial trial)
    {
        if (trial.Loading is null or { IsFaulted: true })
            trial.Loading = storage.ReadStateAsync(RecordName, RecordOf(key), trial.Record);
        await trial.Loading;
        return trial.Record.State ?? new RequestKeyState();
    }

    private async Task SaveAsync(RequestKey key, Trial trial)
    {
        var startedAt = Stopwatch.GetTimestamp();
        try
        {
            trial.Record.State = new RequestKeyState { Fingerprint = key.Fingerprint, At = clock.Now() };
            await storage.WriteStateAsync(RecordName, RecordOf(key), trial.Record);
            Telemetry.Wrote(startedAt);
        }
        catch
        {
            // Nobody knows what is stored: whoever comes next reads it.
            trial.Loading = null;
            throw;
        }
    }

    private void Leave(RequestKey key, Trial trial)
    {
        if (--trial.Callers == 0 && _trials.GetValueOrDefault(key.Key) == trial)
            _trials.Remove(key.Key);
    }

    private void Sweep(Instant now)
    {
        if (now - _sweptAt < TakenFor)
            return;
        _sweptAt = now;
        foreach (var (key, _) in _trials.Where(trial => now - trial.Value.Since >= TakenFor).ToList())
            _trials.Remove(key);
    }

    private static GrainId RecordOf(RequestKey key) => GrainId.Create(RecordName, key.Key);

    /// <summary>What is being tried under one key.</summary>
    private sealed class Trial(Instant now)
    {
        private int _takers;

        /// <summary>The input that is tried; null for none.</summary>
        public string? Fingerprint { get; private set; }

        /// <summary>When somebody last began.</summary>
        public Instant Since { get; private set; } = now;

        /// <summary>How many are there, also those who still have to be told whether they may.</summary>
        public int Callers { get; set; }

        public GrainState<RequestKeyState> Record { get; } = new();

        public Task? Loading { get; set; }

        public Task? Saving { get; set; }

        /// <summary>False when another input is being tried.</summary>
        public bool TryBegin(string fingerprint, Instant now)
        {
            if (_takers > 0 && Fingerprint != fingerprint && now - Since < TakenFor)
                return false;
            (_takers, Fingerprint, Since) = (Fingerprint == fingerprint ? _takers + 1 : 1, fingerprint, now);
            return true;
        }

        /// <summary>One of those who tried it has settled.</summary>
        public void End()
        {
            if (--_takers == 0)
                Fingerprint = null;
        }
    }
}
