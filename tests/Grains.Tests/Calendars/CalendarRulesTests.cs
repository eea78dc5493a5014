using NodaTime.Text;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests;

public sealed class CalendarRulesTests
{
    private static readonly Instant Noon = Instant.FromUtc(2027, 3, 1, 12, 0);

    [Fact]
    public void InTheWay_TouchingClaims_AreNotInTheWay()
    {
        var before = Claim("a", -60, 0);
        var after = Claim("b", 60, 120);

        Assert.Empty(CalendarRules.InTheWay([before, after], Minutes(0, 60), 1, Capacity.One));
        Assert.Equal([before], CalendarRules.InTheWay([before, after], Minutes(-1, 60), 1, Capacity.One));
        Assert.Equal([after], CalendarRules.InTheWay([before, after], Minutes(0, 61), 1, Capacity.One));
    }

    [Fact]
    public void InTheWay_OneNanosecondShared_IsInTheWay()
    {
        var before = Claim("a", -60, 0) with { Held = new Period(Noon - Duration.FromHours(1), Noon + Duration.Epsilon) };

        Assert.Equal([before], CalendarRules.InTheWay([before], Minutes(0, 60), 1, Capacity.One));
    }

    [Fact]
    public void InTheWay_BuffersOverlapAndBookingsDoNot_IsInTheWay()
    {
        var before = Claim("a", -60, 0) with { Held = Minutes(-60, 15) };

        Assert.Equal([before], CalendarRules.InTheWay([before], Minutes(0, 60), 1, Capacity.One));
    }

    [Fact]
    public void InTheWay_SeatsOverfullForOnePartOnly_NamesOnlyThoseWhoTakePart()
    {
        var early = Claim("a", 0, 30, seats: 5);
        var full = Claim("b", 60, 90, seats: 6);
        var throughout = Claim("c", 0, 120, seats: 1);

        Assert.Equal([throughout, full], CalendarRules.InTheWay([early, full, throughout], Minutes(0, 120), 2, Capacity.Seats(8)));
        Assert.Empty(CalendarRules.InTheWay([early, full, throughout], Minutes(0, 120), 1, Capacity.Seats(8)));
    }

    [Fact]
    public void InTheWay_TwoClaimsOfOneBooking_CountOnceAsMuchAsTheLarger()
    {
        var before = Claim("moving", 0, 60, seats: 5);
        var after = Claim("next", 30, 90, seats: 3) with { Booking = before.Booking };

        Assert.Empty(CalendarRules.InTheWay([before, after], Minutes(0, 120), 3, Capacity.Seats(8)));
        Assert.Equal([before, after], CalendarRules.InTheWay([before, after], Minutes(0, 120), 4, Capacity.Seats(8)));
        Assert.Equal(5, CalendarRules.PeakTaken([before, after], Minutes(0, 120), Capacity.Seats(8)));
    }

    [Fact]
    public void InTheWay_SeatsAloneDoNotFit_Throws() => Assert.Throws<ArgumentOutOfRangeException>(
        () => CalendarRules.InTheWay([], Minutes(0, 60), 9, Capacity.Seats(8)));

    [Fact]
    public void InTheWay_ExclusiveRoom_DoesNotLookAtSeats() =>
        Assert.Empty(CalendarRules.InTheWay([], Minutes(0, 60), 1_000, Capacity.One));

    [Theory]
    [InlineData("2027-03-01T00:00:00Z", "2027-03-08T00:00:00Z", "2027W09")]
    [InlineData("2027-03-07T23:59:59Z", "2027-03-08T00:00:00Z", "2027W09")]
    [InlineData("2027-03-07T23:00:00Z", "2027-03-08T00:00:01Z", "2027W09 2027W10")]
    [InlineData("2027-03-08T00:00:00Z", "2027-03-08T01:00:00Z", "2027W10")]
    [InlineData("2027-01-03T22:00:00Z", "2027-01-04T02:00:00Z", "2026W53 2027W01")]
    [InlineData("2033-01-02T22:00:00Z", "2033-01-03T02:00:00Z", "2032W53 2033W01")]
    [InlineData("2027-03-03T00:00:00Z", "2027-03-10T00:00:00Z", "2027W09 2027W10")]
    public void PagesOf_Period_IsEveryWeekItReachesInto(string start, string end, string weeks)
    {
        var held = new Period(InstantPattern.General.Parse(start).Value, InstantPattern.General.Parse(end).Value);

        Assert.Equal(weeks, string.Join(' ', CalendarRules.PagesOf(held)));
    }

    [Fact]
    public void IsOlderThan_AnyTwoClaims_ExactlyOneIsOlder()
    {
        var first = Claim("a", 0, 60);
        var later = Claim("b", 0, 60) with { MadeAt = first.MadeAt + Duration.Epsilon };
        var same = Claim("c", 0, 60);

        Assert.True(first.IsOlderThan(later) && !later.IsOlderThan(first));
        Assert.True(first.IsOlderThan(same) && !same.IsOlderThan(first));
        Assert.True(same.IsOlderThan(later) && !later.IsOlderThan(same));
        Assert.False(first.IsOlderThan(first));
    }

    private static Period Minutes(int from, int to) => new(Noon + Duration.FromMinutes(from), Noon + Duration.FromMinutes(to));

    private static Claim Claim(string key, int from, int to, int seats = 1) => new()
    {
        Id = EntityIds.Of<ClaimId>(key),
        Booking = BookingId.New(EntityIds.Of<AdvisorId>("lead"), IsoWeek.Of(Noon), key),
        Network = OrganizationId.OfNetwork("laposte"),
        Period = Minutes(from, to),
        Held = Minutes(from, to),
        Seats = seats,
        MadeAt = Noon,
    };
}
