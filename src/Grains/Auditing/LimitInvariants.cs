using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;
using Scheduling.Grains.Venues;
using Scheduling.Grains.Waitlists;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Auditing;

/// <summary>
/// Nothing is larger than it may become: whoever lets something in counts before, so a store in which more lies was let
/// past a check. On purpose with the numbers that are documented, and not with the constants that the checks use.
/// </summary>
internal static class LimitInvariants
{
    private const int CoHosts = 10;
    private const int Seats = 1_000;
    private const int JoinRequests = 20;
    private const int Rooms = 500;
    private const int Closures = 1_000;
    private const int Absences = 500;
    private const int SeriesDates = 104;
    private const int WaitForARoom = 500;
    private const int OfOneAdvisor = 20;
    private const int WaitForAPlace = 1_000;
    private const int Places = 1_000;
    private static readonly Duration Longest = Duration.FromDays(7);

    /// <summary>Of a booking.</summary>
    public static IEnumerable<Violation> Check(BookingRecord booking) => Broken(booking.Id.Lead.Value,
    [
        .. Over(booking.CoHosts.Length, CoHosts, $"co-hosts has {booking.Id}"),
        .. Over(booking.Seats, Seats, $"seats has {booking.Id}"),
        .. Over(booking.JoinRequests.Length, JoinRequests, $"requests to join has {booking.Id}"),
        .. Over(booking.Places ?? 0, Places, $"places has {booking.Id}"),
        .. booking.Period.Length > Longest ? [$"{booking.Id} is {booking.Period.Length.TotalDays:0.##} days long, and 7 are the most"] : Array.Empty<string>(),
    ]);

    /// <summary>Of a claim, with the buffers around it.</summary>
    public static IEnumerable<Violation> Check(string calendar, Claim claim) =>
        claim.Held.Length > Longest
            ? Broken(calendar, [$"{Invariants.Describe(claim)} holds {claim.Held.Length.TotalDays:0.##} days, and 7 are the most"])
            : [];

    /// <summary>Of a venue.</summary>
    public static IEnumerable<Violation> Check(string venue, VenueState state) => Broken(venue,
    [
        .. Over(state.Rooms.Length, Rooms, "rooms"),
        .. Over(state.Closures.Length + state.Pending.Length, Closures, "closures"),
    ]);

    /// <summary>Of an advisor.</summary>
    public static IEnumerable<Violation> Check(string advisor, AdvisorState state) =>
        Broken(advisor, Over(state.Absences.Length + state.PendingAbsences.Length, Absences, "absences"));

    /// <summary>Of a series.</summary>
    public static IEnumerable<Violation> Check(SeriesId id, SeriesRecord series) =>
        Broken(id.Value, Over(series.Dates.Length, SeriesDates, "dates"));

    /// <summary>Of a room's waiting list.</summary>
    public static IEnumerable<Violation> Check(string room, WaitlistState list) => Broken(room,
    [
        .. Over(list.Open.Count(), WaitForARoom, "wait for it"),
        .. list.Open.GroupBy(entry => entry.Advisor).SelectMany(entries => Over(entries.Count(), OfOneAdvisor, $"places on its list has {entries.Key}")),
    ]);

    /// <summary>Of a workshop.</summary>
    public static IEnumerable<Violation> Check(BookingId workshop, WorkshopRecord attendees) => Broken(workshop.Lead.Value,
    [
        .. Over(attendees.Counts.Waiting, WaitForAPlace, $"wait for a place in {workshop}"),
        .. Over(attendees.Places ?? 0, Places, $"places has {workshop}"),
    ]);

    private static IEnumerable<string> Over(int count, int limit, string what) =>
        count > limit ? [$"{count} {what}, and {limit} are the most"] : [];

    private static IEnumerable<Violation> Broken(string where, IEnumerable<string> found) =>
        found.Select(what => new Violation(Invariant.Limits, where, what));
}
