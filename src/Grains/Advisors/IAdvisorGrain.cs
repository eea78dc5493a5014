using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Advisors;

/// <summary>
/// An advisor, keyed by identity. Owns network and working hours, the advisor's calendar, and the truth about every
/// booking the advisor leads: the record in its own week page is the booking.
/// </summary>
[Alias("scheduling.advisor")]
public interface IAdvisorGrain : ICalendarGrain
{
    /// <summary>Makes the advisor, for a manager of the network.</summary>
    [Alias("register")]
    Task<Outcome<AdvisorView>> RegisterAsync(RegisterAdvisor command);

    /// <summary>Who it is, or null when never registered.</summary>
    [Alias("get")]
    Task<AdvisorView?> GetAsync();

    /// <summary>Books a room, led by this advisor: everything asked for, or nothing and every reason.</summary>
    [Alias("book")]
    Task<Outcome<BookingView>> BookAsync(BookRoom command);

    /// <summary>Gives up a booking that this advisor leads, for its parties and the room's owner.</summary>
    [Alias("cancel")]
    Task<Outcome<BookingView>> CancelAsync(CancelBooking command);

    /// <summary>The answer of the room's owner to a request that this advisor leads.</summary>
    [Alias("decide")]
    Task<Outcome<BookingView>> DecideAsync(DecideBooking command);

    /// <summary>A booking that this advisor leads, for its parties and the room's owner.</summary>
    [Alias("get-booking")]
    Task<Outcome<BookingView>> GetBookingAsync(BookingId booking, Actor actor);

    /// <summary>Bookings the advisor leads or co-hosts in the period, by start; for the advisor and the network's managers.</summary>
    [Alias("bookings")]
    Task<Outcome<Slice<BookingId>>> BookingsAsync(Period during, PageRequest page, Actor actor);

    /// <summary>Busy or free, without saying why, from what is durable.</summary>
    [Alias("free-busy")]
    Task<ImmutableArray<FreeBusy>> FreeBusyAsync(Period during);

    /// <summary>Is the advisor at work and not engaged for all of the period?</summary>
    [Alias("is-free")]
    Task<bool> IsFreeAsync(Period period);

    /// <summary>
    /// Does a claim made in this lead's name stand? Whoever hears "gone" may drop it: before saying so of a claim it
    /// knows nothing of, the lead makes its page's version move, so that no earlier activation can commit it any more.
    /// </summary>
    /// <param name="claim">The claim in somebody's way.</param>
    /// <param name="booking">The booking it names.</param>
    /// <param name="waitForDecision">Wait a little for one that is being decided.</param>
    /// <remarks>Times out well before a claim does, so that whoever meets the claim of a lead that hangs is refused in time.</remarks>
    [Alias("check-claim"), ResponseTimeout("00:00:03")]
    Task<ClaimStanding> CheckClaimAsync(ClaimId claim, BookingId booking, bool waitForDecision);
}

/// <summary>Makes an advisor.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.register-advisor")]
public sealed record RegisterAdvisor
{
    /// <summary>Who asks.</summary>
    [Id(0)] public required Actor Actor { get; init; }

    /// <summary>Of which network.</summary>
    [Id(1)] public required OrganizationId Network { get; init; }

    /// <summary>The advisor's name, 1 to 200 characters.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>IANA zone of the working hours.</summary>
    [Id(3)] public required string TimeZone { get; init; }

    /// <summary>When the advisor works; empty for no such rule.</summary>
    [Id(4)] public ImmutableArray<WeeklyHours> WorkingHours { get; init; } = [];

    /// <summary>The caller's key, if any.</summary>
    [Id(5)] public RequestKey? Key { get; init; }
}

/// <summary>An advisor as others see it.</summary>
[GenerateSerializer, Immutable, Alias("scheduling.advisor-view")]
public sealed record AdvisorView
{
    /// <summary>Which.</summary>
    [Id(0)] public required AdvisorId Id { get; init; }

    /// <summary>Of which network.</summary>
    [Id(1)] public required OrganizationId Network { get; init; }

    /// <summary>The advisor's name.</summary>
    [Id(2)] public required string Name { get; init; }

    /// <summary>IANA zone of the working hours.</summary>
    [Id(3)] public required string TimeZone { get; init; }

    /// <summary>When the advisor works; empty for no such rule.</summary>
    [Id(4)] public required ImmutableArray<WeeklyHours> WorkingHours { get; init; }
}
