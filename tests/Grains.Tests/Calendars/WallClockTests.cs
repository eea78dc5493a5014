using Scheduling.Grains.Calendars;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests;

public sealed class WallClockTests
{
    [Theory]
    [InlineData("Europe/Paris", "2027-03-02T09:30+01:00/2027-03-02T11:30+01:00")]
    [InlineData("Asia/Kathmandu", "2027-03-02T14:15+05:45/2027-03-02T16:15+05:45")]
    [InlineData("America/Guadeloupe", "2027-03-02T04:30-04:00/2027-03-02T06:30-04:00")]
    [InlineData("America/St_Johns", "2027-03-02T05:00-03:30/2027-03-02T07:00-03:30")]
    [InlineData("Etc/UTC", "2027-03-02T08:30Z/2027-03-02T10:30Z")]
    public void Describe_Period_ShowsTheVenuesOwnTime(string zone, string expected) => Assert.Equal(
        expected, WallClock.Describe(A.Utc("2027-03-02T08:30:00Z", "2027-03-02T10:30:00Z"), WallClock.Zone(zone)));
}
