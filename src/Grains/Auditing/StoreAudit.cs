using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Series;
using Scheduling.Grains.Venues;
using Scheduling.Grains.Waitlists;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Auditing;

/// <summary>
/// Proves or refutes the design's three sentences, and what else is to be true, over all records of a store as it was at one moment. It knows nothing of
/// any grain's memory. Holds every claim and booking in memory, a few hundred bytes for each.
/// </summary>
/// <param name="serializer">What the records were written with.</param>
public sealed class StoreAudit(IGrainStorageSerializer serializer)
{
    private const string PagePrefix = "week-";
    private const string AttendeesPrefix = "attendees-";
    private const string SeriesPrefix = "series-";

    private readonly AuditedStore _store = new();
    private readonly Dictionary<BookingId, WorkshopRecord> _workshops = [];
    private readonly Dictionary<SeriesId, SeriesRecord> _series = [];
    private readonly Dictionary<string, (WaitlistState List, Instant StoredAt)> _waitlists = new(StringComparer.Ordinal);
    private readonly List<BookingRecord> _provisional = [];
    private readonly List<string> _unreadable = [];
    private readonly List<Violation> _misfiled = [];
    private readonly List<Violation> _overLimits = [];
    private int _records;

    /// <summary>Takes one record.</summary>
    /// <param name="grainType">The type of the grain it belongs to.</param>
    /// <param name="key">The key of that grain.</param>
    /// <param name="state">The name the grain gave it.</param>
    /// <param name="payload">Its bytes.</param>
    /// <param name="storedAt">When it was last written.</param>
    public void Take(string grainType, string key, string state, BinaryData payload, Instant storedAt)
    {
        _records++;
        try
        {
            TakeRecord(grainType, key, state, payload, storedAt);
        }
        catch (Exception failure)
        {
            // Whatever a damaged record does to a reader, the others can be read.
            _unreadable.Add($"{grainType}/{state} of {key}: {failure.Message}");
        }
    }

    /// <summary>What is true of everything taken so far.</summary>
    public AuditReport Judge()
    {
        // What its series has committed is a booking, whatever its page says yet; the claims of the rest are left over.
        var series = new SeriesInvariants(_series);
        foreach (var date in _provisional.Where(series.IsCommitted))
            Put(date);
        _provisional.Clear();
        var uses = _store.Calendars
            .SelectMany(calendar => calendar.Claims.Select(claim => (calendar, claim, use: Invariants.UseOf(calendar.Id, claim, _store.Find(claim.Booking)))))
            .ToLookup(found => found.use);
        return new AuditReport
        {
            Records = _records,
            Calendars = _store.Calendars.Count,
            Pages = _store.Calendars.Sum(calendar => calendar.Pages.Count),
            Claims = uses.Sum(use => use.Count()),
            Bookings = _store.Bookings.Count,
            Standing = _store.Bookings.Count(booking => booking.Stands),
            Workshops = _workshops.Count,
            Attendees = _workshops.Values.Sum(workshop => workshop.Attendees.Length),
            Series = _series.Values.Count(series => series.IsMade),
            Waitlisted = _waitlists.Values.Sum(known => known.List.Entries.Length),
            LeftOver = uses[ClaimUse.LeftOver].Count(),
            BeingReleased = uses[ClaimUse.BeingReleased].Count(),
            OlderThanSettings = _store.Calendars.Sum(calendar => calendar.Claims.Count(claim => claim.Held.End <= calendar.CapacityFrom)),
            Unreadable = [.. _unreadable],
            Violations =
            [
                .. _misfiled,
                .. _store.Calendars.SelectMany(CheckFiled),
                .. _store.Calendars.SelectMany(CheckCapacity),
                .. _store.Bookings.SelectMany(booking => Invariants.CheckClaimed(_store, booking)),
                .. _workshops.SelectMany(workshop => RegistrationInvariants.Check(workshop.Key, workshop.Value, _store.Find(workshop.Key))),
                .. series.Check(_store),
                .. new WaitlistInvariants(_waitlists).Check(_store),
                .. _overLimits,
                .. _store.Bookings.SelectMany(LimitInvariants.Check),
                .. _store.Calendars.SelectMany(calendar => calendar.Claims.SelectMany(claim => LimitInvariants.Check(calendar.Id, claim))),
                .. _series.SelectMany(series => LimitInvariants.Check(series.Key, series.Value)),
                .. _workshops.SelectMany(workshop => LimitInvariants.Check(workshop.Key, workshop.Value)),
                .. _waitlists.SelectMany(list => LimitInvariants.Check(list.Key, list.Value.List)),
                .. uses[ClaimUse.None].Select(stray => new Violation(Invariant.Needed, stray.calendar.Id,
                    $"{Invariants.Describe(stray.claim)} is neither needed by its booking, which is "
                    + $"{_store.Find(stray.claim.Booking)!.Status}, nor listed there to be given back")),
            ],
        };
    }

    private void TakeRecord(string grainType, string key, string state, BinaryData payload, Instant storedAt)
    {
        switch (grainType, state)
        {
            case ("advisor" or "room" or "venue", "weeks"):
                _store.Calendar(key).ListedWeeks = Read<WeekIndex>(payload).Weeks;
                break;
            case ("advisor", "advisor"):
                _store.Calendar(key).Capacity = Capacity.One;
                _overLimits.AddRange(LimitInvariants.Check(key, Read<AdvisorState>(payload)));
                break;
            case ("room", "room") when Read<RoomState>(payload).Details is { } details:
                (_store.Calendar(key).Capacity, _store.Calendar(key).CapacityFrom) = (details.Capacity, storedAt);
                break;
            case ("venue", "venue") when Read<VenueState>(payload) is { Details: { } details } venue:
                // A building without a limit may hold claims of the time when it had one.
                (_store.Calendar(key).Capacity, _store.Calendar(key).CapacityFrom) =
                    (Capacity.Seats(details.MaxOccupancy ?? int.MaxValue), storedAt);
                _overLimits.AddRange(LimitInvariants.Check(key, venue));
                break;
            case ("advisor", _) when state.StartsWith(PagePrefix, StringComparison.Ordinal):
                TakePage(key, WeekOf(state), Read<AdvisorPage>(payload));
                break;
            case ("advisor", _) when state.StartsWith(AttendeesPrefix, StringComparison.Ordinal):
                _workshops[WorkshopOf(key, state)] = Read<WorkshopRecord>(payload);
                break;
            case ("advisor", _) when state.StartsWith(SeriesPrefix, StringComparison.Ordinal):
                _series[SeriesId.New(AdvisorId.Wrap(key), state[SeriesPrefix.Length..])] = Read<SeriesRecord>(payload);
                break;
            case ("room", "waitlist"):
                _waitlists[key] = (Read<WaitlistState>(payload), storedAt);
                break;
            case ("room" or "venue", _) when state.StartsWith(PagePrefix, StringComparison.Ordinal):
                _store.Calendar(key).Put(WeekOf(state), Read<ClaimsPage>(payload).Claims);
                break;
        }
    }

    private void TakePage(string lead, IsoWeek week, AdvisorPage page)
    {
        _store.Calendar(lead).Put(week, page.Claims);
        foreach (var booking in page.Bookings.Concat(page.Provisional))
            if (booking.Id.Lead.Value != lead || booking.Id.Week != week)
                _misfiled.Add(new Violation(Invariant.Filed, lead, $"{booking.Id} lies in {week}"));
        foreach (var booking in page.Bookings)
            Put(booking);
        _provisional.AddRange(page.Provisional);
    }

    private void Put(BookingRecord booking)
    {
        if (_store.Put(booking) is not null)
            _misfiled.Add(new Violation(Invariant.Filed, booking.Id.Lead.Value, $"{booking.Id} is stored twice"));
    }

    private static IEnumerable<Violation> CheckFiled(AuditedCalendar calendar)
    {
        foreach (var (week, claims) in calendar.Pages)
        {
            // Its grain would take the week for empty.
            if (calendar.ListedWeeks?.Contains(week.Number) != true)
                yield return new Violation(Invariant.Filed, calendar.Id, $"the page of {week} is stored and not listed");
            foreach (var claim in claims.Where(claim => !claim.Held.Overlaps(week.Span)))
                yield return new Violation(Invariant.Filed, calendar.Id, $"{Invariants.Describe(claim)} lies in {week}");
        }
    }

    private static IEnumerable<Violation> CheckCapacity(AuditedCalendar calendar)
    {
        foreach (var (week, claims) in calendar.Pages.Where(page => !page.Value.IsEmpty).OrderBy(page => page.Key.Number))
        {
            if (calendar.Capacity is not { } capacity)
            {
                yield return new Violation(Invariant.Capacity, calendar.Id, $"{claims.Length} claims lie in {week}, and nothing says what it holds");
                continue;
            }

            var span = week.Span with { Start = Instant.Max(week.Start, Instant.Min(calendar.CapacityFrom, week.Span.End)) };
            foreach (var violation in Invariants.CheckCapacity(calendar.Id, span, claims, capacity))
                yield return violation;
        }
    }

    private T Read<T>(BinaryData payload) where T : class =>
        serializer.Deserialize<T>(payload) ?? throw new InvalidDataException("it holds no value.");

    // The booking's identity without what its lead says already.
    private static BookingId WorkshopOf(string lead, string state) =>
        new($"booking-{lead[(AdvisorId.Kind.Length + 1)..]}-{state[AttendeesPrefix.Length..]}");

    private static IsoWeek WeekOf(string state) => IsoWeek.Parse(state[PagePrefix.Length..]);
}
