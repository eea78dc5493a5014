using System.Globalization;

namespace Scheduling.Cluster.Tests.Clients;

/// <summary>The days that one round books: a week of its own, so that rounds can be judged one by one.</summary>
/// <param name="Start">When it begins, in minutes since 1970.</param>
internal sealed record Week(long Start)
{
    private const int Days = 3;
    private const int Day = 24 * 60;
    private const int Step = 30;

    /// <summary>When it ends.</summary>
    public long End => Start + (Days * Day);

    /// <summary>The week of a round, three weeks from now at the earliest.</summary>
    public static Week Of(int round)
    {
        var today = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 60 / Day;
        // Day 4 was a Monday. It begins on a Sunday, so that bookings reach over the end of a week.
        return new Week((((today - 4) / 7 * 7) + 3 + (7 * (4 + round))) * Day);
    }

    /// <summary>A time to book.</summary>
    public (long Start, long End) AnyTime(Random dice)
    {
        var length = Step * dice.Next(1, 5);
        var start = Start + (Step * dice.Next(Days * Day / Step));
        return (start, Math.Min(start + length, End));
    }

    /// <summary>A day to look at.</summary>
    public (long Start, long End) AnyDay(Random dice)
    {
        var start = Start + (Day * dice.Next(Days));
        return (start, start + Day);
    }

    /// <summary>A period as input.</summary>
    public static object Period(long start, long end) => new { start = Text(start), end = Text(end) };

    /// <summary>The minute that an answer tells.</summary>
    public static long Minute(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeSeconds() / 60;

    private static string Text(long minute) =>
        DateTimeOffset.FromUnixTimeSeconds(minute * 60).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
