using Orleans.Concurrency;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Keys;

/// <summary>What keys stand for, as stored.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.known-keys")]
internal sealed record KnownKeys : IRecentPage<KnownKeys, KnownKey>
{
    /// <summary>By the hash of caller and key.</summary>
    [Id(0)] public ImmutableDictionary<string, KnownKey> ByKey { get; init; } = ImmutableDictionary<string, KnownKey>.Empty;

    /// <inheritdoc/>
    [Id(1)] public int EarlierPages { get; init; }

    public static KnownKeys Of(ImmutableDictionary<string, KnownKey> byKey, int earlierPages) => new() { ByKey = byKey, EarlierPages = earlierPages };
}

/// <summary>Hash of the operation and input that a key stands for, and when it took effect.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.known-key")]
internal sealed record KnownKey([property: Id(0)] string Fingerprint, [property: Id(1)] Instant At) : IRecent;

/// <summary>
/// A grain for many keys: one of its own for each would be placed, found and made anew with almost every mutation, which
/// costs more than what is asked of it. It has those of the last day in memory, and begins with them, so that none is looked up.
/// When a write fails the grain ends, and what is being tried under its keys is known no more: its next activation takes another
/// input, and callers who then settle are remembered all the same.
/// </summary>
[GrainType("request-keys"), Reentrant]
internal sealed class RequestKeysGrain : Grain, IRequestKeysGrain
{
    /// <summary>Name of the stored record.</summary>
    internal const string RecordName = "known-keys";

    // A caller that dies with its silo never settles.
    private static readonly Duration TakenFor = Duration.FromMinutes(2);

    private readonly Dictionary<string, Trial> _trials = new(StringComparer.Ordinal);
    private readonly RecentPages<KnownKeys, KnownKey> _known;
    private readonly ISiloLease _lease;
    private readonly TimeProvider _clock;
    private Instant _sweptAt;

    public RequestKeysGrain(
        [FromKeyedServices(StorageNames.Scheduling)] IGrainStorage storage, IGrainContext context, ISiloLease lease, TimeProvider clock)
    {
        _known = new RecentPages<KnownKeys, KnownKey>(RecordName, context, storage);
        _lease = lease;
        _clock = clock;
    }

    /// <summary>Which grain knows a key: two characters of a hash, so 1,024 of them share the keys evenly.</summary>
    internal static string KeeperOf(RequestKey key) => key.Key[..2];

    public override Task OnActivateAsync(CancellationToken cancellationToken) => _known.LoadAsync();

    public async Task<bool> TakeAsync(RequestKey key)
    {
        // A silo that was given up may have an older keeper in memory than the one that the others ask.
        await _lease.HeldAsync();
        var now = _clock.Now();
        Sweep(now);
        if (Known(key, now) is { } known && known.Fingerprint != key.Fingerprint)
            return false;
        if (!_trials.TryGetValue(key.Key, out var trial))
            _trials[key.Key] = trial = new Trial(now);
        return trial.TryBegin(key.Fingerprint, now);
    }

    public async Task SettleAsync(RequestKey key, bool tookEffect)
    {
        // There is none when the grain was made anew meanwhile, or when it took very long.
        var trial = _trials.GetValueOrDefault(key.Key) is { } begun && begun.Fingerprint == key.Fingerprint ? begun : null;
        try
        {
            if (tookEffect)
                await RememberAsync(key, trial);
        }
        finally
        {
            // Only now: until it is stored, whoever comes with another input is refused because of the trial.
            if (trial is not null && trial.End() && _trials.GetValueOrDefault(key.Key) == trial)
                _trials.Remove(key.Key);
        }
    }

    // One writes for all who are there with the key. What failed must not be remembered.
    private Task RememberAsync(RequestKey key, Trial? trial)
    {
        if (trial?.Saving is { IsFaulted: false } saving)
            return saving;
        var now = _clock.Now();
        var remembering = Known(key, now)?.Fingerprint == key.Fingerprint
            ? _known.SaveAsync()
            : _known.NoteAsync(key.Key, new KnownKey(key.Fingerprint, now));
        if (trial is not null)
            trial.Saving = remembering;
        return remembering;
    }

    private KnownKey? Known(RequestKey key, Instant now) =>
        _known.Find(key.Key) is { } known && now - known.At < RequestKey.Kept ? known : null;

    private void Sweep(Instant now)
    {
        if (now - _sweptAt < TakenFor)
            return;
        _sweptAt = now;
        foreach (var (key, _) in _trials.Where(trial => now - trial.Value.Since >= TakenFor).ToList())
            _trials.Remove(key);
    }

    /// <summary>What is being tried under one key.</summary>
    private sealed class Trial(Instant now)
    {
        private int _takers;

        /// <summary>The input that is tried.</summary>
        public string? Fingerprint { get; private set; }

        /// <summary>When somebody last began.</summary>
        public Instant Since { get; private set; } = now;

        /// <summary>Stores what it stands for.</summary>
        public Task? Saving { get; set; }

        /// <summary>False when another input is being tried.</summary>
        public bool TryBegin(string fingerprint, Instant now)
        {
            if (_takers > 0 && Fingerprint != fingerprint && now - Since < TakenFor)
                return false;
            if (Fingerprint != fingerprint)
                (_takers, Saving) = (0, null);
            (_takers, Fingerprint, Since) = (_takers + 1, fingerprint, now);
            return true;
        }

        /// <summary>One of those who tried it has settled; true when it was the last.</summary>
        public bool End() => --_takers == 0;
    }
}
