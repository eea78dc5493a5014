using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Rules;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Tests.Workshops;

/// <summary>A workshop of eight places on the morning after <see cref="Some.Now"/>, and what is done with it.</summary>
internal static class Sample
{
    public static BookingRecord Booking { get; } = new()
    {
        Id = BookingId.New(Some.Advisor, IsoWeek.Of(Some.Now), "atelier"),
        Room = EntityIds.Of<RoomId>("salle"),
        Facts = new RoomFacts { Venue = Some.Terms.Venue, Owner = Some.Owner, TimeZone = "Europe/Paris", VenueCountsPeople = false },
        Network = Some.Network,
        CoHosts = [],
        Period = Some.Tomorrow(9, 2),
        Seats = 8,
        Purpose = BookingPurpose.Workshop,
        Status = BookingStatus.Confirmed,
        Version = 1,
        History = [new BookingEvent { At = Some.Now, Status = BookingStatus.Confirmed, By = "camille" }],
        Claims = [],
    };

    public static Actor Caller { get; } = Some.Actor(Some.Network, advisor: null, Role.Manager);

    /// <summary>Registers attendees one after the other.</summary>
    public static WorkshopRecord With(int attendees, BookingRecord? booking = null) =>
        Enumerable.Range(1, attendees).Aggregate(new WorkshopRecord(), (record, i) => record.Register($"a{i}", booking).Record);

    public static (WorkshopRecord Record, ImmutableArray<Refusal> Refusals) Register(
        this WorkshopRecord record, string reference, BookingRecord? booking = null, OrganizationId? network = null,
        RequestKey? key = null, Instant? now = null)
    {
        var (at, of) = (now ?? Some.Now, booking ?? Booking);
        var command = new RegisterAttendee { Actor = Caller, Booking = of.Id, Reference = reference, Key = key };
        return WorkshopRules.Step(record, of, at, current => WorkshopRules.Register(current, of, command, network ?? Some.Network, at));
    }

    public static (WorkshopRecord Record, ImmutableArray<Refusal> Refusals) Cancel(
        this WorkshopRecord record, string reference, BookingRecord? booking = null, OrganizationId? network = null, Instant? now = null)
    {
        var (at, of) = (now ?? Some.Now, booking ?? Booking);
        var command = new CancelRegistration { Actor = Caller, Booking = of.Id, Reference = reference, Reason = $"{reference} is ill" };
        return WorkshopRules.Step(record, of, at, current => WorkshopRules.Cancel(current, of, command, network ?? Some.Network, at));
    }

    public static WorkshopRecord Forget(
        this WorkshopRecord record, string reference, BookingRecord? booking = null, OrganizationId? network = null, Instant? now = null)
    {
        var (at, of) = (now ?? Some.Now, booking ?? Booking);
        var command = new ForgetAttendee { Actor = Caller, Booking = of.Id, Reference = reference };
        return WorkshopRules.Step(record, of, at, current => WorkshopRules.Forget(current, of, command, network ?? Some.Network, at)).Record;
    }

    public static (WorkshopRecord Record, ImmutableArray<Refusal> Refusals) Attend(
        this WorkshopRecord record, Instant now, BookingRecord booking, RequestKey? key, params (string Reference, Attendance Attendance)[] entries)
    {
        var command = new RecordAttendance
        {
            Actor = Caller,
            Booking = booking.Id,
            Key = key,
            Attendances = [.. entries.Select(entry => new AttendanceEntry { Reference = entry.Reference, Attendance = entry.Attendance })],
        };
        return WorkshopRules.Step(record, booking, now, current => WorkshopRules.Record(current, booking, command, now));
    }

    public static (WorkshopRecord Record, ImmutableArray<Refusal> Refusals) SetPlaces(
        this WorkshopRecord record, int places, BookingRecord? booking = null, Instant? now = null)
    {
        var (at, of) = (now ?? Some.Now, booking ?? Booking);
        var command = new SetPlaces { Actor = Caller, Booking = of.Id, Places = places };
        return WorkshopRules.Step(record, of, at, current => WorkshopRules.SetPlaces(current, of, command, at));
    }

    /// <summary>References of those who stand so, in order of arrival.</summary>
    public static IEnumerable<string> Who(this WorkshopRecord record, AttendeeStatus status) =>
        record.Attendees.Where(attendee => attendee.Status == status).Select(attendee => attendee.Reference);
}
