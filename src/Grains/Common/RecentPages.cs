using System.Globalization;

namespace Scheduling.Grains.Common;

/// <summary>Something that is remembered for as long as keys are (<see cref="RequestKey.Kept"/>).</summary>
internal interface IRecent
{
    /// <summary>When it was noted.</summary>
    Instant At { get; }
}

/// <summary>A page of what was noted lately, as stored.</summary>
internal interface IRecentPage<TSelf, TEntry>
{
    /// <summary>What stands under each key.</summary>
    ImmutableDictionary<string, TEntry> ByKey { get; }

    /// <summary>On the latest page: how many there are beside it.</summary>
    int EarlierPages { get; }

    /// <summary>A page of these.</summary>
    static abstract TSelf Of(ImmutableDictionary<string, TEntry> byKey, int earlierPages);
}

/// <summary>
/// What was noted under keys within the last day, in pages of a fixed length: noting one more writes one of them, however many
/// there are, and pages that are too old are used again. Whatever is noted, the same record is written in the end, so that two
/// activations of a grain meet there, and its version refuses one of them.
/// </summary>
/// <param name="name">Name of the latest page's record; those of the others are numbered.</param>
/// <param name="context">The grain's activation.</param>
/// <param name="storage">Where the pages are.</param>
internal sealed class RecentPages<TPage, TEntry>(string name, IGrainContext context, IGrainStorage storage)
    where TPage : class, IRecentPage<TPage, TEntry>, new()
    where TEntry : class, IRecent
{
    /// <summary>Entries of a page. The latest is written anew with each.</summary>
    public const int PageLength = 16;

    private readonly DurableRecord<TPage> _latest = new(name, context, storage);
    private readonly List<DurableRecord<TPage>> _earlier = [];
    // What stands on the pages, so that nobody has to look at each of them.
    private readonly Dictionary<string, TEntry> _byKey = new(StringComparer.Ordinal);
    // Nothing on the latest page was noted before: while that is not too old, no entry has to be looked at.
    private Instant _latestSince = Instant.MaxValue;
    private Task? _adding;

    public async Task LoadAsync()
    {
        await _latest.LoadAsync();
        _earlier.AddRange(Enumerable.Range(0, _latest.Current.EarlierPages).Select(Earlier));
        await Task.WhenAll(_earlier.Select(page => page.LoadAsync()));
        foreach (var (key, entry) in _earlier.SelectMany(page => page.Current.ByKey).OrderBy(entry => entry.Value.At).Concat(_latest.Current.ByKey))
            _byKey[key] = entry;
        _latestSince = OldestOf(_latest.Current.ByKey);
    }

    /// <summary>What was last noted under a key; null when that is not known.</summary>
    public TEntry? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Notes something under a key. Durable when it returns, with whatever was noted or forgotten before.</summary>
    public async Task NoteAsync(string key, TEntry entry)
    {
        var since = entry.At - RequestKey.Kept;
        var recent = Since(since);
        while (recent.Count >= PageLength && !recent.ContainsKey(key))
        {
            if (PlaceFor(since) is { } place)
            {
                SetAside(recent, place, since);
                recent = recent.Clear();
            }
            else
            {
                await (_adding ??= AddAsync());
                recent = Since(since);
            }
        }

        if (_latestSince < since)
        {
            Drop(_latest, since);
            _latestSince = OldestOf(recent);
        }

        _byKey[key] = entry;
        _latestSince = Instant.Min(_latestSince, entry.At);
        _latest.Decide(TPage.Of(recent.SetItem(key, entry), _earlier.Count));
        await SaveAsync();
    }

    /// <summary>Forgets a key whose attempt came to nothing; stored with what is noted next.</summary>
    public void Forget(string key)
    {
        _byKey.Remove(key);
        foreach (var page in _earlier.Append(_latest).Where(page => page.Current.ByKey.ContainsKey(key)))
            page.Decide(TPage.Of(page.Current.ByKey.Remove(key), page.Current.EarlierPages));
    }

    /// <summary>Returns when everything noted before the call is stored.</summary>
    public async Task SaveAsync()
    {
        // First what the latest page has no more, also if it was set aside meanwhile: the latest tells of it in the turn of its write.
        while (_earlier.Find(page => !page.IsDurable) is { } page)
            await page.SaveAsync();
        await _latest.SaveAsync();
    }

    private ImmutableDictionary<string, TEntry> Since(Instant since)
    {
        var byKey = _latest.Current.ByKey;
        return _latestSince >= since ? byKey : byKey.RemoveRange(byKey.Where(entry => entry.Value.At < since).Select(entry => entry.Key));
    }

    private static Instant OldestOf(ImmutableDictionary<string, TEntry> byKey) =>
        byKey.IsEmpty ? Instant.MaxValue : byKey.Min(entry => entry.Value.At);

    // One with nothing on it that is not too old or on the latest page as well, as it is where an activation ended between the two.
    private DurableRecord<TPage>? PlaceFor(Instant since) => _earlier.Find(page =>
        page.Current.ByKey.All(entry => entry.Value.At < since || _latest.Current.ByKey.ContainsKey(entry.Key)));

    private void SetAside(ImmutableDictionary<string, TEntry> full, DurableRecord<TPage> place, Instant since)
    {
        Drop(place, since);
        place.Decide(TPage.Of(full, earlierPages: 0));
        // After a day of many, the last pages are not needed any more.
        while (_earlier[^1] is { IsDurable: true } last && last.Current.ByKey.Values.All(entry => entry.At < since))
        {
            Drop(last, since);
            _earlier.RemoveAt(_earlier.Count - 1);
        }
    }

    // Forgets what is too old, unless it was noted again.
    private void Drop(DurableRecord<TPage> page, Instant since)
    {
        foreach (var key in page.Current.ByKey.Where(entry => entry.Value.At < since).Select(entry => entry.Key))
        {
            if (_byKey.TryGetValue(key, out var known) && known.At < since)
                _byKey.Remove(key);
        }
    }

    // Read, though no page is listed: one may have been written and not listed any more.
    private async Task AddAsync()
    {
        try
        {
            await Task.Yield();
            var number = _earlier.Count;
            var page = Earlier(number);
            await page.LoadAsync();
            // Some were let go of meanwhile: whoever needs a page still asks again.
            if (_earlier.Count != number)
                return;
            _earlier.Add(page);
            foreach (var (key, entry) in page.Current.ByKey)
                _byKey.TryAdd(key, entry);
        }
        finally
        {
            _adding = null;
        }
    }

    private DurableRecord<TPage> Earlier(int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"), context, storage);
}
