using System.Globalization;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Feeds;

/// <summary>
/// The entries of one feed in pages of a fixed length: the millionth costs as much as the first. In memory are the last
/// page and as many before it as are needed to recognise repeats; older ones are read when somebody asks.
/// </summary>
internal sealed class FeedPages(IGrainContext context, IGrainStorage storage)
{
    /// <summary>
    /// Entries of a page. A page is written anew with each change of it, and PostgreSQL compresses rows beyond 2 KB: with 64
    /// entries that was most of what a booking cost the database.
    /// </summary>
    public const int PageLength = 12;

    /// <summary>Entries of a page in feeds that began when pages were longer; they stay as they are.</summary>
    public const int FormerPageLength = 64;

    // So many entries are read back at a time, in as many reads at once as they have pages.
    private const int EntriesAtOnce = 256;

    private readonly DurableRecord<FeedEnd> _end = new("feed", context, storage);
    // The pages in memory, without a gap up to the last.
    private readonly List<DurableRecord<FeedPage>> _tail = [];
    private readonly HashSet<(BookingId, long)> _known = [];
    private int _first;
    private int _length = PageLength;

    private int Last => _first + _tail.Count - 1;

    /// <summary>Number of the last durable entry.</summary>
    public long DurableEnd
    {
        get
        {
            // Pages are stored in order: before the first that is not full all are, and behind it there is none.
            var index = _tail.Count - 1;
            while (index > 0 && _tail[index - 1].Durable.Entries.Length < _length)
                index--;
            return ((_first + index) * (long)_length) + _tail[index].Durable.Entries.Length;
        }
    }

    /// <summary>True when the store has everything that was added: pages are stored in order.</summary>
    public bool IsDurable => _tail[^1].IsDurable;

    public async Task LoadAsync()
    {
        await _end.LoadAsync();
        _first = _end.Current.LastPage;
        var last = await ReadAsync(_first);
        // A feed keeps to the length it began with. Its first page may be all there is of it.
        if (_first > 0)
            _length = _end.Current.PageLength ?? FormerPageLength;
        else if (!last.Current.Entries.IsEmpty)
            _length = last.Current.PageLength ?? FormerPageLength;
        Insert(last);
    }

    /// <summary>True when the store holds entries that another activation appended.</summary>
    public async Task<bool> IsOvertakenAsync()
    {
        var end = new DurableRecord<FeedEnd>("feed", context, storage);
        await end.LoadAsync();
        var page = await ReadAsync(end.Durable.LastPage);
        return (end.Durable.LastPage * (long)_length) + page.Durable.Entries.Length
            > (Last * (long)_length) + _tail[^1].Current.Entries.Length;
    }

    /// <summary>True when every entry appended at this instant or later is in memory.</summary>
    public bool ReachesBackTo(Instant instant) =>
        _first == 0 || (!_tail[0].Current.Entries.IsEmpty && _tail[0].Current.Since <= instant);

    /// <summary>Reads some more pages into memory. To be called again only when it has returned.</summary>
    public async Task ReachBackAsync()
    {
        var numbers = Enumerable.Range(1, Math.Min(_first, Math.Max(1, EntriesAtOnce / _length))).Select(back => _first - back).ToList();
        foreach (var page in await Task.WhenAll(numbers.Select(number => ReadAsync(number))))
        {
            _first--;
            Insert(page);
        }
    }

    /// <summary>Adds what memory does not know yet; it counts once <see cref="SaveAsync"/> has returned.</summary>
    public void Add(IEnumerable<BookingNews> news, Instant now)
    {
        foreach (var item in news.Where(item => _known.Add((item.Booking, item.Version))))
        {
            if (_tail[^1].Current.Entries.Length == _length)
                _tail.Add(NewPage(Last + 1));
            var page = _tail[^1].Current;
            _tail[^1].Decide(new FeedPage
            {
                Since = page.Entries.IsEmpty ? now : page.Since,
                Entries = page.Entries.Add(item),
                PageLength = _length,
            });
        }
    }

    /// <summary>
    /// Stores whatever was added, in order. A page is begun only when the one before it is full in the store, and named as
    /// the last one first: two activations then always meet at one record, whose version refuses one of them.
    /// </summary>
    public async Task SaveAsync()
    {
        foreach (var (page, number) in Waiting())
        {
            if (_end.Current.LastPage < number)
                _end.Decide(new FeedEnd { LastPage = number, PageLength = _length });
            await _end.SaveAsync();
            await page.SaveAsync();
        }
    }

    /// <summary>Lets go of pages that are not needed to recognise what was appended at this instant or later.</summary>
    public void LetGo(Instant instant)
    {
        while (_tail.Count > 1 && _tail[0].IsDurable && !_tail[1].Current.Entries.IsEmpty && _tail[1].Current.Since <= instant)
        {
            _known.ExceptWith(_tail[0].Current.Entries.Select(item => (item.Booking, item.Version)));
            _tail.RemoveAt(0);
            _first++;
        }
    }

    /// <summary>Durable entries behind a number, at most so many.</summary>
    public async Task<ImmutableArray<BookingNews>> ReadAsync(long after, int count)
    {
        var entries = ImmutableArray.CreateBuilder<BookingNews>();
        for (var next = after; entries.Count < count && next < DurableEnd; next = after + entries.Count)
        {
            var (number, index) = ((int)(next / _length), (int)(next % _length));
            var page = number >= _first ? _tail[number - _first] : await ReadAsync(number);
            entries.AddRange(page.Durable.Entries.AsSpan()[index..].Slice(0, Math.Min(page.Durable.Entries.Length - index, count - entries.Count)));
        }

        return entries.DrainToImmutable();
    }

    // The last ones, as pages are stored in order: busy feeds have hundreds in memory.
    private List<(DurableRecord<FeedPage> Page, int Number)> Waiting()
    {
        var index = _tail.Count;
        while (index > 0 && !_tail[index - 1].IsDurable)
            index--;
        return [.. _tail[index..].Select((page, i) => (page, _first + index + i))];
    }

    private void Insert(DurableRecord<FeedPage> page)
    {
        _tail.Insert(0, page);
        _known.UnionWith(page.Current.Entries.Select(item => (item.Booking, item.Version)));
    }

    private async Task<DurableRecord<FeedPage>> ReadAsync(int number)
    {
        var page = NewPage(number);
        await page.LoadAsync();
        return page;
    }

    private DurableRecord<FeedPage> NewPage(int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"page-{number:D8}"), context, storage);
}
