using System.Collections.Concurrent;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Auditing;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;

namespace Scheduling.Grains.Tests.Simulation;

/// <summary>
/// Watches every value that the store takes and holds the three sentences of the design against it, at once:
/// I1 on every page, claims fit the capacity at every instant; I2 a booking that comes to stand, or to stand elsewhere, has
/// its claim on each of its calendars; I3 a claim only goes when no booking that stands needs it. It knows nothing of the
/// grains' memory.
/// </summary>
internal sealed class StoreAuditor(IReadOnlyDictionary<string, Capacity> capacities)
{
    private readonly AuditedStore _store = new();
    private readonly Dictionary<SeriesId, SeriesRecord> _series = [];

    /// <summary>What was found to be broken.</summary>
    public ConcurrentQueue<Violation> Violations { get; } = new();

    /// <summary>Every booking record as the store holds it.</summary>
    public IReadOnlyCollection<BookingRecord> Bookings => _store.Bookings;

    /// <summary>Every series as the store holds it.</summary>
    public IReadOnlyDictionary<SeriesId, SeriesRecord> Series => _series;

    /// <summary>Pages stored so far.</summary>
    public int Pages { get; private set; }

    /// <summary>Told of a value as soon as the store holds it; one at a time.</summary>
    public void Stored(GrainId grain, string name, object? value)
    {
        var calendar = grain.Key.ToString()!;
        if (value is SeriesRecord series)
            _series[SeriesId.New(AdvisorId.Wrap(calendar), name["series-".Length..])] = series;
        else if (value is ClaimsPage page)
            Take(calendar, WeekOf(name), page.Claims, []);
        else if (value is AdvisorPage advisor)
            Take(calendar, WeekOf(name), advisor.Claims, advisor.Bookings);
    }

    /// <summary>I2 over everything that the store holds; and every date that a series lists is a booking.</summary>
    public void CheckAll()
    {
        Note(Bookings.SelectMany(booking => Invariants.CheckClaimed(_store, booking)));
        Note(from series in _series
             from date in series.Value.Dates
             where date.Booking is { } booking && _store.Find(booking) is null
             select new Violation(Invariant.Claimed, series.Key.Value, $"{date.Booking} is listed and not stored"));
    }

    // A date of a series comes to stand only after its series says so.
    private IEnumerable<Violation> CheckListed(BookingRecord booking)
    {
        if (booking.Series is { } series && !(_series.TryGetValue(series, out var stored) && stored.Lists(booking.Id)))
            yield return new Violation(Invariant.Claimed, series.Value, $"{booking.Id} stands and is not listed");
    }

    /// <summary>Bookings that leave an advisor too little time to get from one to the other.</summary>
    public IEnumerable<string> TooNear() =>
        from calendar in _store.Calendars
        let needed = calendar.Claims.Where(claim => Invariants.UseOf(calendar.Id, claim, _store.Find(claim.Booking)) == ClaimUse.Needed).ToList()
        from claim in needed
        from near in Travel.TooNear(TravelRules.Default, needed.Where(other => other.Booking != claim.Booking), claim)
        select $"{calendar.Id} cannot be at {claim.Booking} and at {near.Booking}";

    private void Take(string calendar, IsoWeek week, ImmutableArray<Claim> claims, ImmutableArray<BookingRecord> bookings)
    {
        Pages++;
        var before = _store.Calendar(calendar).Put(week, claims);
        var changed = bookings.Where(booking => IsElsewhere(booking, _store.Put(booking))).ToList();
        Note(changed.SelectMany(CheckListed));
        Note(Invariants.CheckCapacity(calendar, week.Span, claims, capacities[calendar]));
        Note(changed.SelectMany(booking => Invariants.CheckClaimed(_store, booking)));
        Note(Invariants.CheckKept(_store, calendar, before, claims));
    }

    private static bool IsElsewhere(BookingRecord booking, BookingRecord? before) =>
        before is not { Stands: true } || !before.Claims.SequenceEqual(booking.Claims);

    private void Note(IEnumerable<Violation> found)
    {
        foreach (var violation in found)
            Violations.Enqueue(violation);
    }

    private static IsoWeek WeekOf(string name) => IsoWeek.Parse(name["week-".Length..]);
}
