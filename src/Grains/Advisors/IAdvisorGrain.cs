using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Series;
using Scheduling.Grains.Waitlists;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Advisors;

/// <summary>
/// An advisor, keyed by identity. Owns network and working hours, the advisor's calendar, and the truth about every
/// booking the advisor leads: the record in its own week page is the booking.
/// </summary>
[Alias("scheduling.advisor")]
public interface IAdvisorGrain : ICalendarGrain, IWorkshopHost
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

    /// <summary>
    /// Makes something else of a booking that this advisor leads, for the lead and managers of the lead's network: takes
    /// everything anew, then gives up what it held; on a refusal it still stands as it was.
    /// </summary>
    [Alias("change")]
    Task<Outcome<BookingView>> ChangeAsync(ChangeBooking command);

    /// <summary>The answer of the room's owner to a request that this advisor leads.</summary>
    [Alias("decide")]
    Task<Outcome<BookingView>> DecideAsync(DecideBooking command);

    /// <summary>A co-host's answer to an invitation to a booking that this advisor leads.</summary>
    [Alias("answer-invitation")]
    Task<Outcome<BookingView>> AnswerAsync(AnswerInvitation command);

    /// <summary>Takes a co-host out of a booking that this advisor leads, for that co-host; the booking goes on.</summary>
    [Alias("leave")]
    Task<Outcome<BookingView>> LeaveAsync(LeaveBooking command);

    /// <summary>Asks, for this advisor, to join a booking that another leads.</summary>
    [Alias("ask-to-join")]
    Task<Outcome<JoinRequestView>> AskToJoinAsync(AskToJoin command);

    /// <summary>Takes such a request for a booking that this advisor leads. Durable when it answers; can be repeated.</summary>
    /// <remarks>Called by the grain of the advisor who asks, which has checked who that is.</remarks>
    [Alias("join")]
    Task<Outcome<JoinRequestView>> JoinAsync(JoinBooking command);

    /// <summary>The answer of the lead, or of managers of the lead's network, to a request to join.</summary>
    [Alias("answer-join-request")]
    Task<Outcome<BookingView>> AnswerAsync(AnswerJoinRequest command);

    /// <summary>What became of an advisor's request to join a booking that this advisor leads; null when there is none.</summary>
    /// <remarks>Called for bookings that <see cref="AskedToJoinAsync"/> has named to a caller who may know.</remarks>
    [Alias("join-request")]
    Task<JoinRequestView?> JoinRequestAsync(BookingId booking, AdvisorId advisor);

    /// <summary>Bookings that this advisor asked to join, oldest request first; for the advisor and the network's managers.</summary>
    [Alias("asked-to-join")]
    Task<Outcome<Slice<BookingId>>> AskedToJoinAsync(PageRequest page, Actor actor);

    /// <summary>Bookings that wait for this advisor's answer, by start; for the advisor and the network's managers.</summary>
    [Alias("invitations")]
    Task<Outcome<Slice<BookingId>>> InvitationsAsync(PageRequest page, Actor actor);

    /// <summary>Whose invitations the advisor accepts without being asked; for the advisor and the network's managers.</summary>
    [Alias("invitation-policy")]
    Task<Outcome<InvitationPolicyView>> InvitationPolicyAsync(Actor actor);

    /// <summary>Sets whose invitations the advisor accepts without being asked, from the next invitation on.</summary>
    [Alias("set-invitation-policy")]
    Task<Outcome<AdvisorView>> SetInvitationPolicyAsync(SetInvitationPolicy command);

    /// <summary>
    /// The people of a booking that this advisor leads have come, from 15 minutes before its start; said again it corrects how
    /// many. For its parties and the room's owner.
    /// </summary>
    [Alias("check-in")]
    Task<Outcome<BookingView>> CheckInAsync(CheckIn command);

    /// <summary>They have gone: it is over, and the rest of the slot is free. For its parties and the room's owner.</summary>
    [Alias("check-out")]
    Task<Outcome<BookingView>> CheckOutAsync(CheckOut command);

    /// <summary>
    /// Holds a slot for this advisor, who waited for it, until the offer is answered; or books it outright. For a room's
    /// waiting list only. The same booking asked for again is the same booking; a refusal is final.
    /// </summary>
    [Alias("offer")]
    Task<Outcome<BookingView>> OfferAsync(OfferSlot asked);

    /// <summary>The answer to an offer, for the lead and managers of the lead's network.</summary>
    [Alias("answer-offer")]
    Task<Outcome<BookingView>> AnswerOfferAsync(AnswerOffer command);

    /// <summary>A booking that this advisor leads, for its parties and the room's owner.</summary>
    [Alias("get-booking")]
    Task<Outcome<BookingView>> GetBookingAsync(BookingId booking, Actor actor);

    /// <summary>
    /// The room of a booking that this advisor leads is another owner's by now. False while the booking is being decided, or
    /// when it cannot be noted: it is to be said again. Can be repeated, and come late.
    /// </summary>
    /// <remarks>Called by the grain of the room.</remarks>
    [Alias("hand-over"), ResponseTimeout("00:00:10")]
    Task<bool> HandOverAsync(HandOver news);

    /// <summary>
    /// Books a series, led by this advisor: as many of its dates as it asks for, or none. One write decides on all of them.
    /// </summary>
    [Alias("book-series"), ResponseTimeout("00:02:00")]
    Task<Outcome<SeriesView>> BookSeriesAsync(BookSeries command);

    /// <summary>Tries the refused dates of a series again, and only those; for whoever may book it.</summary>
    [Alias("retry-series"), ResponseTimeout("00:02:00")]
    Task<Outcome<SeriesView>> RetrySeriesAsync(RetrySeries command);

    /// <summary>Gives up dates of a series, each on its own, for its parties and the room's owner.</summary>
    [Alias("cancel-series"), ResponseTimeout("00:02:00")]
    Task<Outcome<SeriesView>> CancelSeriesAsync(CancelSeries command);

    /// <summary>Moves dates of a series, each on its own, for whoever may book it; a date that is refused stays where it is.</summary>
    [Alias("reschedule-series"), ResponseTimeout("00:02:00")]
    Task<Outcome<SeriesView>> RescheduleSeriesAsync(RescheduleSeries command);

    /// <summary>The owner's answer to every date of a series that waits for it.</summary>
    [Alias("decide-series"), ResponseTimeout("00:02:00")]
    Task<Outcome<SeriesView>> DecideSeriesAsync(DecideSeries command);

    /// <summary>A series that this advisor leads, for its parties and the room's owner.</summary>
    [Alias("get-series")]
    Task<Outcome<SeriesView>> GetSeriesAsync(SeriesId series, Actor actor);

    /// <summary>Bookings the advisor leads or co-hosts in the period, by start; for the advisor and the network's managers.</summary>
    [Alias("bookings")]
    Task<Outcome<Slice<BookingId>>> BookingsAsync(Period during, PageRequest page, Actor actor);

    /// <summary>The rooms in which this advisor led a booking that was agreed to, from what is durable. It tells of no booking.</summary>
    /// <param name="first">The first day, in each room's zone.</param>
    /// <param name="last">The last day, itself included; at most 366 days.</param>
    [Alias("rooms-booked")]
    Task<ImmutableArray<RoomId>> RoomsBookedAsync(LocalDate first, LocalDate last);

    /// <summary>Busy or free, without saying why, from what is durable.</summary>
    [Alias("free-busy")]
    Task<ImmutableArray<FreeBusy>> FreeBusyAsync(Period during);

    /// <summary>Every reason for which a claim on the advisor's time would be refused now. Takes nothing.</summary>
    /// <param name="period">When.</param>
    /// <param name="insteadOf">The booking that would move there, and so not be in its own way; null for a new one.</param>
    /// <param name="place">Where, so that the way from and to other bookings counts; null where that is not known.</param>
    [Alias("refusals")]
    Task<ImmutableArray<Refusal>> RefusalsAsync(Period period, BookingId? insteadOf, GeoPoint? place);

    /// <summary>Is the advisor at work and not engaged for all of the period, nor too far away before or after?</summary>
    [Alias("is-free")]
    Task<bool> IsFreeAsync(Period period, BookingId? insteadOf = null, GeoPoint? place = null);

    /// <summary>
    /// Notes that the advisor is away. Bookings that stand in the period, led or co-hosted, refuse it (SLOT_TAKEN), or are
    /// cancelled with its reason when asked to. For the advisor and the network's managers.
    /// </summary>
    [Alias("add-unavailability"), ResponseTimeout("00:01:00")]
    Task<Outcome<UnavailabilityAdded>> AddUnavailabilityAsync(AddUnavailability command);

    /// <summary>Takes an absence back; for the advisor and the network's managers.</summary>
    [Alias("remove-unavailability")]
    Task<Outcome<Unavailability>> RemoveUnavailabilityAsync(RemoveUnavailability command);

    /// <summary>Absences that share time with the period, by start; for the advisor and the network's managers.</summary>
    [Alias("unavailabilities")]
    Task<Outcome<UnavailabilityList>> UnavailabilitiesAsync(Period during, Actor actor);

    /// <summary>
    /// Changes name or working hours. Bookings that stand outside of the new hours refuse it (SLOT_TAKEN), or are cancelled
    /// when asked to. For the advisor and the network's managers.
    /// </summary>
    [Alias("update"), ResponseTimeout("00:01:00")]
    Task<Outcome<AdvisorUpdated>> UpdateAsync(UpdateAdvisor command);

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
