using Scheduling.Grains.Advisors;
using Scheduling.Grains.Auditing;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;

namespace Scheduling.Simulation.Tests.Checks;

/// <summary>
/// Holds the design's three sentences against the store whenever it changes, which is after each step that could break one:
/// I1 on each page, I2 for each booking that comes to stand, I3 for each claim that goes. It knows nothing of any memory.
/// </summary>
internal sealed class Watch(IReadOnlyDictionary<string, Capacity> capacities, Action<string> found)
{
    private readonly AuditedStore _store = new();
    private readonly Dictionary<SeriesId, SeriesRecord> _series = [];
    private readonly Dictionary<BookingId, BookingRecord> _provisional = [];

    /// <summary>Every booking, whatever became of it.</summary>
    public IReadOnlyCollection<BookingRecord> Bookings => _store.Bookings;

    /// <summary>Every claim that is stored without a booking that needs it.</summary>
    public IEnumerable<(string Calendar, Claim Claim)> NotNeeded =>
        from calendar in _store.Calendars
        from claim in calendar.Claims
        where Invariants.UseOf(calendar.Id, claim, _store.Find(claim.Booking)) != ClaimUse.Needed
        select (calendar.Id, claim);

    public BookingRecord? Find(BookingId booking) => _store.Find(booking);

    public SeriesRecord? Find(SeriesId series) => _series.GetValueOrDefault(series);

    /// <summary>The claim, if it is stored.</summary>
    public Claim? Find(string calendar, ClaimId claim) => _store.Calendar(calendar).Claims.FirstOrDefault(known => known.Id == claim);

    /// <summary>All claims of a calendar.</summary>
    public IEnumerable<Claim> ClaimsOn(string calendar) => _store.Calendar(calendar).Claims;

    /// <summary>Told of a value as soon as it is stored.</summary>
    public void Stored(string key, string name, object? before, object value)
    {
        switch (value)
        {
            case SeriesRecord series:
                Take(SeriesId.New(AdvisorId.Wrap(key), name["series-".Length..]), series);
                break;
            case ClaimsPage page:
                Take(key, WeekOf(name), page.Claims);
                break;
            case AdvisorPage page:
                Take(key, WeekOf(name), before as AdvisorPage ?? new AdvisorPage(), page);
                break;
        }
    }

    /// <summary>I2 of everything that stands.</summary>
    public void CheckAll() => Note(Bookings.SelectMany(booking => Invariants.CheckClaimed(_store, booking)));

    private void Take(SeriesId id, SeriesRecord series)
    {
        _series[id] = series;
        foreach (var date in series.Dates)
            if (date.Booking is { } booking && _provisional.TryGetValue(booking, out var made))
                Stands(made);
    }

    private void Take(string advisor, IsoWeek week, AdvisorPage before, AdvisorPage page)
    {
        foreach (var date in page.Provisional)
        {
            _provisional[date.Id] = date;
            // Its series has committed it, and nobody has looked since.
            if (IsListed(date) && !date.Claims.IsEmpty && _store.Find(date.Id) is null)
                Stands(date);
        }

        foreach (var lost in before.Bookings.Where(booking => page.Find(booking.Id) is not { } now || now.Version < booking.Version))
            found($"{lost.Id} was stored with version {lost.Version} and is {page.Find(lost.Id)?.Version.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "lost"}");
        var changed = page.Bookings.Where(booking => !before.Bookings.Contains(booking, ReferenceEqualityComparer.Instance)).ToList();
        var former = changed.Select(_store.Put).ToList();
        Take(advisor, week, page.Claims);
        for (var i = 0; i < changed.Count; i++)
        {
            if (changed[i].Series is { } && !IsListed(changed[i]))
                found($"{changed[i].Id} stands, and its series does not list it");
            if (former[i] is not { Stands: true } known || !known.Claims.SequenceEqual(changed[i].Claims))
                Note(Invariants.CheckClaimed(_store, changed[i]));
        }
    }

    private void Take(string calendar, IsoWeek week, ImmutableArray<Claim> claims)
    {
        var before = _store.Calendar(calendar).Put(week, claims);
        Note(Invariants.CheckCapacity(calendar, week.Span, claims, capacities[calendar]));
        Note(Invariants.CheckKept(_store, calendar, before, claims));
    }

    private void Stands(BookingRecord date)
    {
        _store.Put(date);
        Note(Invariants.CheckClaimed(_store, date));
    }

    private bool IsListed(BookingRecord date) =>
        date.Series is { } series && _series.TryGetValue(series, out var record) && record.Lists(date.Id);

    private void Note(IEnumerable<Violation> violations)
    {
        foreach (var violation in violations)
            found($"{violation.Invariant} of {violation.Where}: {violation.What}");
    }

    private static IsoWeek WeekOf(string name) => IsoWeek.Parse(name["week-".Length..]);
}
