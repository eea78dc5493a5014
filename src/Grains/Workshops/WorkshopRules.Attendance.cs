using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Workshops;

/// <content>What is recorded of attendees, and what is forgotten.</content>
internal static partial class WorkshopRules
{
    /// <summary>Who came: all of it, or every reason against.</summary>
    public static WorkshopDecision Record(WorkshopRecord record, BookingRecord booking, RecordAttendance command, Instant now)
    {
        if (Repeats(record, command.Key) is { } repeat)
            return repeat;
        var (found, refusals) = FindAll(record, command.Attendances);
        if (refusals.IsEmpty && NotBegun(booking, now) is { } closed)
            return closed;
        if (!refusals.IsEmpty)
            return refusals;
        foreach (var (entry, attendee) in command.Attendances.Zip(found))
        {
            var (status, what) = Of(entry.Attendance);
            record = With(record, attendee with { Status = status, Keys = Remember(attendee.Keys, command.Key) });
            if (attendee.Status != status)
                record = Told(record, what, command.Actor.Subject, now, attendee);
        }

        return record;
    }

    /// <summary>The attendees that a record of attendance names, in its order, or what is wrong with it.</summary>
    public static (ImmutableArray<AttendeeRecord> Found, ImmutableArray<Refusal> Refusals) FindAll(
        WorkshopRecord record, ImmutableArray<AttendanceEntry> entries)
    {
        var found = ImmutableArray.CreateBuilder<AttendeeRecord>(entries.Length);
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        foreach (var (place, entry) in entries.Index())
        {
            var meant = record.Attendees.Where(attendee => attendee.Is(entry.Network ?? attendee.Network, entry.Reference)).ToList();
            if (meant.Count == 0)
                refusals.Add(NoAttendee());
            else if (meant.Count > 1)
                refusals.Add(Refusal.Invalid($"attendances.{place}.networkId", "Several networks call somebody so; say which."));
            else if (!meant[0].HasPlace)
                refusals.Add(Refusal.Plain(RefusalCode.WrongState, "The attendee has no place."));
            else if (found.Contains(meant[0]))
                refusals.Add(Refusal.Invalid($"attendances.{place}.reference", "An attendee is named twice."));
            else
                found.Add(meant[0]);
        }

        return (found.ToImmutable(), refusals.ToImmutable());
    }

    /// <summary>
    /// Takes every trace of an attendee away. From the start on whoever had a place still counts; before it the place is
    /// free again.
    /// </summary>
    public static WorkshopDecision Forget(
        WorkshopRecord record, BookingRecord booking, ForgetAttendee command, OrganizationId network, Instant now)
    {
        if (record.Find(network, command.Reference) is not { } attendee)
            return WorkshopDecision.None;
        var counted = attendee.HasPlace && (booking.Period.Start <= now || attendee.Status != AttendeeStatus.Registered);
        var forgotten = record with
        {
            Forgotten = counted ? Plus(record.Forgotten, attendee.Status) : record.Forgotten,
            // A key that others share was of a call that named this attendee as well.
            Attendees = [.. record.Attendees.Remove(attendee).Select(other => WithoutKeysOf(other, attendee))],
            History = record.History.RemoveAll(step =>
                step.Network == network && string.Equals(step.Reference, command.Reference, StringComparison.Ordinal)),
        };
        return Told(forgotten, new WorkshopEvent
        {
            Number = 0,
            At = now,
            What = WorkshopStep.Forgotten,
            By = command.Actor.Subject,
            Network = network,
        });
    }

    /// <summary>The lead, co-hosts and managers of the lead's network.</summary>
    public static bool MayRecord(Actor actor, BookingRecord booking) =>
        BookingRules.MayBook(actor, booking.Id.Lead, booking.Network) || booking.CoHosts.Any(actor.Is);

    private static Refusal? NotBegun(BookingRecord booking, Instant now) =>
        booking.Status is not (BookingStatus.Confirmed or BookingStatus.InProgress or BookingStatus.Completed)
            ? Refusal.Plain(RefusalCode.WrongState, $"The workshop is {BookingRules.NameOf(booking.Status)}.")
        : now < booking.Period.Start ? Refusal.Plain(RefusalCode.WrongState, "The workshop has not begun.")
        : null;

    private static (AttendeeStatus Status, WorkshopStep What) Of(Attendance attendance) => attendance switch
    {
        Attendance.Attended => (AttendeeStatus.Attended, WorkshopStep.Attended),
        Attendance.Absent => (AttendeeStatus.Absent, WorkshopStep.Absent),
        Attendance.Excused => (AttendeeStatus.Excused, WorkshopStep.Excused),
        _ => throw new ArgumentOutOfRangeException(nameof(attendance), attendance, "No status is written for it."),
    };

    private static WorkshopCounts Plus(WorkshopCounts counts, AttendeeStatus status) => counts with
    {
        Registered = counts.Registered + 1,
        Attended = counts.Attended + (status == AttendeeStatus.Attended ? 1 : 0),
        Absent = counts.Absent + (status == AttendeeStatus.Absent ? 1 : 0),
        Excused = counts.Excused + (status == AttendeeStatus.Excused ? 1 : 0),
    };

    private static AttendeeRecord WithoutKeysOf(AttendeeRecord other, AttendeeRecord forgotten) => other with
    {
        Keys = other.Keys.RemoveAll(key => forgotten.Keys.Any(known => known.Key == key.Key)),
    };
}
