using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Auditing;

/// <summary>
/// The sentences of the design, held against what is stored: pure, and on purpose not by the code that grains decide with,
/// which may be what is wrong.
/// </summary>
internal static class Invariants
{
    /// <summary>I1 on one page: at no instant of the span do claims take more than the capacity.</summary>
    public static IEnumerable<Violation> CheckCapacity(
        string calendar, Period span, IReadOnlyCollection<Claim> claims, Capacity capacity)
    {
        // What is taken only grows at a start, so every peak is seen from one, or from where the span begins.
        var starts = claims.Where(claim => claim.Held.Overlaps(span)).Select(claim => Instant.Max(claim.Held.Start, span.Start));
        foreach (var at in starts.Distinct().Order())
        {
            var present = claims.Where(claim => claim.Held.Contains(at)).ToList();
            // A booking that holds the calendar twice, for its old time and for its new one, needs it once.
            var taken = present.GroupBy(claim => claim.Booking)
                .Sum(booking => (long)booking.Max(claim => capacity.TakenBy(claim.Seats)));
            if (taken > capacity.Total)
            {
                yield return new Violation(Invariant.Capacity, calendar,
                    $"{taken} of {capacity.Total} are taken at {at} by {string.Join(", ", present.Select(Describe))}");
                yield break;
            }
        }
    }

    /// <summary>I2: a booking that stands has what it needs, durably and for all of its time, wherever it takes place.</summary>
    public static IEnumerable<Violation> CheckClaimed(AuditedStore store, BookingRecord booking)
    {
        if (!booking.Stands)
            yield break;
        foreach (var calendar in CalendarsOf(booking).Except(booking.Claims.Select(needed => needed.Calendar)))
            yield return Broken(booking, $"stands and names no claim on {calendar}");
        foreach (var needed in booking.Claims)
        {
            var calendar = store.Calendar(needed.Calendar);
            if (calendar.Find(needed.Id, needed.Period) is not { } claim)
                yield return Broken(booking, $"stands, and {needed.Calendar} does not hold {needed.Id}");
            else if (claim.Booking != booking.Id)
                yield return Broken(booking, $"stands by {Describe(claim)} on {needed.Calendar}");
            else if (!claim.Held.Contains(booking.Period))
                yield return Broken(booking, $"is at {booking.Period}, and {needed.Id} on {needed.Calendar} holds {claim.Held}");
            else if (claim.Seats < booking.Seats)
                yield return Broken(booking, $"needs {booking.Seats} seats, and {needed.Id} on {needed.Calendar} holds {claim.Seats}");
            else
                foreach (var week in calendar.PagesWithout(claim))
                    yield return Broken(booking, $"stands, and {needed.Calendar} holds {needed.Id} but not in {week}");
        }
    }

    /// <summary>I3 as a page changes: no claim goes, or becomes shorter, that a booking needs which stands; one that ended early keeps its past.</summary>
    public static IEnumerable<Violation> CheckKept(
        AuditedStore store, string calendar, IEnumerable<Claim> before, IEnumerable<Claim> after) =>
        from claim in before
        let left = after.FirstOrDefault(other => other.Id == claim.Id)
        let booking = store.Find(claim.Booking)
        where booking is not null && UseOf(calendar, claim, booking) == ClaimUse.Needed
        where booking.Stands ? left?.Held != claim.Held : left?.Held.End < (booking.Presence?.HeldUntil ?? claim.Held.End)
        select new Violation(Invariant.Needed, calendar, $"{Describe(claim)} {(left is null ? "went" : $"holds {left.Held} only")}, and its booking needs it");

    /// <summary>What a claim on a calendar is there for.</summary>
    public static ClaimUse UseOf(string calendar, Claim claim, BookingRecord? booking)
    {
        if (booking is null)
            return ClaimUse.LeftOver;
        if (booking.Claims.Any(needed => needed.Id == claim.Id))
            return ClaimUse.Needed;
        if (booking.Releases.Any(released => released.Id == claim.Id))
            return ClaimUse.BeingReleased;
        // A building that begins to count people takes over claims that no booking lists there; they go when they are asked for.
        if (EntityIds.TryParse<VenueId>(calendar, out _))
            return ClaimUse.LeftOver;
        // Of the attempt that made it: every claim of that is needed, or listed until its calendar has dropped it.
        return claim.MadeAt == booking.CreatedAt ? ClaimUse.None : ClaimUse.LeftOver;
    }

    /// <summary>How violations name a claim.</summary>
    public static string Describe(Claim claim) => $"{claim.Id} of {claim.Booking}";

    private static IEnumerable<string> CalendarsOf(BookingRecord booking) =>
    [
        booking.Room.Value,
        booking.Id.Lead.Value,
        .. booking.CoHosts.Select(coHost => coHost.Value),
        .. booking.Facts.VenueCountsPeople ? [booking.Facts.Venue.Value] : Array.Empty<string>(),
    ];

    private static Violation Broken(BookingRecord booking, string what) =>
        new(Invariant.Claimed, booking.Id.Lead.Value, $"{booking.Id} {what}");
}

/// <summary>What a claim in storage is there for.</summary>
internal enum ClaimUse
{
    /// <summary>Its booking needs it.</summary>
    Needed,

    /// <summary>Its booking remembers to give it back.</summary>
    BeingReleased,

    /// <summary>Of an attempt that came to nothing, or is being decided: gone as soon as somebody asks.</summary>
    LeftOver,

    /// <summary>Nobody needs it and nobody will ever give it back.</summary>
    None,
}
