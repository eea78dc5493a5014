using Scheduling.Grains.Calendars;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests;

public sealed class NearbyTests
{
    private static readonly DateTimeZone Paris = WallClock.Zone("Europe/Paris");

    [Fact]
    public void Candidates_Wanted_AreTheQuartersOfHalfADayThenTheDaysAround()
    {
        var wanted = A.Utc("2027-06-16T08:00:00Z", "2027-06-16T10:00:00Z");

        var starts = Nearby.Candidates(wanted, Paris).Select(period => period.Start - wanted.Start).ToList();

        var quarters = Enumerable.Range(1, 48).SelectMany(n => new[] { 15 * n, -15 * n }).Select(n => Duration.FromMinutes(n));
        var days = Enumerable.Range(1, 7).SelectMany(n => new[] { n, -n }).Select(n => Duration.FromDays(n));
        Assert.Equal([.. quarters, .. days], starts);
    }

    [Theory]
    // Sunday's 09:30 is an hour earlier in UTC once the clocks have gone forth.
    [InlineData("2027-03-27T08:30:00Z", 1, "2027-03-28T07:30:00Z")]
    [InlineData("2027-10-31T08:30:00Z", -1, "2027-10-30T07:30:00Z")]
    // 02:30 is missing on 28 March: the next valid instant is 03:00.
    [InlineData("2027-03-27T01:30:00Z", 1, "2027-03-28T01:00:00Z")]
    // 02:30 comes twice on 31 October: the first.
    [InlineData("2027-10-30T00:30:00Z", 1, "2027-10-31T00:30:00Z")]
    public void Candidates_AcrossAClockChange_KeepTheWallClockTime(string start, int days, string expected)
    {
        var wanted = new Period(Utc(start), Utc(start) + Duration.FromHours(2));

        var candidate = Nearby.Candidates(wanted, Paris).Skip(96).ElementAt(days > 0 ? 2 * (days - 1) : (-2 * days) - 1);

        Assert.Equal(new Period(Utc(expected), Utc(expected) + Duration.FromHours(2)), candidate);
    }

    [Theory]
    [InlineData("Europe/Paris", "2027-03-28T00:45:00Z")]
    [InlineData("Pacific/Apia", "2011-12-30T09:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2027-10-02T15:15:00Z")]
    public void Candidates_Wanted_HaveItsLengthAndLieInTheWindow(string zone, string start)
    {
        var wanted = new Period(Utc(start), Utc(start) + Duration.FromDays(7));

        var candidates = Nearby.Candidates(wanted, WallClock.Zone(zone)).ToList();

        Assert.All(candidates, candidate => Assert.Equal(wanted.Length, candidate.Length));
        Assert.All(candidates, candidate => Assert.True(Nearby.Window(wanted).Contains(candidate)));
        Assert.DoesNotContain(wanted, candidates.Take(96));
    }

    private static Instant Utc(string text) => A.Utc(text, text).Start;
}
