using Scheduling.Grains.Bookings;
using Scheduling.Grains.Common;
using Scheduling.Grains.Tests.Cluster;

namespace Scheduling.Grains.Tests.Rules;

/// <summary>Checking in and out, and what the clock does, by the minute: the booking is from 09:00 to 11:00 UTC.</summary>
public sealed class PresenceRulesTests
{
    private static readonly Duration TwentyMinutes = Duration.FromMinutes(20);

    /// <summary>Status, minutes after the start, and the code; the room gives up after 20 minutes.</summary>
    public static TheoryData<BookingStatus, double, RefusalCode?> CheckIns => new()
    {
        { BookingStatus.Confirmed, -15.01, RefusalCode.WrongState },
        { BookingStatus.Confirmed, -15, null },
        { BookingStatus.Confirmed, 19.99, null },
        { BookingStatus.Confirmed, 20, RefusalCode.WrongState },
        { BookingStatus.InProgress, 20, null },
        { BookingStatus.InProgress, 119.99, null },
        { BookingStatus.InProgress, 120, RefusalCode.WrongState },
        { BookingStatus.Pending, -15, RefusalCode.WrongState },
        { BookingStatus.Completed, 5, RefusalCode.WrongState },
        { BookingStatus.Cancelled, 5, RefusalCode.WrongState },
        { BookingStatus.Declined, 5, RefusalCode.WrongState },
        { BookingStatus.Expired, 5, RefusalCode.WrongState },
        { BookingStatus.NoShow, 25, RefusalCode.WrongState },
    };

    /// <summary>Status, minutes after the start, the room's patience in minutes, and what the clock makes of it.</summary>
    public static TheoryData<BookingStatus, double, int?, BookingStatus?> Ticks => new()
    {
        { BookingStatus.Confirmed, 19.99, 20, null },
        { BookingStatus.Confirmed, 20, 20, BookingStatus.NoShow },
        { BookingStatus.Confirmed, 500, 20, BookingStatus.NoShow },
        { BookingStatus.Confirmed, 120, 600, BookingStatus.NoShow },
        { BookingStatus.Confirmed, 119.99, null, null },
        { BookingStatus.Confirmed, 120, null, BookingStatus.Completed },
        { BookingStatus.InProgress, 20, 20, null },
        { BookingStatus.InProgress, 120, 20, BookingStatus.Completed },
        { BookingStatus.Completed, 500, 20, null },
        { BookingStatus.Cancelled, 500, 20, null },
        { BookingStatus.Declined, 500, 20, null },
        { BookingStatus.Expired, 500, 20, null },
        { BookingStatus.NoShow, 500, 20, null },
        { BookingStatus.Pending, 500, 20, null },
    };

    [Theory]
    [MemberData(nameof(CheckIns))]
    public void CheckIn_EachStatusAndMinute_OnlyFromAQuarterBeforeUntilItIsGivenUp(BookingStatus status, double minutes, RefusalCode? expected)
    {
        var booking = Booking(status);

        var refusal = BookingRules.CheckIn(booking, In(booking), At(minutes)).Refusal;

        Assert.Equal(expected, refusal?.Code);
    }

    [Fact]
    public void CheckIn_EveryStatus_HasARow() =>
        Assert.Equal(Enum.GetValues<BookingStatus>().Order(), CheckIns.Select(row => row.Data.Item1).Distinct().Order());

    [Theory]
    [MemberData(nameof(Ticks))]
    public void Tick_EachStatusAndMinute_DoesWhatIsDue(BookingStatus status, double minutes, int? patience, BookingStatus? expected)
    {
        var booking = Booking(status, patience is { } many ? Duration.FromMinutes(many) : null);

        var next = BookingRules.Tick(booking, At(minutes)).Next;

        Assert.Equal(expected, next?.Status);
        Assert.Null(next?.NextDue);
    }

    [Fact]
    public void Tick_EveryStatus_HasARow() =>
        Assert.Equal(Enum.GetValues<BookingStatus>().Order(), Ticks.Select(row => row.Data.Item1).Distinct().Order());

    [Fact]
    public void Tick_NobodyCame_KeepsTheMinutesTheRoomWaited()
    {
        var booking = Booking(BookingStatus.Confirmed);

        var next = BookingRules.Tick(booking, At(47)).Next!;

        Assert.Equal(At(20), next.Presence!.HeldUntil);
        Assert.Equal((booking.Claims, booking.Claims), (next.Claims, next.Confirmations));
        Assert.Empty(next.Releases);
        Assert.Equal("Nobody had checked in by 2027-03-02T10:20+01:00.", next.History[^1].Note);
    }

    [Fact]
    public void CheckIn_AgainWithAnotherNumber_CorrectsItAndKeepsTheTime()
    {
        var booking = Booking(BookingStatus.Confirmed);
        var first = BookingRules.CheckIn(booking, In(booking), At(-5)).Next!;

        var second = BookingRules.CheckIn(first, In(booking) with { People = 3, Key = A.Key("three") }, At(10)).Next!;
        var third = BookingRules.CheckIn(second, In(booking) with { Key = A.Key("as before") }, At(11)).Next!;

        Assert.Equal((8, 3, 3), (first.Presence!.People, second.Presence!.People, third.Presence!.People));
        Assert.Equal((At(-5), At(-5)), (first.Presence.CheckedInAt, second.Presence.CheckedInAt));
        Assert.Equal((4, 5, 5), (first.Version, second.Version, third.Version));
        Assert.Equal([A.Key("three"), A.Key("as before")], third.ChangeKeys);
        Assert.Equal(BookingDecision.None, BookingRules.CheckIn(third, In(booking) with { People = 3, Key = A.Key("three") }, At(500)));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1_000, null)]
    [InlineData(-1, "InvalidInput people")]
    [InlineData(1_001, "InvalidInput people")]
    public void Validate_People_AreWithinBounds(int people, string? expected) => Assert.Equal(expected, BookingRules
        .Validate(In(Booking(BookingStatus.Confirmed)) with { People = people }).Select(Some.Line).SingleOrDefault());

    [Fact]
    public void CheckOut_InTheMiddle_KeepsWhatIsPastToTheSecond()
    {
        var booking = Present();

        var next = BookingRules.CheckOut(booking, Out(booking), At(30) + Duration.FromMilliseconds(700)).Next!;

        Assert.Equal((BookingStatus.Completed, At(30), At(30) + Duration.FromMilliseconds(700)),
            (next.Status, next.Presence!.HeldUntil, next.Presence.CheckedOutAt));
        Assert.Equal(booking.Claims, next.Claims);
    }

    [Fact]
    public void CheckOut_BeforeTheStart_GivesBackAllOfIt()
    {
        var booking = Present();

        var next = BookingRules.CheckOut(booking, Out(booking), At(0) + Duration.FromMilliseconds(700)).Next!;

        Assert.Equal(BookingStatus.Completed, next.Status);
        Assert.Empty(next.Claims);
        Assert.Equal(booking.Claims, next.Releases);
    }

    [Theory]
    [InlineData(BookingStatus.Confirmed, 5, RefusalCode.WrongState)]
    [InlineData(BookingStatus.Completed, 5, RefusalCode.WrongState)]
    [InlineData(BookingStatus.InProgress, 119.99, null)]
    [InlineData(BookingStatus.InProgress, 120, RefusalCode.WrongState)]
    public void CheckOut_Status_OnlyWhereSomebodyIs(BookingStatus status, double minutes, RefusalCode? expected)
    {
        var booking = Present() with { Status = status };

        Assert.Equal(expected, BookingRules.CheckOut(booking, Out(booking), At(minutes)).Refusal?.Code);
    }

    [Fact]
    public void Cancel_PeopleThere_KeepsWhatIsPast()
    {
        var booking = Present();

        var next = BookingRules.Cancel(booking, new CancelBooking { Actor = GrainCluster.Admin, Booking = booking.Id }, At(30)).Next!;

        Assert.Equal((BookingStatus.Cancelled, At(30)), (next.Status, next.Presence!.HeldUntil));
        Assert.Equal(booking.Claims, next.Claims);
    }

    public static TheoryData<Actor, bool> Actors => new()
    {
        { Some.Actor(advisor: Some.Advisor, roles: Role.Advisor), true },
        { Some.Actor(advisor: Some.OtherAdvisor, roles: Role.Advisor), true },
        { Some.Actor(Some.Network, roles: Role.Manager), true },
        { Some.Actor(Some.Owner, roles: Role.Manager), true },
        { Some.Actor(roles: Role.Admin), true },
        { Some.Actor(Some.OtherNetwork, roles: Role.Manager), false },
        { Some.Actor(advisor: EntityIds.Of<AdvisorId>("stranger"), roles: Role.Advisor), false },
        { Some.Actor(roles: Role.Display), false },
        { Some.Actor(Some.Owner, Some.Advisor, Role.Display), false },
    };

    [Theory]
    [MemberData(nameof(Actors), DisableDiscoveryEnumeration = true)]
    public void CheckInAndOut_Actor_IsAPartyOrTheOwner(Actor actor, bool mayDoIt)
    {
        var expected = mayDoIt ? (RefusalCode?)null : RefusalCode.Forbidden;
        var (expectedOne, present) = (Booking(BookingStatus.Confirmed), Present());

        Assert.Equal(expected, BookingRules.CheckIn(expectedOne, In(expectedOne) with { Actor = actor }, At(0)).Refusal?.Code);
        Assert.Equal(expected, BookingRules.CheckOut(present, Out(present) with { Actor = actor }, At(5)).Refusal?.Code);
    }

    private static BookingRecord Booking(BookingStatus status) => Booking(status, TwentyMinutes);

    private static BookingRecord Booking(BookingStatus status, Duration? patience)
    {
        var booking = BookingRulesTests.Booking(status);
        return booking with
        {
            Facts = booking.Facts with { NoShowRelease = patience },
            Key = A.Key("made"),
            Presence = status == BookingStatus.InProgress ? new Presence { CheckedInAt = At(-5), People = 8 } : null,
        };
    }

    private static BookingRecord Present() => Booking(BookingStatus.InProgress);

    private static Instant At(double minutes) => Some.Tomorrow(9, 2).Start + Duration.FromMinutes(minutes);

    private static CheckIn In(BookingRecord booking) => new() { Actor = GrainCluster.Admin, Booking = booking.Id };

    private static CheckOut Out(BookingRecord booking) => new() { Actor = GrainCluster.Admin, Booking = booking.Id };
}
