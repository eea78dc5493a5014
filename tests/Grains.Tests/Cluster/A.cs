using NodaTime.Text;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Ordinary things, to be varied with <c>with</c>.</summary>
internal static class A
{
    /// <summary>A Monday morning far enough ahead: tests run by the real clock.</summary>
    public static Instant Monday { get; } = NextMonday();

    public static VenueDetails Venue { get; } = new()
    {
        Name = "Mairie d'Ardentes",
        Address = new Address { PostalCode = "36120", City = "Ardentes", InseeCode = "36005" },
        Location = new GeoPoint(46.7411, 1.8331),
        TimeZone = "Europe/Paris",
        OpeningHours = [.. Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None)
            .Select(day => new WeeklyHours(day, LocalTime.Midnight, LocalTime.Midnight))],
        // Really always: which days of the next weeks are holidays depends on when the tests run.
        OpensOnDaysOff = true,
    };

    public static RoomDetails Room { get; } = new() { Name = "Salle du conseil", Seats = 8, Policy = BookingPolicy.Default };

    /// <summary>Hours of that Monday, UTC.</summary>
    public static Period Hours(double from, double to) =>
        new(Monday + Duration.FromHours(from), Monday + Duration.FromHours(to));

    public static BookRoom Booking(RoomId room, Period? period = null) => new()
    {
        Actor = GrainCluster.Admin,
        Room = room,
        Period = period ?? Hours(9, 11),
        Seats = 8,
    };

    public static RequestKey Key(string key, string input = "input") => RequestKey.Of("caller", key, "test", input);

    public static Period Utc(string start, string end) =>
        new(InstantPattern.General.Parse(start).Value, InstantPattern.General.Parse(end).Value);

    private static Instant NextMonday()
    {
        var week = IsoWeek.Of(SystemClock.Instance.GetCurrentInstant());
        return new IsoWeek(week.Number + 4).Start;
    }
}
