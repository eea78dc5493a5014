using System.Globalization;

namespace Scheduling.Benchmarks.Worlds;

/// <summary>Hours of weekdays in which venues are open, from a Monday two weeks ahead on.</summary>
internal static class Times
{
    /// <summary>Weekdays of a week, and hours of a day.</summary>
    public const int Days = 5, Hours = WorldPlan.Closes - WorldPlan.Opens;

    /// <summary>Hours of a week.</summary>
    public const int PerWeek = Days * Hours;

    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
    private static readonly DateTime s_monday = MondayAhead();

    /// <summary>An hour, by its week, and its place in it from 0 to <see cref="PerWeek"/>.</summary>
    public static DateTimeOffset Start(int week, int hour)
    {
        var local = s_monday.AddDays((7 * week) + (hour / Hours)).AddHours(WorldPlan.Opens + (hour % Hours));
        return new DateTimeOffset(local, s_zone.GetUtcOffset(local));
    }

    /// <summary>The Monday on which a week begins.</summary>
    public static DateTimeOffset Monday(int week)
    {
        var local = s_monday.AddDays(7 * week);
        return new DateTimeOffset(local, s_zone.GetUtcOffset(local));
    }

    /// <summary>As both servers write it.</summary>
    public static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static DateTime MondayAhead()
    {
        var today = DateTime.UtcNow.Date;
        return DateTime.SpecifyKind(today.AddDays(14 + ((8 - (int)today.DayOfWeek) % 7)), DateTimeKind.Unspecified);
    }
}

/// <summary>A room and an advisor for some hours.</summary>
/// <param name="Room">Which room.</param>
/// <param name="Advisor">Who leads.</param>
/// <param name="Week">In which week.</param>
/// <param name="Hour">From which of its hours on.</param>
/// <param name="Length">For how many hours.</param>
internal sealed record Slot(int Room, int Advisor, int Week, int Hour, int Length = 1)
{
    /// <summary>When it begins, in the venue's zone.</summary>
    public string Start => Times.Text(Times.Start(Week, Hour));

    /// <summary>When it ends. Nothing here ends on another day.</summary>
    public string End => Times.Text(Times.Start(Week, Hour).AddHours(Length));

    /// <summary>Any one hour of these weeks.</summary>
    public static Slot Any(Random random, WorldPlan plan, int firstWeek, int weeks) => new(
        random.Next(plan.Rooms), random.Next(plan.Advisors), firstWeek + random.Next(weeks), random.Next(Times.PerWeek));
}
