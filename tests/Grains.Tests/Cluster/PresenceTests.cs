using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>People come, go, or do not come. Each test has days of its own: what was booked before meets a later clock.</summary>
public sealed class PresenceTests : IAsyncLifetime
{
    private static readonly RoomDetails Strict =
        A.Room with { Policy = BookingPolicy.Default with { NoShowRelease = Duration.FromMinutes(20) } };

    private readonly GrainCluster _before = new();

    public ValueTask InitializeAsync() => _before.InitializeAsync();

    public ValueTask DisposeAsync() => _before.DisposeAsync();

    [Fact]
    public async Task CheckIn_WithinAQuarterOfAnHour_IsInProgressAndTheRoomHears()
    {
        var booked = await BookAsync(Strict);
        var early = await _before.Grains.Get(booked.Lead).CheckInAsync(In(booked));
        await using var later = await AtAsync(8.8);

        var came = (await later.Grains.Get(booked.Lead).CheckInAsync(In(booked, people: 5, key: "in"))).Value!;
        var corrected = (await later.Grains.Get(booked.Lead).CheckInAsync(In(booked, people: 6))).Value!;
        await later.ReactivateAsync(later.Grains.Get(booked.Lead));
        var again = (await later.Grains.Get(booked.Lead).CheckInAsync(In(booked, people: 5, key: "in"))).Value!;

        Assert.Equal([RefusalCode.WrongState], early.Codes());
        Assert.Equal((BookingStatus.InProgress, 5, 2L), (came.Status, came.Presence!.People, came.Version));
        Assert.Equal((6, came.Presence.CheckedInAt), (corrected.Presence!.People, corrected.Presence.CheckedInAt));
        Assert.Equal((3L, 6), (again.Version, again.Presence!.People));
        var claim = Assert.Single(await later.Of(booked.Room).ClaimsAsync());
        Assert.Equal((A.Hours(9, 11), 6), (claim.Held, claim.Presence!.People));
    }

    [Fact]
    public async Task CheckOut_BeforeTheEnd_AnotherNetworkTakesTheRestOnceItIsTidied()
    {
        var booked = await BookAsync(A.Room with { Policy = BookingPolicy.Default with { TeardownBuffer = Duration.FromMinutes(15) } });
        await using var later = await AtAsync(9.5);
        Accepted(await later.Grains.Get(booked.Lead).CheckInAsync(In(booked)));

        var gone = Accepted(await later.Grains.Get(booked.Lead).CheckOutAsync(Out(booked)));

        Assert.Equal(BookingStatus.Completed, gone.Status);
        Assert.NotNull(gone.Presence!.CheckedOutAt);
        var tooSoon = await later.BookAsync(await later.NewLeadAsync(), A.Booking(booked.Room, A.Hours(9.7, 11)));
        Assert.Equal([RefusalCode.SlotTaken], tooSoon.Codes());
        Accepted(await later.BookAsync(await later.NewLeadAsync(), A.Booking(booked.Room, A.Hours(9.8, 11))));
        Assert.True(await later.Grains.Get(booked.Lead).IsFreeAsync(A.Hours(9.7, 11)));
        Assert.Equal([RefusalCode.WrongState], (await later.Grains.Get(booked.Lead).CheckOutAsync(Out(booked))).Codes());
        Assert.Equal([RefusalCode.WrongState], (await later.CancelAsync(booked.Id)).Codes());
        // The owner's list still has it.
        var listed = await later.Grains.Get(booked.Room).BookingsAsync(A.Hours(9, 9.5), new PageRequest(10, After: null), GrainCluster.Admin);
        Assert.Equal([booked.Id], listed.Value!.Items.Select(item => item.Node));
    }

    [Fact]
    public async Task NoShow_PastTheMomentAcrossARestart_TheReminderFreesTheRest()
    {
        var booked = await BookAsync(Strict);
        await using var later = await AtAsync(9.4);

        await later.RemindAsync(booked.Lead.Value);

        Assert.Equal(A.Hours(9, 9 + 1.0 / 3), Assert.Single(await later.Of(booked.Room).ClaimsAsync()).Held);
        Assert.Equal(A.Hours(9, 9 + 1.0 / 3), Assert.Single(await later.Of(booked.Lead).ClaimsAsync()).Held);
        var given = Accepted(await later.Grains.Get(booked.Lead).GetBookingAsync(booked.Id, GrainCluster.Admin));
        Assert.Equal((BookingStatus.NoShow, "system"), (given.Status, given.History[^1].By));
    }

    [Fact]
    public async Task NoShow_NobodyTicked_WhoeverNeedsThePlaceGetsIt()
    {
        var booked = await BookAsync(Strict);
        await using var later = await AtAsync(9.4);

        var taken = await later.BookAsync(await later.NewLeadAsync(), A.Booking(booked.Room, A.Hours(9.5, 11)));
        var late = await later.Grains.Get(booked.Lead).CheckInAsync(In(booked));

        Accepted(taken);
        Assert.Equal([RefusalCode.WrongState], late.Codes());
        Assert.Contains("NO_SHOW", late.Refusals[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9.3, BookingStatus.InProgress)]
    [InlineData(9.34, BookingStatus.NoShow)]
    public async Task NoShow_AtOnceWithACheckIn_TheClockDecidesAndBothSayTheSame(double hour, BookingStatus expected)
    {
        var booked = await BookAsync(Strict);
        await using var later = await AtAsync(hour);
        var lead = later.Grains.Get(booked.Lead);

        var reminded = later.RemindAsync(booked.Lead.Value);
        var answers = await Task.WhenAll(lead.CheckInAsync(In(booked)), lead.CheckInAsync(In(booked, people: 3)));
        await reminded;

        var status = Accepted(await lead.GetBookingAsync(booked.Id, GrainCluster.Admin)).Status;
        Assert.Equal(expected, status);
        Assert.All(answers, answer => Assert.Equal(expected == BookingStatus.InProgress, answer.Value is not null));
    }

    [Fact]
    public async Task CheckOut_AtOnceWithACancellation_OneOfThemCounts()
    {
        var booked = await BookAsync(A.Room);
        await using var later = await AtAsync(9.5);
        var lead = later.Grains.Get(booked.Lead);
        Accepted(await lead.CheckInAsync(In(booked)));

        var answers = await Task.WhenAll(lead.CheckOutAsync(Out(booked)), later.CancelAsync(booked.Id));

        var won = Assert.Single(answers, answer => answer.Value is not null).Value!;
        Assert.Equal([RefusalCode.WrongState], Assert.Single(answers, answer => answer.Value is null).Codes());
        Assert.Equal(won.Status, Accepted(await lead.GetBookingAsync(booked.Id, GrainCluster.Admin)).Status);
        Accepted(await later.BookAsync(await later.NewLeadAsync(), A.Booking(booked.Room, A.Hours(9.6, 11))));
    }

    [Fact]
    public async Task CheckOut_RoomDoesNotHear_WhoeverWantsTheRestGetsItAllTheSame()
    {
        var booked = await BookAsync(A.Room);
        await using var later = await AtAsync(9.5);
        Accepted(await later.Grains.Get(booked.Lead).CheckInAsync(In(booked)));
        later.Calls.Orders.FailNext(booked.Room.Value, "TellAsync", CallFault.LostRequest);

        Accepted(await later.Grains.Get(booked.Lead).CheckOutAsync(Out(booked)));

        Assert.Equal(A.Hours(9, 11), Assert.Single(await later.Of(booked.Room).ClaimsAsync()).Held);
        Accepted(await later.BookAsync(await later.NewLeadAsync(), A.Booking(booked.Room, A.Hours(9.6, 11))));
    }

    [Fact]
    public async Task CheckOut_LeadDiesBeforeTheRoomHears_TheReminderTellsIt()
    {
        var booked = await BookAsync(A.Room);
        await using var later = await AtAsync(9.5);
        Accepted(await later.Grains.Get(booked.Lead).CheckInAsync(In(booked)));
        later.Calls.Orders.FailNext(booked.Room.Value, "TellAsync", CallFault.LostRequest);
        Accepted(await later.Grains.Get(booked.Lead).CheckOutAsync(Out(booked)));
        await later.ReactivateAsync(later.Grains.Get(booked.Lead));

        await later.RemindAsync(booked.Lead.Value);

        Assert.True(Assert.Single(await later.Of(booked.Room).ClaimsAsync()).Held.End < A.Hours(9, 9.6).End);
        Assert.Empty(Assert.Single(await later.Of(booked.Lead).BookingsAsync()).Confirmations);
    }

    [Fact]
    public async Task CheckOut_WriteLost_NothingIsFreeAndItCanBeRepeated()
    {
        var booked = await BookAsync(A.Room);
        await using var later = await AtAsync(9.5);
        var lead = later.Grains.Get(booked.Lead);
        Accepted(await lead.CheckInAsync(In(booked)));
        _before.Storage.Writes.FailNext(booked.Lead.Value, $"week-{booked.Id.Week}", WriteFault.LostBefore);

        await Assert.ThrowsAnyAsync<Exception>(() => lead.CheckOutAsync(Out(booked)));

        Assert.Equal(A.Hours(9, 11), Assert.Single(await later.Of(booked.Room).ClaimsAsync()).Held);
        Assert.Equal(BookingStatus.Completed, Accepted(await Shortcuts.RepeatAsync(() => lead.CheckOutAsync(Out(booked)))).Status);
    }

    [Fact]
    public async Task CheckOut_BookingIntoTheNextWeek_EveryPageKnows()
    {
        const double SundayNight = 7 * 24 - 2;
        var booked = await BookAsync(A.Room, A.Hours(SundayNight, SundayNight + 6));
        await using var later = await AtAsync(SundayNight + 1);
        Accepted(await later.Grains.Get(booked.Lead).CheckInAsync(In(booked)));

        Accepted(await later.Grains.Get(booked.Lead).CheckOutAsync(Out(booked)));

        var monday = new IsoWeek(booked.Id.Week.Number + 1);
        Assert.Empty((await later.Of(booked.Room).PageAsync(monday)).Claims);
        Assert.Single(await later.Of(booked.Room).ClaimsAsync());
        Assert.True(await later.Grains.Get(booked.Lead).IsFreeAsync(A.Hours(SundayNight + 1.1, SundayNight + 6)));
        Accepted(await later.BookAsync(booked.Lead, A.Booking(booked.Room, A.Hours(SundayNight + 1.1, SundayNight + 6))));
    }

    [Fact]
    public async Task End_NobodyDidAnything_IsCompletedAndKeepsItsTime()
    {
        var booked = await BookAsync(A.Room);
        await using var later = await AtAsync(11);

        await later.RemindAsync(booked.Lead.Value);

        var record = Assert.Single(await later.Of(booked.Lead).BookingsAsync());
        Assert.Equal((BookingStatus.Completed, (Presence?)null), (record.Status, record.Presence));
        Assert.Equal(A.Hours(9, 11), Assert.Single(await later.Of(booked.Room).ClaimsAsync()).Held);
    }

    [Fact]
    public async Task Close_PeopleAreThere_SendsThemAwayAndKeepsWhatIsPast()
    {
        var booked = await BookAsync(A.Room);
        await using var later = await AtAsync(9.5);
        Accepted(await later.Grains.Get(booked.Lead).CheckInAsync(In(booked)));
        var venue = (await later.Grains.Get(booked.Room).GetAsync())!.Venue;

        var closed = await later.Grains.Get(venue).CloseAsync(
            new CloseVenue { Actor = GrainCluster.Admin, Period = A.Hours(8, 18), CancelBookings = true });

        Assert.Empty(closed.Refusals);
        Assert.Equal(BookingStatus.Cancelled, Assert.Single(closed.Value!.Cancelled).Status);
        Assert.True(Assert.Single(await later.Of(booked.Room).ClaimsAsync()).Held.End < A.Hours(9, 9.6).End);
    }

    [Fact]
    public async Task Away_FromAfterANoShowNobodyHasNoticedYet_IsNotInTheWay()
    {
        var booked = await BookAsync(Strict);
        await using var later = await AtAsync(9.4);

        var away = await later.Grains.Get(booked.Lead).AddUnavailabilityAsync(
            new AddUnavailability { Actor = GrainCluster.Admin, Period = A.Hours(10, 18) });

        Assert.Empty(away.Refusals);
    }

    private async Task<BookingView> BookAsync(RoomDetails details, Period? period = null)
    {
        var room = await _before.NewRoomAsync(details);
        return await _before.BookedAsync(await _before.NewLeadAsync(), A.Booking(room, period));
    }

    private Task<GrainCluster> AtAsync(double hour) => _before.LaterAsync(A.Monday + Duration.FromHours(hour));

    private static CheckIn In(BookingView booking, int? people = null, string? key = null) => new()
    {
        Actor = GrainCluster.Admin,
        Booking = booking.Id,
        People = people,
        Key = key is null ? null : A.Key(key, $"{people}"),
    };

    private static CheckOut Out(BookingView booking) => new() { Actor = GrainCluster.Admin, Booking = booking.Id };

    private static T Accepted<T>(Outcome<T> outcome) where T : class
    {
        Assert.Empty(outcome.Refusals);
        return outcome.Value!;
    }
}
