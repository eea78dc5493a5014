using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Workshops;

/// <summary>Who gets a place in a workshop, and what becomes of its record. Pure.</summary>
internal static partial class WorkshopRules
{
    public const int PlacesMax = 1_000;
    public const int WaitingMax = 1_000;
    public const int CancelledMax = 1_000;
    public const int HistoryMax = 5_000;
    public const int KeysMax = 8;
    private const string System = "system";

    /// <summary>How many attendees it takes: as somebody said since, as it was booked, or as many as it has seats.</summary>
    public static int PlacesOf(WorkshopRecord record, BookingRecord booking) => record.Places ?? booking.Places ?? booking.Seats;

    /// <summary>What anybody may see.</summary>
    public static WorkshopView View(WorkshopRecord record, BookingRecord booking) => new()
    {
        Booking = booking.Id,
        Room = booking.Room,
        TimeZone = booking.Facts.TimeZone,
        Period = booking.Period,
        Title = booking.Title,
        Status = booking.Status,
        Places = PlacesOf(record, booking),
        Counts = record.Counts,
    };

    /// <summary>
    /// One change. Whoever waits comes first: places that are free, by this change or since the last one, are theirs in
    /// the order of arrival before anybody new gets one.
    /// </summary>
    public static (WorkshopRecord Record, ImmutableArray<Refusal> Refusals) Step(
        WorkshopRecord record, BookingRecord booking, Instant now, Func<WorkshopRecord, WorkshopDecision> decide)
    {
        var promoted = Promote(record, booking, now);
        var decision = decide(promoted);
        return (decision.Next is { } next ? Promote(next, booking, now) : promoted, decision.Refusals);
    }

    /// <summary>Gives free places to those who wait, while the workshop takes attendees.</summary>
    public static WorkshopRecord Promote(WorkshopRecord record, BookingRecord booking, Instant now)
    {
        var counts = record.Counts;
        var free = PlacesOf(record, booking) - counts.Registered;
        if (counts.Waiting == 0 || free <= 0 || Closed(booking, now) is not null)
            return record;
        foreach (var next in record.Attendees.Where(attendee => attendee.Status == AttendeeStatus.Waiting).Take(free))
            record = Told(With(record, next with { Status = AttendeeStatus.Registered }), WorkshopStep.Promoted, System, now, next);
        return record;
    }

    /// <summary>A place for an attendee, or one among those who wait; what there is already stays as it is.</summary>
    public static WorkshopDecision Register(
        WorkshopRecord record, BookingRecord booking, RegisterAttendee command, OrganizationId network, Instant now)
    {
        if (Repeats(record, command.Key) is { } repeat)
            return repeat;
        if (Closed(booking, now) is { } closed)
            return closed;
        var former = record.Find(network, command.Reference);
        if (former is not null && former.Status != AttendeeStatus.Cancelled)
            return WorkshopDecision.None;
        var counts = record.Counts;
        var isFree = counts.Registered < PlacesOf(record, booking);
        if (!isFree && counts.Waiting >= WaitingMax)
            return Refusal.Broken(RefusalCode.Quota, "waiting", $"{WaitingMax}", $"{counts.Waiting + 1}", "Too many wait for a place already.");
        var attendee = new AttendeeRecord
        {
            Number = record.Numbers,
            Network = network,
            Reference = command.Reference,
            Status = isFree ? AttendeeStatus.Registered : AttendeeStatus.Waiting,
            RegisteredAt = now,
            Keys = Remember(former?.Keys ?? [], command.Key),
        };
        var attendees = former is null ? record.Attendees : record.Attendees.Remove(former);
        return Told(
            record with { Attendees = attendees.Add(attendee), Numbers = record.Numbers + 1 },
            isFree ? WorkshopStep.Registered : WorkshopStep.Queued, command.Actor.Subject, now, attendee);
    }

    /// <summary>Gives up a place or the waiting for one.</summary>
    public static WorkshopDecision Cancel(
        WorkshopRecord record, BookingRecord booking, CancelRegistration command, OrganizationId network, Instant now)
    {
        if (Repeats(record, command.Key) is { } repeat)
            return repeat;
        if (record.Find(network, command.Reference) is not { } attendee)
            return NoAttendee();
        if (Closed(booking, now) is { } closed)
            return closed;
        if (attendee.Status is not (AttendeeStatus.Registered or AttendeeStatus.Waiting))
            return Refusal.Plain(RefusalCode.WrongState, $"The attendee is {attendee.Status.ToString().ToUpperInvariant()} already.");
        var cancelled = attendee with { Status = AttendeeStatus.Cancelled, Keys = Remember(attendee.Keys, command.Key) };
        return Told(
            WithoutTooManyCancelled(With(record, cancelled)), WorkshopStep.Cancelled, command.Actor.Subject, now, cancelled, command.Reason);
    }

    /// <summary>More places, or fewer: nobody who has one loses it.</summary>
    public static WorkshopDecision SetPlaces(WorkshopRecord record, BookingRecord booking, SetPlaces command, Instant now)
    {
        if (Repeats(record, command.Key) is { } repeat)
            return repeat;
        if (Closed(booking, now) is { } closed)
            return closed;
        if (command.Places < record.Counts.Registered)
            return Refusal.Broken(RefusalCode.Policy, "places", $"{record.Counts.Registered}", $"{command.Places}",
                "More attendees than that have a place; nobody is put out.");
        if (command.Places == PlacesOf(record, booking))
            return WorkshopDecision.None;
        return Told(
            record with { Places = command.Places, Keys = Remember(record.Keys, command.Key) },
            new WorkshopEvent { Number = 0, At = now, What = WorkshopStep.PlacesSet, By = command.Actor.Subject, Places = command.Places });
    }

    /// <summary>
    /// Why a booking cannot have so few seats: its places are as many, unless somebody said how many, and more attendees have one.
    /// </summary>
    public static Refusal? TooFewSeats(WorkshopRecord record, BookingRecord booking, int seats)
    {
        var registered = record.Counts.Registered;
        return registered <= PlacesOf(record, booking with { Seats = seats })
            ? null
            : Refusal.Broken(RefusalCode.Policy, "places", $"{registered}", $"{seats}",
                $"{registered} attendees have a place, and the workshop has as many places as seats; nobody is put out. Cancel registrations, or set its places.");
    }

    private static Refusal NoAttendee() => Refusal.NotFound("such attendee");

    private static Refusal? Closed(BookingRecord booking, Instant now) =>
        !booking.Stands ? Refusal.Plain(RefusalCode.WrongState, $"The workshop is {BookingRules.NameOf(booking.Status)}.")
        : booking.Period.End <= now ? Refusal.Plain(RefusalCode.WrongState, "The workshop is over.")
        : null;

    private static WorkshopDecision? Repeats(WorkshopRecord record, RequestKey? key)
    {
        if (key is null)
            return null;
        var used = Find(record.Keys, key);
        foreach (var attendee in record.Attendees)
            used ??= Find(attendee.Keys, key);
        if (used is null)
            return null;
        return used == key ? WorkshopDecision.None : Refusal.KeyMismatch();
    }

    private static RequestKey? Find(ImmutableArray<RequestKey> keys, RequestKey wanted)
    {
        foreach (var known in keys)
            if (known.Key == wanted.Key)
                return known;
        return null;
    }

    private static ImmutableArray<RequestKey> Remember(ImmutableArray<RequestKey> keys, RequestKey? key)
    {
        if (key is null)
            return keys;
        return keys.Length < KeysMax ? keys.Add(key) : keys.RemoveAt(0).Add(key);
    }

    private static WorkshopRecord With(WorkshopRecord record, AttendeeRecord attendee) => record with
    {
        Attendees = record.Attendees.Replace(record.Attendees.First(known => known.Number == attendee.Number), attendee),
    };

    private static WorkshopRecord WithoutTooManyCancelled(WorkshopRecord record)
    {
        var cancelled = record.Attendees.Where(attendee => attendee.Status == AttendeeStatus.Cancelled).ToList();
        return cancelled.Count <= CancelledMax ? record : record with { Attendees = record.Attendees.Remove(cancelled[0]) };
    }

    private static WorkshopRecord Told(
        WorkshopRecord record, WorkshopStep what, string by, Instant now, AttendeeRecord attendee, string? note = null) =>
        Told(record, new WorkshopEvent
        {
            Number = 0,
            At = now,
            What = what,
            By = by,
            Network = attendee.Network,
            Reference = attendee.Reference,
            Note = note,
        });

    private static WorkshopRecord Told(WorkshopRecord record, WorkshopEvent step) => record with
    {
        History = (record.History.Length < HistoryMax ? record.History : record.History.RemoveAt(0)).Add(step with { Number = record.Numbers }),
        Numbers = record.Numbers + 1,
    };
}
