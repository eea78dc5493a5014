using Scheduling.Grains.Common;

namespace Scheduling.Grains.Calendars;

/// <summary>Which weeks of a calendar have a page: a page that is not listed was never written and need not be read.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.week-index")]
internal sealed record WeekIndex
{
    /// <summary>In ascending order; at most 53 a year.</summary>
    [Id(0)] public ImmutableSortedSet<int> Weeks { get; init; } = [];
}

/// <summary>
/// The pages of one calendar, one record an ISO week, read when first needed. The cost of a booking grows neither with
/// the years behind it nor with the weeks around it.
/// </summary>
/// <param name="context">The calendar's activation.</param>
/// <param name="storage">Where its pages are.</param>
/// <param name="resume">Goes on with what a page that was read has left undone; null when there is no such thing.</param>
/// <param name="read">Called with what storage was found to hold of a page; null where nobody needs to know.</param>
/// <param name="stored">Called with a page when more of it is durable than before; null where nobody needs to know.</param>
/// <param name="failed">Called when a write has failed; null where nobody needs to know.</param>
internal sealed class WeekPages<TPage>(
    IGrainContext context, IGrainStorage storage, Func<TPage, Task>? resume = null, Action<IsoWeek, TPage>? read = null,
    Action<IsoWeek, TPage>? stored = null, Action? failed = null)
    where TPage : class, new()
{
    private const int PeekedAtOnce = 8;

    private readonly DurableRecord<WeekIndex> _index = new("weeks", context, storage) { Failed = failed };
    private readonly Dictionary<IsoWeek, Task<DurableRecord<TPage>>> _pages = [];

    /// <summary>Reads which pages there are; once, when the grain is activated.</summary>
    public Task LoadIndexAsync() => _index.LoadAsync();

    /// <summary>Numbers of the weeks that have a page, or are about to have one that is being written.</summary>
    public ImmutableSortedSet<int> Listed => _index.Current.Weeks;

    /// <summary>True when the week has a page, or is about to have one: asking for it costs nothing.</summary>
    public bool Has(IsoWeek week) => _index.Current.Weeks.Contains(week.Number) || _pages.ContainsKey(week);

    /// <summary>The weeks that the period reaches into and that have a page, or are about to have one.</summary>
    public IEnumerable<IsoWeek> WeeksWithin(Period during) =>
        CalendarRules.PagesOf(during).Where(Has);

    /// <summary>Every week from this one on that has a page, or is about to have one.</summary>
    public IEnumerable<IsoWeek> WeeksFrom(IsoWeek first) =>
        _index.Current.Weeks.Union(_pages.Keys.Select(week => week.Number))
            .Where(number => number >= first.Number).Select(number => new IsoWeek(number));

    /// <summary>The page of a week, read if need be.</summary>
    public Task<DurableRecord<TPage>> LoadAsync(IsoWeek week)
    {
        // A failed read must not be remembered.
        if (_pages.TryGetValue(week, out var known) && !known.IsFaulted)
            return known;
        return _pages[week] = ReadAsync(week);
    }

    /// <summary>A page that an earlier <see cref="LoadAsync(IsoWeek)"/> has read.</summary>
    public DurableRecord<TPage> Loaded(IsoWeek week) =>
        TryLoaded(week) ?? throw new InvalidOperationException($"The page of {week} is not loaded.");

    /// <summary>A page if it has been read.</summary>
    public DurableRecord<TPage>? TryLoaded(IsoWeek week) =>
        _pages.TryGetValue(week, out var page) && page.IsCompletedSuccessfully ? page.Result : null;

    /// <summary>The pages of several weeks, read together.</summary>
    public async Task<IReadOnlyList<DurableRecord<TPage>>> LoadAsync(IEnumerable<IsoWeek> weeks) =>
        await Task.WhenAll(weeks.Select(LoadAsync));

    /// <summary>
    /// What storage holds of some weeks, a few read at a time, and nothing of it is kept: for a look at years that hardly
    /// anybody looks at twice.
    /// </summary>
    public async Task<IReadOnlyList<TPage>> PeekAsync(IEnumerable<IsoWeek> weeks)
    {
        var found = new List<TPage>();
        foreach (var some in weeks.Chunk(PeekedAtOnce))
            found.AddRange(await Task.WhenAll(some.Select(PeekAsync)));
        return found;
    }

    /// <summary>
    /// Stores a page. Its week is listed first, so the list never lacks a page that exists; an activation whose list is
    /// out of date is refused by the list's version before it could take an existing page for an empty one.
    /// </summary>
    public async Task SaveAsync(IsoWeek week)
    {
        var page = await LoadAsync(week);
        if (page.IsDurable)
            return;
        if (!_index.Current.Weeks.Contains(week.Number))
            _index.Decide(new WeekIndex { Weeks = _index.Current.Weeks.Add(week.Number) });
        await _index.SaveAsync();
        await page.SaveAsync();
    }

    /// <summary>
    /// Sees to it that no earlier activation can write the page any more (<see cref="DurableRecord{T}.FenceAsync"/>). One that is
    /// not there could only be written after the list, so that none is made to keep others from making it.
    /// </summary>
    public async Task FenceAsync(IsoWeek week)
    {
        if (!_index.Current.Weeks.Contains(week.Number))
        {
            await _index.FenceAsync();
            return;
        }

        await _index.SaveAsync();
        await (await LoadAsync(week)).FenceAsync();
    }

    private async Task<TPage> PeekAsync(IsoWeek week)
    {
        if (_pages.TryGetValue(week, out var known) && !known.IsFaulted)
            return (await known).Durable;
        var page = NewPage(week);
        if (_index.Current.Weeks.Contains(week.Number))
            await page.LoadAsync();
        return page.Durable;
    }

    private async Task<DurableRecord<TPage>> ReadAsync(IsoWeek week)
    {
        var page = NewPage(week);
        if (!_index.Current.Weeks.Contains(week.Number))
            return page;
        await page.LoadAsync();
        read?.Invoke(week, page.Durable);
        // Whoever reads does not wait for it.
        _ = resume?.Invoke(page.Current);
        return page;
    }

    private DurableRecord<TPage> NewPage(IsoWeek week) => new($"week-{week}", context, storage)
    {
        Stored = stored is null ? null : page => stored(week, page),
        Failed = failed,
    };
}
