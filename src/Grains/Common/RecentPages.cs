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
/// there are, and pages that are too old are used again. It is always the same record that is written last, so that two activations
/// of a grain meet there with the first thing that either notes, and its version refuses one of them.
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

    public async Task LoadAsync()
    {
        await _latest.LoadAsync();
        for (var number = 0; number < _latest.Current.EarlierPages; number++)
            _earlier.Add(Earlier(number));
        await Task.WhenAll(_earlier.Select(page => page.LoadAsync()));
    }

    /// <summary>What was last noted under a key; null when that is not known.</summary>
    public TEntry? Find(string key)
    {
        var found = _latest.Current.ByKey.GetValueOrDefault(key);
        foreach (var page in _earlier)
        {
            if (page.Current.ByKey.TryGetValue(key, out var other) && (found is null || other.At > found.At))
                found = other;
        }

        return found;
    }

    /// <summary>Notes something under a key. Durable when it returns, with whatever was noted or forgotten before.</summary>
    public Task NoteAsync(string key, TEntry entry)
    {
        var recent = Since(_latest.Current, entry.At - RequestKey.Kept);
        if (recent.Count >= PageLength && !recent.ContainsKey(key))
            recent = SetAside(recent, entry.At);
        _latest.Decide(TPage.Of(recent.SetItem(key, entry), _earlier.Count));
        return SaveAsync();
    }

    /// <summary>Forgets a key whose attempt came to nothing; stored with what is noted next.</summary>
    public void Forget(string key)
    {
        foreach (var page in _earlier.Append(_latest).Where(page => page.Current.ByKey.ContainsKey(key)))
            page.Decide(TPage.Of(page.Current.ByKey.Remove(key), page.Current.EarlierPages));
    }

    /// <summary>Returns when everything noted before the call is stored.</summary>
    public async Task SaveAsync()
    {
        // First what the latest page has no more.
        foreach (var page in _earlier.Where(page => !page.IsDurable).ToList())
            await page.SaveAsync();
        await _latest.SaveAsync();
    }

    // Into the place of a page whose entries are all too old, or into a further one.
    private ImmutableDictionary<string, TEntry> SetAside(ImmutableDictionary<string, TEntry> full, Instant now)
    {
        var place = _earlier.Find(page => page.Current.ByKey.Values.All(entry => entry.At < now - RequestKey.Kept));
        if (place is null)
            _earlier.Add(place = Earlier(_earlier.Count));
        place.Decide(TPage.Of(full, earlierPages: 0));
        return full.Clear();
    }

    private static ImmutableDictionary<string, TEntry> Since(TPage page, Instant instant) =>
        page.ByKey.RemoveRange(page.ByKey.Where(entry => entry.Value.At < instant).Select(entry => entry.Key));

    private DurableRecord<TPage> Earlier(int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{name}-{number}"), context, storage);
}
