using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Waitlists;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Tests.Life;

/// <summary>Every operation on a booking that exists, as the API sends it to its grain.</summary>
internal static class LifeOperations
{
    /// <summary>By the name of the mutation.</summary>
    public static IReadOnlyDictionary<string, LifeOperation> All { get; } = new Dictionary<string, LifeOperation>(StringComparer.Ordinal)
    {
        ["cancelBooking"] = new(typeof(CancelBooking), async call =>
            Codes(await call.Lead.CancelAsync(new CancelBooking { Actor = call.Actor, Booking = call.Booking }))),
        ["decideBooking"] = new(typeof(DecideBooking), async call =>
            Codes(await call.Lead.DecideAsync(new DecideBooking { Actor = call.Actor, Booking = call.Booking, Decision = Decision.Accept }))),
        ["rescheduleBooking"] = new(typeof(ChangeBooking), async call =>
            Codes(await call.Lead.ChangeAsync(new ChangeBooking { Actor = call.Actor, Booking = call.Booking, Period = call.Free, CoHosts = [] }))),
        ["changeBooking"] = new(typeof(ChangeBooking), async call =>
            Codes(await call.Lead.ChangeAsync(new ChangeBooking { Actor = call.Actor, Booking = call.Booking, Seats = 2, CoHosts = [] }))),
        ["registerAttendee"] = new(typeof(RegisterAttendee), async call =>
            Codes(await call.Lead.RegisterAttendeeAsync(new RegisterAttendee
            {
                Actor = call.Actor,
                Booking = call.Booking,
                Network = call.ActsFor,
                Reference = "new",
            }))),
        ["cancelRegistration"] = new(typeof(CancelRegistration), async call =>
            Codes(await call.Lead.CancelRegistrationAsync(new CancelRegistration
            {
                Actor = call.Actor,
                Booking = call.Booking,
                Network = call.ActsFor,
                Reference = LifeScene.Attendee,
            }))),
        ["forgetAttendee"] = new(typeof(ForgetAttendee), async call =>
            Codes(await call.Lead.ForgetAttendeeAsync(new ForgetAttendee
            {
                Actor = call.Actor,
                Booking = call.Booking,
                Network = call.ActsFor,
                Reference = LifeScene.Attendee,
            }))),
        ["recordAttendance"] = new(typeof(RecordAttendance), async call =>
            Codes(await call.Lead.RecordAttendanceAsync(new RecordAttendance
            {
                Actor = call.Actor,
                Booking = call.Booking,
                Attendances = [new AttendanceEntry { Network = call.Network, Reference = LifeScene.Attendee, Attendance = Attendance.Attended }],
            })))
        {
            HasBegun = true,
        },
        ["setPlaces"] = new(typeof(SetPlaces), async call =>
            Codes(await call.Lead.SetPlacesAsync(new SetPlaces { Actor = call.Actor, Booking = call.Booking, Places = 6 }))),
        ["answerInvitation"] = new(typeof(AnswerInvitation), async call =>
            Codes(await call.Lead.AnswerAsync(new AnswerInvitation { Actor = call.Actor, Booking = call.Booking, Advisor = call.CoHost, Decision = Decision.Accept }))),
        ["leaveBooking"] = new(typeof(LeaveBooking), async call =>
            Codes(await call.Lead.LeaveAsync(new LeaveBooking { Actor = call.Actor, Booking = call.Booking, Advisor = call.CoHost }))),
        ["answerJoinRequest"] = new(typeof(AnswerJoinRequest), async call =>
            Codes(await call.Lead.AnswerAsync(new AnswerJoinRequest { Actor = call.Actor, Booking = call.Booking, Advisor = LifeScene.Asker, Decision = Decision.Decline }))),
        ["answerOffer"] = new(typeof(AnswerOffer), async call =>
            Codes(await call.Lead.AnswerOfferAsync(new AnswerOffer { Actor = call.Actor, Booking = call.Booking, Decision = Decision.Accept }))),
        ["checkIn"] = new(typeof(CheckIn), async call => Codes(await call.Lead.CheckInAsync(new CheckIn { Actor = call.Actor, Booking = call.Booking })))
        {
            HasBegun = true,
        },
        ["checkOut"] = new(typeof(CheckOut), async call => Codes(await call.Lead.CheckOutAsync(new CheckOut { Actor = call.Actor, Booking = call.Booking })))
        {
            HasBegun = true,
        },
    };

    private static RefusalCode[] Codes<T>(Outcome<T> outcome) where T : class => outcome.Codes();
}

/// <summary>An operation.</summary>
/// <param name="Command">What its grain is sent.</param>
/// <param name="CallAsync">Calls it and tells the codes of its refusals.</param>
internal sealed record LifeOperation(Type Command, Func<LifeCall, Task<RefusalCode[]>> CallAsync)
{
    /// <summary>True for one that only makes sense while the booking takes place.</summary>
    public bool HasBegun { get; init; }
}

/// <summary>One call on one booking.</summary>
/// <param name="Lead">The grain of the booking's lead.</param>
/// <param name="Booking">Which booking.</param>
/// <param name="Actor">Who calls.</param>
/// <param name="Network">The lead's network.</param>
/// <param name="Free">Time that nobody else wants.</param>
/// <param name="CoHost">Who takes part, or is asked to while it is pending.</param>
internal sealed record LifeCall(Advisors.IAdvisorGrain Lead, BookingId Booking, Actor Actor, OrganizationId Network, Period Free, AdvisorId CoHost)
{
    /// <summary>The network an administrator has to name; others act for their own.</summary>
    public OrganizationId? ActsFor => Actor.IsAdmin ? Network : null;
}
