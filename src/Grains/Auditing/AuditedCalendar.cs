using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Auditing;

/// <summary>One calendar as a store holds it: its pages, and how much it takes.</summary>
internal sealed class AuditedCalendar(string id)
{
    private readonly Dictionary<IsoWeek, ImmutableArray<Claim>> _pages = [];

    /// <summary>The identity of the room, advisor or venue.</summary>
    public string Id => id;

    /// <summary>How much it holds at every instant; null when nothing stored says so.</summary>
    public Capacity? Capacity { get; set; }

    /// <summary>When that capacity was stored at the latest; what was over by then is not held against it.</summary>
    public Instant CapacityFrom { get; set; } = Instant.MinValue;

    /// <summary>The weeks that its grain knows it has a page of; null when nothing stored says so.</summary>
    public ImmutableSortedSet<int>? ListedWeeks { get; set; }

    /// <summary>Its pages.</summary>
    public IReadOnlyDictionary<IsoWeek, ImmutableArray<Claim>> Pages => _pages;

    /// <summary>Every claim on any page, once.</summary>
    public IEnumerable<Claim> Claims => _pages.Values.SelectMany(claims => claims).DistinctBy(claim => claim.Id);

    /// <summary>Takes a page, new or in place of its former version.</summary>
    /// <returns>What the page held before.</returns>
    public ImmutableArray<Claim> Put(IsoWeek week, ImmutableArray<Claim> claims)
    {
        var before = _pages.GetValueOrDefault(week, []);
        _pages[week] = claims;
        return before;
    }

    /// <summary>A claim asked for at this time, if any page on which it could lie holds it.</summary>
    public Claim? Find(ClaimId claim, Period askedFor) =>
        CalendarRules.PagesOf(askedFor.Widen(CalendarRules.BufferMax, CalendarRules.BufferMax))
            .SelectMany(week => _pages.GetValueOrDefault(week, []))
            .FirstOrDefault(known => known.Id == claim);

    /// <summary>The weeks that the claim reaches into and whose pages do not hold it.</summary>
    public IEnumerable<IsoWeek> PagesWithout(Claim claim) =>
        CalendarRules.PagesOf(claim.Held).Where(week => !_pages.GetValueOrDefault(week, []).Any(known => known.Id == claim.Id));
}
