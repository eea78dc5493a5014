using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Auditing;

/// <summary>Who has a place in a workshop, and who waits for one.</summary>
internal static class RegistrationInvariants
{
    /// <summary>No more have a place than there are places, nobody stands there twice, and places go in the order of arrival.</summary>
    public static IEnumerable<Violation> Check(BookingId workshop, WorkshopRecord attendees, BookingRecord? booking)
    {
        if (booking is null)
            return [new Violation(Invariant.Filed, workshop.Lead.Value, $"attendees are stored of {workshop}, which is not")];
        return new[] { CheckPlaces(attendees, booking), CheckOnce(attendees), CheckOrder(attendees), CheckNumbers(attendees) }
            .SelectMany(found => found)
            .Select(what => new Violation(Invariant.Places, workshop.Lead.Value, $"{what} {workshop}"));
    }

    private static IEnumerable<string> CheckPlaces(WorkshopRecord attendees, BookingRecord booking)
    {
        var places = WorkshopRules.PlacesOf(attendees, booking);
        var registered = attendees.Counts.Registered;
        if (registered > places)
            yield return $"{registered} attendees have the {places} places of";
    }

    // An attendee is one entry, whatever its status: nobody has a place and waits as well.
    private static IEnumerable<string> CheckOnce(WorkshopRecord attendees) =>
        from twice in attendees.Attendees.GroupBy(attendee => (attendee.Network, attendee.Reference))
        where twice.Count() > 1
        select $"an attendee of {twice.Key.Network} stands {twice.Count()} times, as {string.Join(" and ", twice.Select(entry => entry.Status))}, in";

    // Whoever waits gets a place before anybody new does, so nobody who waits came before anybody who has one.
    private static IEnumerable<string> CheckOrder(WorkshopRecord attendees)
    {
        foreach (var (before, after) in attendees.Attendees.Zip(attendees.Attendees.Skip(1)).Where(pair => pair.First.Number >= pair.Second.Number))
            yield return $"attendee {after.Number} stands behind {before.Number} in";
        var first = attendees.Attendees.FirstOrDefault(attendee => attendee.Status == AttendeeStatus.Waiting);
        if (first is not null && attendees.Attendees.LastOrDefault(attendee => attendee.HasPlace) is { } last && last.Number > first.Number)
            yield return $"attendee {first.Number} waits and {last.Number}, who came later, has a place in";
    }

    private static IEnumerable<string> CheckNumbers(WorkshopRecord attendees)
    {
        var given = attendees.Attendees.Select(attendee => attendee.Number).Concat(attendees.History.Select(step => step.Number));
        if (given.DefaultIfEmpty(-1).Max() is var highest && highest >= attendees.Numbers)
            yield return $"number {highest} is given, of {attendees.Numbers}, in";
        var gone = attendees.Forgotten;
        if (gone.Waiting != 0 || gone.Attended < 0 || gone.Absent < 0 || gone.Excused < 0 || gone.Registered < gone.Attended + gone.Absent + gone.Excused)
            yield return $"{gone} were forgotten in";
    }
}
