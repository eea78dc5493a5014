using System.Collections.Concurrent;
using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Simulation;

/// <summary>
/// Watches every value that the store takes and holds the three sentences of the design against it, at once:
/// I1 on every page, claims fit the capacity at every instant; I2 a booking that comes to stand has its claim on each of
/// its calendars; I3 a claim only goes when no booking that stands needs it. It knows nothing of the grains' memory.
/// </summary>
internal sealed class StoreAuditor(IReadOnlyDictionary<string, Capacity> capacities)
{
    private readonly Dictionary<string, Dictionary<IsoWeek, ImmutableArray<Claim>>> _claims = new(StringComparer.Ordinal);
    private readonly Dictionary<BookingId, BookingRecord> _bookings = [];

    /// <summary>What was found to be broken.</summary>
    public ConcurrentQueue<string> Violations { get; } = new();

    /// <summary>Every booking record as the store holds it.</summary>
    public IReadOnlyCollection<BookingRecord> Bookings => _bookings.Values;

    /// <summary>Pages stored so far.</summary>
    public int Pages { get; private set; }

    /// <summary>Told of a value as soon as the store holds it; one at a time.</summary>
    public void Stored(GrainId grain, string name, object? value)
    {
        var calendar = grain.Key.ToString()!;
        if (value is ClaimsPage page)
            Take(calendar, WeekOf(name), page.Claims, []);
        else if (value is AdvisorPage advisor)
            Take(calendar, WeekOf(name), advisor.Claims, advisor.Bookings);
    }

    /// <summary>I2 over everything that the store holds.</summary>
    public void CheckAll()
    {
        foreach (var booking in _bookings.Values.Where(booking => booking.Stands))
            CheckHasItsClaims(booking);
    }

    private void Take(string calendar, IsoWeek week, ImmutableArray<Claim> claims, ImmutableArray<BookingRecord> bookings)
    {
        Pages++;
        if (!_claims.TryGetValue(calendar, out var pages))
            _claims[calendar] = pages = [];
        var before = pages.GetValueOrDefault(week, []);
        pages[week] = claims;
        var began = bookings.Where(booking => booking.Stands && !(_bookings.GetValueOrDefault(booking.Id)?.Stands ?? false)).ToList();
        foreach (var booking in bookings)
            _bookings[booking.Id] = booking;

        var taken = CalendarRules.PeakTaken(claims, week.Span, capacities[calendar]);
        if (taken > capacities[calendar].Total)
            Violations.Enqueue($"I1: {calendar} in {week} holds {taken} of {capacities[calendar].Total}");
        foreach (var booking in began)
            CheckHasItsClaims(booking);
        foreach (var gone in before.Except(claims))
            if (_bookings.GetValueOrDefault(gone.Booking) is { Stands: true } booking && booking.Claims.Any(known => known.Id == gone.Id))
                Violations.Enqueue($"I3: {calendar} gave up {gone.Id} of {booking.Id}, which stands");
    }

    private void CheckHasItsClaims(BookingRecord booking)
    {
        foreach (var needed in booking.Claims)
        {
            var pages = _claims.GetValueOrDefault(needed.Calendar, []);
            var claim = pages.Values.SelectMany(claims => claims).FirstOrDefault(known => known.Id == needed.Id);
            if (claim is null || CalendarRules.PagesOf(claim.Held).Any(week => !pages.GetValueOrDefault(week, []).Contains(claim)))
                Violations.Enqueue($"I2: {booking.Id} stands without {needed.Id} on {needed.Calendar}");
        }
    }

    private static IsoWeek WeekOf(string name) => IsoWeek.Parse(name["week-".Length..]);
}
