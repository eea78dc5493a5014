using System.Globalization;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Organizations;

/// <summary>A stretch of an organisation's list.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.member-page")]
internal sealed record MemberPage
{
    /// <summary>Identities, oldest first; at most <see cref="MemberList.PageLength"/>.</summary>
    [Id(0)] public ImmutableArray<string> Members { get; init; } = [];
}

/// <summary>
/// A list that only grows, stored in pages of a fixed length: adding the 40,000th venue writes as little as adding the
/// first. All of it is kept in memory, some 100 bytes an entry.
/// </summary>
internal sealed class MemberList(string name, IGrainContext context, IGrainStorage storage)
{
    public const int PageLength = 256;

    private readonly List<DurableRecord<MemberPage>> _pages = [];
    private readonly Dictionary<string, DurableRecord<MemberPage>> _known = new(StringComparer.Ordinal);

    /// <summary>Reads the list.</summary>
    public async Task LoadAsync()
    {
        do
        {
            _pages.Add(NewPage());
            await _pages[^1].LoadAsync();
            foreach (var member in _pages[^1].Current.Members)
                _known[member] = _pages[^1];
        }
        while (_pages[^1].Current.Members.Length == PageLength);
    }

    /// <summary>Adds an entry unless it is there; durable when it returns.</summary>
    public async Task AddAsync(string member)
    {
        if (!_known.TryGetValue(member, out var page))
        {
            if (_pages[^1].Current.Members.Length == PageLength)
                _pages.Add(NewPage());
            _known[member] = page = _pages[^1];
            page.Decide(new MemberPage { Members = page.Current.Members.Add(member) });
        }

        // In order: a page behind one that is not full in the store would never be read again.
        foreach (var before in _pages.TakeWhile(other => other != page).ToList())
            await before.SaveAsync();
        await page.SaveAsync();
    }

    /// <summary>A slice of the durable list; the cursor is the place in it.</summary>
    public Slice<TId> Slice<TId>(PageRequest request, Func<string, TId> wrap)
    {
        var start = int.TryParse(request.After, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? Math.Min(after, _pages.Count * PageLength) + 1 : 0;
        // One more than asked for tells whether more follow.
        var items = Enumerable.Range(start, request.First + 1)
            .Where(index => index / PageLength < _pages.Count && index % PageLength < DurableAt(index).Length)
            .Select(index => new SliceItem<TId>(
                index.ToString(CultureInfo.InvariantCulture), wrap(DurableAt(index)[index % PageLength])))
            .ToImmutableArray();
        return new Slice<TId>
        {
            Items = items.Length > request.First ? items.RemoveAt(request.First) : items,
            HasNext = items.Length > request.First,
            HasPrevious = start > 0,
        };
    }

    private ImmutableArray<string> DurableAt(int index) => _pages[index / PageLength].Durable.Members;

    private DurableRecord<MemberPage> NewPage() =>
        new(string.Create(CultureInfo.InvariantCulture, $"{name}-{_pages.Count:D5}"), context, storage);
}
