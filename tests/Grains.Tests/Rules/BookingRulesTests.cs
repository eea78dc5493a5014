using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Rules;

public sealed class BookingRulesTests
{
    private static readonly BookRoom Command = A.Booking(EntityIds.Of<RoomId>("salle"), Some.Tomorrow(9, 2));

    public static TheoryData<string, BookRoom> Commands => new()
    {
        { "", Command },
        { "", Command with { Period = Some.Tomorrow(0, 7 * 24), Seats = 1_000, Title = new string('x', 200), CoHosts = Advisors(10) } },
        { "period.end", Command with { Period = Some.Tomorrow(0, 7 * 24 + 1) } },
        { "period.end", Command with { Period = Some.Tomorrow(9, 0) } },
        { "period.end", Command with { Period = Some.Tomorrow(9, -1) } },
        { "period.start", Command with { Period = new Period(Instant.FromUtc(1999, 1, 1, 0, 0), Instant.FromUtc(1999, 1, 2, 0, 0)) } },
        { "seats", Command with { Seats = 0 } },
        { "seats", Command with { Seats = int.MinValue } },
        { "seats", Command with { Seats = 1_001 } },
        { "title", Command with { Title = new string('x', 201) } },
        { "coHostIds", Command with { CoHosts = Advisors(11) } },
        { "coHostIds", Command with { CoHosts = [Some.Advisor] } },
        { "coHostIds", Command with { CoHosts = [Some.OtherAdvisor, Some.OtherAdvisor] } },
        { "period.end seats title", Command with { Period = Some.Tomorrow(9, 0), Seats = 0, Title = new string('x', 201) } },
    };

    /// <summary>Status, the booking's end in hours from now, the version expected, and the code.</summary>
    public static TheoryData<BookingStatus, int, long?, RefusalCode?> Cancellations => new()
    {
        { BookingStatus.Pending, 1, null, null },
        { BookingStatus.Confirmed, 1, null, null },
        { BookingStatus.Confirmed, 1, 3, null },
        { BookingStatus.Confirmed, 1, 2, RefusalCode.StaleVersion },
        { BookingStatus.Confirmed, 0, null, RefusalCode.WrongState },
        { BookingStatus.Confirmed, -1, 2, RefusalCode.WrongState },
        { BookingStatus.InProgress, 1, null, null },
        { BookingStatus.Completed, 1, null, RefusalCode.WrongState },
        { BookingStatus.Cancelled, 1, 3, RefusalCode.WrongState },
        { BookingStatus.Declined, 1, null, RefusalCode.WrongState },
        { BookingStatus.Expired, 1, null, RefusalCode.WrongState },
        { BookingStatus.NoShow, 1, null, RefusalCode.WrongState },
    };

    [Theory]
    [MemberData(nameof(Commands), DisableDiscoveryEnumeration = true)]
    public void Validate_Command_NamesTheField(string fields, BookRoom command) => Assert.Equal(fields, string.Join(' ',
        BookingRules.Validate(command, Some.Advisor).Cast<InvalidInputRefusal>().Select(refusal => refusal.Field)));

    [Theory]
    [MemberData(nameof(Cancellations))]
    public void Cancel_EachStatus_OnlyWhatStandsAndIsNotOver(
        BookingStatus status, int endsInHours, long? expectedVersion, RefusalCode? expected)
    {
        var booking = Booking(status) with
        {
            Period = new Period(Some.Now - Duration.FromHours(3), Some.Now + Duration.FromHours(endsInHours)),
        };

        var refusal = BookingRules.Cancel(booking, Cancellation(booking, expectedVersion), Some.Now).Refusal;

        Assert.Equal(expected, refusal?.Code);
    }

    [Fact]
    public void Cancel_EveryStatus_HasARow() => Assert.Equal(
        Enum.GetValues<BookingStatus>().Order(),
        Cancellations.Select(row => row.Data.Item1).Distinct().Order());

    [Fact]
    public void Cancel_Booking_GivesBackEveryClaimAndRemembersTheKey()
    {
        var booking = Booking(BookingStatus.Confirmed);
        var command = Cancellation(booking) with { Reason = "malade", Key = A.Key("again") };

        var cancelled = BookingRules.Cancel(booking, command, Some.Now).Next!;

        Assert.Equal((BookingStatus.Cancelled, 4), (cancelled.Status, cancelled.Version));
        Assert.Empty(cancelled.Claims);
        Assert.Equal(booking.Claims, cancelled.Releases);
        Assert.Equal([A.Key("again")], cancelled.ChangeKeys);
        Assert.Equal(
            new BookingEvent { At = Some.Now, Status = BookingStatus.Cancelled, By = "admin", Note = "malade" }, cancelled.History[^1]);
    }

    [Fact]
    public void Cancel_ManyKeysBefore_TheOldestGoes()
    {
        var booking = Booking(BookingStatus.Confirmed) with
        {
            ChangeKeys = [.. Enumerable.Range(0, BookingRecord.ChangeKeysMax).Select(n => A.Key($"{n}"))],
        };

        var cancelled = BookingRules.Cancel(booking, Cancellation(booking) with { Key = A.Key("new") }, Some.Now).Next!;

        Assert.Equal([.. booking.ChangeKeys.Skip(1), A.Key("new")], cancelled.ChangeKeys);
    }

    [Theory]
    [InlineData("TUESDAY 09:00-12:00", "")]
    [InlineData("", "")]
    [InlineData("TUESDAY 10:30-12:00",
        "AdvisorBusy workingHours TUESDAY 10:30-12:00 2027-03-02T10:00+01:00/2027-03-02T12:00+01:00")]
    public void CheckWorkingHours_Period_LiesWithinThem(string hours, string expected)
    {
        var advisor = new AdvisorState
        {
            TimeZone = "Europe/Paris",
            WorkingHours = hours.Length == 0 ? [] : OpeningHoursTests.Parse(hours),
        };

        var refusals = BookingRules.CheckWorkingHours(advisor, Some.Tomorrow(9, 2));

        Assert.Equal(expected, string.Join('\n', refusals.Select(Some.Line)));
    }

    internal static BookingRecord Booking(BookingStatus status) => new()
    {
        Id = BookingId.New(Some.Advisor, IsoWeek.Of(Some.Now), "b1"),
        Room = EntityIds.Of<RoomId>("salle"),
        Facts = new RoomFacts
        {
            Venue = Some.Terms.Venue,
            Owner = Some.Owner,
            TimeZone = "Europe/Paris",
            VenueCountsPeople = false,
        },
        Network = Some.Network,
        CoHosts = [Some.OtherAdvisor],
        Period = Some.Tomorrow(9, 2),
        Seats = 8,
        Purpose = BookingPurpose.Workshop,
        Status = status,
        Version = 3,
        History = [new BookingEvent { At = Some.Now, Status = BookingStatus.Confirmed, By = "camille" }],
        Claims = [new ClaimRef { Calendar = "room-salle", Id = EntityIds.Of<ClaimId>("c1"), Period = Some.Tomorrow(9, 2) }],
    };

    private static CancelBooking Cancellation(BookingRecord booking, long? expectedVersion = null) =>
        new() { Actor = GrainCluster.Admin, Booking = booking.Id, ExpectedVersion = expectedVersion };

    private static ImmutableArray<AdvisorId> Advisors(int count) =>
        [.. Enumerable.Range(0, count).Select(n => EntityIds.Of<AdvisorId>($"cohost{n}"))];
}
