using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>What a room refuses and how it says so: each rule just kept and just broken.</summary>
public sealed class RoomRulesTests
{
    private static readonly Duration Day = Duration.FromDays(1);

    [Theory]
    // Asked at 08:00Z on 1 March for a start so many minutes later.
    [InlineData(120, 0, "")]
    [InlineData(120, 120, "")]
    [InlineData(119, 120, "Policy minimumNotice PT2H PT1H59M")]
    [InlineData(0, null, "")]
    [InlineData(-1, null, "Policy minimumNotice PT0S -PT1M")]
    [InlineData(-90, 60, "Policy minimumNotice PT1H -PT1H30M")]
    public void Check_Notice_IsAtLeastTheMinimum(int minutesAhead, int? minimum, string expected) => AssertRefusals(
        expected, Some.Policy with { MinimumNotice = minimum is { } minutes ? Duration.FromMinutes(minutes) : null },
        StartingIn(Duration.FromMinutes(minutesAhead)));

    [Theory]
    [InlineData(30 * 24, 30, "")]
    [InlineData(30 * 24 + 1, 30, "Policy maximumAdvance P30D PT721H")]
    [InlineData(31 * 24, 30, "Policy maximumAdvance P30D P31D")]
    [InlineData(5 * 366 * 24, null, "")]
    [InlineData(5 * 366 * 24 + 24, null, "Policy maximumAdvance P1830D P1831D")]
    public void Check_Advance_IsAtMostTheMaximum(int hoursAhead, int? maximumDays, string expected) => AssertRefusals(
        expected, Some.Policy with { MaximumAdvance = maximumDays is { } days ? Duration.FromDays(days) : null },
        StartingIn(Duration.FromHours(hoursAhead)));

    [Theory]
    [InlineData(60, 60, 120, "")]
    [InlineData(120, 60, 120, "")]
    [InlineData(59, 60, 120, "Policy minimumDuration PT1H PT59M")]
    [InlineData(121, 60, 120, "Policy maximumDuration PT2H PT2H1M")]
    [InlineData(1, null, null, "")]
    [InlineData(7 * 1440, null, null, "")]
    [InlineData(7 * 1440 + 1, null, null, "Policy maximumDuration P7D PT168H1M")]
    [InlineData(8 * 1440, null, 9 * 1440, "Policy maximumDuration P7D P8D")]
    public void Check_Duration_LiesWithinBounds(int minutes, int? least, int? most, string expected) => AssertRefusals(
        expected,
        Some.Policy with
        {
            MinimumDuration = least is { } l ? Duration.FromMinutes(l) : null,
            MaximumDuration = most is { } m ? Duration.FromMinutes(m) : null,
        },
        new Period(Some.Now + Day, Some.Now + Day + Duration.FromMinutes(minutes)));

    [Theory]
    [InlineData(24, 24, 5 * 24, "")]
    [InlineData(24, 24, 5 * 24 + 1, "Policy maximumDuration P5D PT121H")]
    [InlineData(1, 0, 7 * 24, "Policy maximumDuration PT167H P7D")]
    public void Check_Buffers_AreTakenFromTheSevenDays(int setup, int teardown, int hours, string expected) => AssertRefusals(
        expected, Some.Policy with { SetupBuffer = Duration.FromHours(setup), TeardownBuffer = Duration.FromHours(teardown) },
        new Period(Some.Now + Day, Some.Now + Day + Duration.FromHours(hours)));

    [Theory]
    // Tuesday 2 March; Paris is one hour ahead.
    [InlineData("TUESDAY 09:00-12:00", 8, 3, "")]
    [InlineData("TUESDAY 09:00-12:00", 7.5, 2,
        "OutsideOpeningHours openingHours TUESDAY 09:00-12:00 2027-03-02T08:30+01:00/2027-03-02T10:30+01:00")]
    [InlineData("TUESDAY 09:00-12:00, TUESDAY 14:00-18:00", 10, 4,
        "OutsideOpeningHours openingHours TUESDAY 09:00-12:00, TUESDAY 14:00-18:00 2027-03-02T11:00+01:00/2027-03-02T15:00+01:00")]
    [InlineData("TUESDAY 22:00-02:00", 22, 3, "")]
    [InlineData("WEDNESDAY 00:00-00:00", 23, 24, "")]
    public void Check_OpeningHours_CoverAllOfThePeriod(string hours, double start, double length, string expected) =>
        AssertRefusals(expected, Some.Policy, Some.Tomorrow(start, length),
            Some.Terms with { OpeningHours = OpeningHoursTests.Parse(hours) });

    [Fact]
    public void Check_NoHoursKnown_SaysThatNothingCanBeBookedYet()
    {
        var refusals = Check(Some.Policy, Some.Tomorrow(9, 1), Some.Terms with { OpeningHours = [] });

        Assert.Equal("OutsideOpeningHours openingHours none 2027-03-02T10:00+01:00/2027-03-02T11:00+01:00",
            Some.Line(Assert.Single(refusals)));
        Assert.Equal("The venue has no known opening hours, so nothing can be booked there yet.", refusals[0].Message);
    }

    [Theory]
    [InlineData(11, 1, "")]
    [InlineData(8, 1, "")]
    [InlineData(8.5, 1, "Closed closure 2027-03-02T10:00+01:00/2027-03-02T12:00+01:00 2027-03-02T09:30+01:00/2027-03-02T10:30+01:00")]
    [InlineData(9.5, 0.5, "Closed closure 2027-03-02T10:00+01:00/2027-03-02T12:00+01:00 2027-03-02T10:30+01:00/2027-03-02T11:00+01:00")]
    public void Check_Closure_RefusesWhatMeetsIt(double start, double length, string expected) =>
        AssertRefusals(expected, Some.Policy, Some.Tomorrow(start, length),
            Some.Terms with { Closures = [Some.Closure(Some.Tomorrow(9, 2))] });

    [Fact]
    public void Check_ManyClosures_NamesFiveWithTheirReasons()
    {
        var closures = Enumerable.Range(0, 7).Select(hour => Some.Closure(Some.Tomorrow(hour, 1), "travaux")).ToImmutableArray();

        var refusals = Check(Some.Policy, Some.Tomorrow(0, 8), Some.Terms with { Closures = closures });

        Assert.Equal(5, refusals.Length);
        Assert.All(refusals, refusal => Assert.Equal("The venue is closed then: travaux.", refusal.Message));
    }

    [Fact]
    public void Check_OnRequest_BreaksNoRule() => AssertRefusals(
        "", Some.Policy with { Approval = ApprovalMode.OnRequest }, Some.Tomorrow(9, 1));

    [Theory]
    [InlineData(8, "")]
    [InlineData(9, "SeatsExceeded seats 8 9")]
    public void Check_Seats_AreAtMostTheRooms(int seats, string expected) =>
        Assert.Equal(expected, Lines(RoomRules.Check(A.Room, Some.Terms, Some.Tomorrow(9, 1), seats, Some.Now)));

    [Fact]
    public void Check_EverythingBroken_NamesEveryRule()
    {
        var policy = Some.Policy with
        {
            Approval = ApprovalMode.OnRequest,
            MinimumNotice = Duration.FromDays(3),
            MinimumDuration = Duration.FromHours(2),
        };
        var terms = Some.Terms with { OpeningHours = [], Closures = [Some.Closure(Some.Tomorrow(9, 1))] };

        var refusals = RoomRules.Check(A.Room with { Policy = policy }, terms, Some.Tomorrow(9, 1), 9, Some.Now);

        Assert.Equal(["seats", "minimumNotice", "minimumDuration", "openingHours", "closure"],
            refusals.Cast<RuleRefusal>().Select(refusal => refusal.Rule));
    }

    private static Period StartingIn(Duration ahead) => new(Some.Now + ahead, Some.Now + ahead + Duration.FromHours(1));

    private static ImmutableArray<Refusal> Check(BookingPolicy policy, Period period, VenueTerms? terms = null) =>
        RoomRules.Check(A.Room with { Policy = policy }, terms ?? Some.Terms, period, 1, Some.Now);

    private static void AssertRefusals(string expected, BookingPolicy policy, Period period, VenueTerms? terms = null) =>
        Assert.Equal(expected, Lines(Check(policy, period, terms)));

    private static string Lines(ImmutableArray<Refusal> refusals) => string.Join('\n', refusals.Select(Some.Line));
}
