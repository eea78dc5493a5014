using NodaTime.Text;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Tests.Cluster;
using Scheduling.Grains.Tests.Rules;
using Scheduling.Grains.Utilization;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Utilization;

/// <summary>What counts as open, booked and used, and into which row it falls. Tuesday 2 March 2027 unless said.</summary>
public sealed class UtilizationRulesTests
{
    private static readonly DateTimeZone Paris = WallClock.Zone("Europe/Paris");
    private static readonly LocalDate Tuesday = new(2027, 3, 2);
    private static readonly Instant Later = Instant.FromUtc(2027, 12, 31, 0, 0);

    private static readonly VenueTerms NineToFive = Some.Terms with
    {
        OpeningHours = [.. Week().Select(day => new WeeklyHours(day, new LocalTime(9, 0), new LocalTime(17, 0)))],
    };

    [Fact]
    public void Days_BookingHalfOutsideOfOpeningHours_CountsTheHalfWithin() =>
        Assert.Equal(new DayUse(Hours(8), Hours(1), Hours(0), 1), OneDay([Claim("16:00", "18:00")]));

    [Fact]
    public void Days_BuffersAndRequestsThatWait_CountForNothing() => Assert.Equal(
        new DayUse(Hours(8), Hours(1), Hours(0), 1),
        OneDay([Claim("10:00", "11:00", buffer: 60), Claim("13:00", "15:00") with { IsPending = true }]));

    [Fact]
    public void Days_BookingsAtOnceInARoomOfSeats_CountTheTimeOnceAndEachBooking() => Assert.Equal(
        new DayUse(Hours(8), Hours(3), Hours(0), 2), OneDay([Claim("10:00", "12:00"), Claim("11:00", "13:00")]));

    [Fact]
    public void Days_ClaimOnTwoPagesAndOneBookingInTwoPlaces_CountOnce()
    {
        var claim = Claim("10:00", "11:00");
        var moved = Claim("14:00", "15:00") with { Booking = claim.Booking };

        Assert.Equal(new DayUse(Hours(8), Hours(2), Hours(0), 1), OneDay([claim, claim, moved]));
    }

    [Theory]
    [InlineData("09:50", "11:30", 1.5)]
    [InlineData("10:30", null, 1.5)]
    [InlineData("09:50", "09:55", 0)]
    [InlineData("11:59", "13:00", 1.0 / 60)]
    public void Days_PeopleWhoCame_AreThereWithinTheirBooking(string came, string? left, double hours)
    {
        var claim = Claim("10:00", "12:00") with { Presence = Present(came, left) };

        Assert.Equal(new DayUse(Hours(8), Hours(2), Hours(hours), 1), OneDay([claim]));
    }

    [Fact]
    public void Days_PeopleAreStillThere_CountUntilNow()
    {
        var claim = Claim("10:00", "12:00") with { Presence = Present("10:00", left: null) };

        Assert.Equal(Hours(0.5), OneDay([claim], now: At(Tuesday, "10:30")).Used);
        Assert.Equal(Hours(0), OneDay([claim], now: At(Tuesday, "09:59")).Used);
    }

    [Fact]
    public void Days_OfOneNetwork_AreItsBookingsOverAllOpenHours()
    {
        var other = Claim("13:00", "14:00") with { Network = Some.OtherNetwork, Presence = Present("13:00", left: null) };

        Assert.Equal(new DayUse(Hours(8), Hours(2), Hours(0), 1), OneDay([Claim("10:00", "12:00"), other], network: Some.Network));
        Assert.Equal(new DayUse(Hours(8), Hours(1), Hours(1), 1), OneDay([Claim("10:00", "12:00"), other], network: Some.OtherNetwork));
    }

    [Fact]
    public void Days_BookingAcrossMidnight_SharesItsTimeAndCountsWhereItBegins()
    {
        var room = Room(Some.Terms);
        var night = Claim("22:00", "02:00");
        var days = Reckon(room, Tuesday.PlusDays(-1), Tuesday.PlusDays(1), [night]);

        Assert.Equal([Hours(0), Hours(2), Hours(2)], days.Select(day => day.Booked));
        Assert.Equal([0, 1, 0], days.Select(day => day.Bookings));
        // Asked about the next day alone, it began before.
        Assert.Equal(new DayUse(Hours(24), Hours(2), Hours(0), 0), Reckon(room, Tuesday.PlusDays(1), Tuesday.PlusDays(1), [night])[0]);
    }

    [Theory]
    [InlineData("2027-03-28", 23)]
    [InlineData("2027-10-31", 25)]
    [InlineData("2027-06-01", 24)]
    public void Days_OfAClockChange_AreAsLongAsTheyAre(string date, int hours)
    {
        var day = LocalDatePattern.Iso.Parse(date).Value;

        Assert.Equal(Hours(hours), Reckon(Room(Some.Terms), day, day, [])[0].Open);
    }

    [Fact]
    public void Open_HoursChangedAtNoon_EachHalfIsReckonedByItsOwn()
    {
        var longer = NineToFive with { OpeningHours = Some.Terms.OpeningHours, Revision = 2 };
        var room = Room(NineToFive).Taking(longer, At(Tuesday, "12:00"));

        Assert.Equal([Hours(8), Hours(3 + 12), Hours(24)],
            Reckon(room, Tuesday.PlusDays(-1), Tuesday.PlusDays(1), []).Select(day => day.Open));
    }

    [Fact]
    public void Open_PublicHolidaysOfThen_AreKeptThoughTheVenueOpensOnThemNow()
    {
        var easter = new LocalDate(2027, 3, 29);
        var closed = NineToFive with { InseeCode = "36005", PostalCode = "36120" };
        var room = Room(closed).Taking(closed with { OpensOnDaysOff = true }, At(new LocalDate(2027, 4, 1), "12:00"));

        Assert.Equal(Hours(0), Reckon(room, easter, easter, [])[0].Open);
        Assert.Equal(Hours(8), Reckon(room, new LocalDate(2027, 5, 17), new LocalDate(2027, 5, 17), [])[0].Open);
    }

    [Fact]
    public void Open_ClosuresAndTheTimeBeforeItWasPublished_AreNot()
    {
        var closure = Some.Closure(new Period(At(Tuesday, "08:00"), At(Tuesday, "10:00")));
        var room = Room(NineToFive with { Closures = [closure, closure] }) with { PublishedAt = At(Tuesday, "15:00").Plus(Hours(-24)) };

        Assert.Equal([Hours(0), Hours(2), Hours(7)],
            Reckon(room, Tuesday.PlusDays(-2), Tuesday, []).Select(day => day.Open));
    }

    [Fact]
    public void Taking_TermsThatOpenAtTheSameTimes_KeepsNothing()
    {
        var room = Room(NineToFive).Taking(NineToFive with { Revision = 2, CountsPeople = true, OpeningHours = [.. NineToFive.OpeningHours] }, Later);

        Assert.Empty(room.FormerHours);
        Assert.Equal(2, room.Terms!.Revision);
        // Nor is anything kept of a room that was not open yet.
        Assert.Empty((Room(NineToFive) with { Details = null }).Taking(Some.Terms, Later).FormerHours);
    }

    [Fact]
    public void Taking_MoreTermsThanAreKept_DropsTheOldest()
    {
        var room = Room(NineToFive);
        for (var change = 1; change <= FormerHours.Max + 5; change++)
            room = room.Taking(change % 2 == 0 ? NineToFive : Some.Terms, At(Tuesday, "12:00") + Duration.FromDays(change));

        Assert.Equal(FormerHours.Max, room.FormerHours.Length);
        Assert.Equal(At(Tuesday, "12:00") + Duration.FromDays(6), room.FormerHours[0].Until);
    }

    [Fact]
    public void Rows_ByWeekAndMonth_AreClippedToTheDaysAskedAbout()
    {
        var (first, last) = (new LocalDate(2026, 12, 31), new LocalDate(2027, 2, 1));
        var days = Enumerable.Repeat(new DayUse(Hours(8), Hours(2), Hours(1), 1), 33).ToArray();

        var months = UtilizationRules.Rows(first, days, UtilizationSpan.Month).ToList();
        var weeks = UtilizationRules.Rows(first, days, UtilizationSpan.Week).ToList();

        Assert.Equal(
            [(first, first, 1), (new LocalDate(2027, 1, 1), new LocalDate(2027, 1, 31), 31), (last, last, 1)],
            months.Select(row => (row.From, row.To, row.Bookings)));
        Assert.Equal(Hours(31 * 8), months[1].Open);
        Assert.Equal(6, weeks.Count);
        Assert.Equal((first, new LocalDate(2027, 1, 3), 4), (weeks[0].From, weeks[0].To, weeks[0].Bookings));
        Assert.Equal((last, last), (weeks[^1].From, weeks[^1].To));
        Assert.All(weeks.Skip(1), week => Assert.Equal(IsoDayOfWeek.Monday, week.From.DayOfWeek));
        Assert.Equal(33, UtilizationRules.Rows(first, days, UtilizationSpan.Day).Count());
    }

    private static DayUse OneDay(IEnumerable<Claim> claims, Instant? now = null, OrganizationId? network = null) =>
        Reckon(Room(NineToFive), Tuesday, Tuesday, claims, now, network)[0];

    private static ImmutableArray<DayUse> Reckon(
        RoomState room, LocalDate first, LocalDate last, IEnumerable<Claim> claims, Instant? now = null, OrganizationId? network = null) =>
        UtilizationRules.Days(first, last, Paris, UtilizationRules.OpenTime(room, UtilizationRules.Span(first, last, Paris)), claims, now ?? Later, network);

    private static RoomState Room(VenueTerms terms) => new() { Details = A.Room, Terms = terms };

    private static Claim Claim(string from, string to, int buffer = 0)
    {
        var start = At(Tuesday, from);
        var period = new Period(start, string.CompareOrdinal(to, from) > 0 ? At(Tuesday, to) : At(Tuesday.PlusDays(1), to));
        return new Claim
        {
            Id = EntityIds.Of<ClaimId>($"c{from.Replace(":", "", StringComparison.Ordinal)}"),
            Booking = BookingId.New(Some.Advisor, IsoWeek.Of(start), $"b{from.Replace(":", "", StringComparison.Ordinal)}"),
            Network = Some.Network,
            Period = period,
            Held = period.Widen(Duration.FromMinutes(buffer), Duration.FromMinutes(buffer)),
            Seats = 4,
            MadeAt = Some.Now,
        };
    }

    private static ClaimPresence Present(string came, string? left) => new()
    {
        Version = 2,
        CheckedInAt = At(Tuesday, came),
        CheckedOutAt = left is null ? null : At(Tuesday, left),
    };

    private static Instant At(LocalDate date, string time) =>
        Paris.AtStrictly(date + LocalTimePattern.CreateWithInvariantCulture("HH':'mm").Parse(time).Value).ToInstant();

    private static Duration Hours(double hours) => Duration.FromHours(hours);

    private static IEnumerable<IsoDayOfWeek> Week() => Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None);
}
