using NodaTime.Text;
using Scheduling.Grains.Calendars;

namespace Scheduling.Grains.Tests;

/// <summary>The policy in cases that can be checked by hand; the zones' oddities are left to the model.</summary>
public sealed class OpeningHoursTests
{
    private static readonly DateTimeZone Paris = WallClock.Zone("Europe/Paris");

    [Theory]
    // 09:30 stays 09:30 in winter and in summer.
    [InlineData("MONDAY 09:30-12:00", "2027-03-22T08:30:00Z", "2027-03-22T11:00:00Z")]
    [InlineData("MONDAY 09:30-12:00", "2027-03-29T07:30:00Z", "2027-03-29T10:00:00Z")]
    // 28 March 2027: 02:00 to 03:00 does not exist.
    [InlineData("SUNDAY 02:30-05:00", "2027-03-28T01:00:00Z", "2027-03-28T03:00:00Z")]
    [InlineData("SUNDAY 01:00-02:30", "2027-03-28T00:00:00Z", "2027-03-28T01:00:00Z")]
    [InlineData("SUNDAY 00:00-00:00", "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z")]
    // 31 October 2027: 02:00 to 03:00 comes twice; the first counts.
    [InlineData("SUNDAY 02:30-05:00", "2027-10-31T00:30:00Z", "2027-10-31T04:00:00Z")]
    [InlineData("SUNDAY 01:00-02:30", "2027-10-30T23:00:00Z", "2027-10-31T00:30:00Z")]
    [InlineData("SUNDAY 00:00-00:00", "2027-10-30T22:00:00Z", "2027-10-31T23:00:00Z")]
    // Across midnight, the end of a week and the end of a year.
    [InlineData("SUNDAY 22:00-02:00", "2027-01-03T21:00:00Z", "2027-01-04T01:00:00Z")]
    [InlineData("FRIDAY 22:00-02:00", "2027-12-31T21:00:00Z", "2028-01-01T01:00:00Z")]
    // Two spans that touch are one.
    [InlineData("MONDAY 09:00-12:00, MONDAY 12:00-18:00", "2027-03-22T08:00:00Z", "2027-03-22T17:00:00Z")]
    [InlineData("MONDAY 00:00-00:00, TUESDAY 00:00-00:00", "2027-03-21T23:00:00Z", "2027-03-23T23:00:00Z")]
    public void Covers_WholeOfTheHours_AndNotAMinuteMore(string hours, string start, string end)
    {
        var opening = new OpeningHours(Parse(hours), Paris);
        var open = new Period(InstantPattern.General.Parse(start).Value, InstantPattern.General.Parse(end).Value);

        Assert.True(opening.Covers(open));
        Assert.False(opening.Covers(open with { End = open.Start }));
        Assert.False(opening.Covers(open with { End = open.Start - Duration.Epsilon }));
        Assert.False(opening.Covers(open.Widen(Duration.FromMinutes(1), Duration.Zero)));
        Assert.False(opening.Covers(open.Widen(Duration.Zero, Duration.FromMinutes(1))));
        Assert.Equal([open], opening.During(open.Widen(Duration.FromMinutes(1), Duration.FromMinutes(1))));
    }

    [Fact]
    public void During_SpanInsideTheMissingHour_HasNoTimeInIt()
    {
        var opening = new OpeningHours(Parse("SUNDAY 02:10-02:50"), Paris);

        Assert.Empty(opening.During(new Period(Instant.FromUtc(2027, 3, 27, 0, 0), Instant.FromUtc(2027, 3, 29, 0, 0))));
    }

    [Fact]
    public void Covers_NoHoursKnown_IsNever() => Assert.False(
        new OpeningHours([], Paris).Covers(new Period(Instant.FromUtc(2027, 3, 1, 9, 0), Instant.FromUtc(2027, 3, 1, 10, 0))));

    [Theory]
    [InlineData("MONDAY 09:00-12:00, MONDAY 14:00-18:00")]
    [InlineData("SUNDAY 22:00-02:00")]
    public void Describe_Hours_ReadsAsWritten(string hours) => Assert.Equal(hours, OpeningHours.Describe(Parse(hours)));

    [Fact]
    public void Describe_NoHours_SaysSo() => Assert.Equal("none", OpeningHours.Describe([]));

    internal static ImmutableArray<WeeklyHours> Parse(string text) =>
    [
        .. text.Split(", ").Select(span => span.Split(' ', '-')).Select(parts => new WeeklyHours(
            Enum.Parse<IsoDayOfWeek>(parts[0], ignoreCase: true),
            LocalTimePattern.CreateWithInvariantCulture("HH':'mm").Parse(parts[1]).Value,
            LocalTimePattern.CreateWithInvariantCulture("HH':'mm").Parse(parts[2]).Value)),
    ];
}
