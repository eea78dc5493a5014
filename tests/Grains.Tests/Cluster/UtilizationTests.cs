using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Utilization;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>How much rooms were used, asked later of what was stored before.</summary>
public sealed class UtilizationTests : IAsyncLifetime
{
    // Of this class alone: other tests publish rooms in the usual place.
    private const string Commune = "36103";

    private static readonly DateTimeZone Paris = WallClock.Zone(A.Venue.TimeZone);
    private static readonly LocalDate Monday = A.Monday.InUtc().Date;
    private static readonly Duration AnHour = Duration.FromHours(1);

    private readonly GrainCluster _before = new();

    public ValueTask InitializeAsync() => _before.InitializeAsync();

    public ValueTask DisposeAsync() => _before.DisposeAsync();

    [Fact]
    public async Task Read_PeopleCame_UsesUntilNowAndThenToTheEnd()
    {
        var booked = await BookAsync(await _before.NewRoomAsync(), await _before.NewLeadAsync());
        await using var early = await AtAsync(8.8);
        Accepted(await early.Grains.Get(booked.Lead).CheckInAsync(new CheckIn { Actor = GrainCluster.Admin, Booking = booked.Id }));
        await using var meanwhile = await AtAsync(10);
        await using var after = await AtAsync(12);

        var half = (await RoomAsync(meanwhile, booked.Room, Monday, Monday))[0];
        var whole = (await RoomAsync(after, booked.Room, Monday, Monday))[0];

        Assert.Equal((2 * AnHour, 1), (half.Booked, half.Bookings));
        Assert.InRange(half.Used, AnHour, 1.2 * AnHour);
        Assert.Equal(new DayUse(24 * AnHour, 2 * AnHour, 2 * AnHour, 1), whole);
    }

    [Fact]
    public async Task Read_PeopleLeftEarlyOrNeverCame_WhatWasGivenBackIsNotBooked()
    {
        var strict = A.Room with { Policy = BookingPolicy.Default with { NoShowRelease = Duration.FromMinutes(20) } };
        var (left, missed) = (
            await BookAsync(await _before.NewRoomAsync(), await _before.NewLeadAsync()),
            await BookAsync(await _before.NewRoomAsync(strict), await _before.NewLeadAsync()));
        await using var atFirst = await AtAsync(8.8);
        Accepted(await atFirst.Grains.Get(left.Lead).CheckInAsync(new CheckIn { Actor = GrainCluster.Admin, Booking = left.Id }));
        await using var later = await AtAsync(9.5);
        Accepted(await later.Grains.Get(left.Lead).CheckOutAsync(new CheckOut { Actor = GrainCluster.Admin, Booking = left.Id }));
        await later.RemindAsync(missed.Lead.Value);

        var early = (await RoomAsync(later, left.Room, Monday, Monday))[0];
        var never = (await RoomAsync(later, missed.Room, Monday, Monday))[0];

        Assert.InRange(early.Booked, 0.5 * AnHour, 0.7 * AnHour);
        Assert.Equal(early.Booked, early.Used);
        Assert.Equal(new DayUse(24 * AnHour, Duration.FromMinutes(20), Duration.Zero, 1), never);
    }

    [Fact]
    public async Task Read_CancelledOrWaitingForTheOwner_IsNotBooked()
    {
        var lead = await _before.NewLeadAsync();
        var room = await _before.NewRoomAsync(A.Room with { Policy = BookingPolicy.Default with { Approval = ApprovalMode.OnRequest } });
        await BookAsync(room, lead);
        var other = await _before.NewRoomAsync();
        Accepted(await _before.CancelAsync((await BookAsync(other, lead, A.Hours(13, 14))).Id));

        Assert.Equal(default(DayUse) with { Open = 24 * AnHour }, (await RoomAsync(_before, room, Monday, Monday))[0]);
        Assert.Equal(default(DayUse) with { Open = 24 * AnHour }, (await RoomAsync(_before, other, Monday, Monday))[0]);
    }

    [Fact]
    public async Task Read_HoursChangedMeanwhile_EachDayIsOpenByItsOwn()
    {
        var room = await _before.NewRoomAsync();
        var venue = (await _before.Grains.Get(room).GetAsync())!.Venue;
        await using var atNoon = await AtAsync(12);
        var afternoons = A.Venue.OpeningHours.Select(day => new WeeklyHours(day.Day, new LocalTime(16, 0), new LocalTime(20, 0)));
        Accepted(await atNoon.Grains.Get(venue).UpdateAsync(new UpdateVenue { Actor = GrainCluster.Admin, OpeningHours = [.. afternoons] }));
        await using var later = await AtAsync(72);

        var days = await RoomAsync(later, room, Monday.PlusDays(-1), Monday.PlusDays(1));
        var today = SystemClock.Instance.GetCurrentInstant().InZone(Paris).Date;
        var before = await RoomAsync(later, room, today.PlusDays(-8), today.PlusDays(-1));

        Assert.Equal([24 * AnHour, 4 * AnHour], [days[0].Open, days[2].Open]);
        var morning = A.Monday + (12 * AnHour) - Paris.AtStartOfDay(Monday).ToInstant();
        Assert.InRange(days[1].Open, morning + (4 * AnHour), morning + (4.2 * AnHour));
        // It was not published yet.
        Assert.Equal([Duration.Zero], before.Select(day => day.Open).Distinct());
    }

    [Fact]
    public async Task Read_WeeksLongPast_AreNotKept()
    {
        var booked = await BookAsync(await _before.NewRoomAsync(), await _before.NewLeadAsync());
        await using var later = await _before.LaterAsync(A.Monday + Duration.FromDays(200));
        int Reads() => _before.Storage.ReadsOf(booked.Room.Value, "week-");
        await later.Grains.Get(booked.Room).GetAsync();
        var read = Reads();

        for (var look = 1; look <= 3; look++)
        {
            Assert.Equal(2 * AnHour, (await RoomAsync(later, booked.Room, Monday.PlusDays(-100), Monday.PlusDays(200)))[100].Booked);
            // The one week that has a page; the others cost nothing.
            Assert.Equal(read + look, Reads());
        }
    }

    [Fact]
    public async Task Read_VenueCommuneAndNetwork_SumUpTheirRooms()
    {
        var (post, emmaus) = (await _before.NewNetworkAsync(), await _before.NewNetworkAsync("Emmaüs"));
        var (camille, sofiane) = (await _before.NewAdvisorAsync(post), await _before.NewAdvisorAsync(emmaus));
        var details = A.Venue with { Address = A.Venue.Address with { InseeCode = Commune } };
        var (mine, other) = (await _before.NewVenueAsync(post, details), await _before.NewVenueAsync(emmaus, details));
        var (small, large, far) = (await _before.NewRoomAsync(mine), await _before.NewRoomAsync(mine), await _before.NewRoomAsync(other));
        await BookAsync(small, camille, A.Hours(9, 11));
        await BookAsync(small, sofiane, A.Hours(13, 14));
        await BookAsync(far, sofiane, A.Hours(15, 18));
        // Nobody has agreed to it: no room of the network's yet.
        var asked = await _before.NewRoomAsync(A.Room with { Policy = BookingPolicy.Default with { Approval = ApprovalMode.OnRequest } });
        await BookAsync(asked, camille, A.Hours(20, 21));
        var moved = await BookAsync(far, camille, A.Hours(13, 14));
        // Its record stays in the week it was first made for.
        Accepted(await _before.Grains.Get(camille).ChangeAsync(new ChangeBooking
        {
            Actor = GrainCluster.Admin,
            Booking = moved.Id,
            Period = A.Hours((14 * 24) + 13, (14 * 24) + 14),
            Room = large,
        }));

        Assert.Equal((2, 2, 3), await SumAsync(new() { Venue = mine, First = Monday, Last = Monday, By = UtilizationSpan.Day }));
        Assert.Equal((3, 3, 6), await SumAsync(new() { InseeCode = Commune, First = Monday, Last = Monday, By = UtilizationSpan.Week }));
        Assert.Equal((3, 1, 2), await SumAsync(new() { InseeCode = Commune, Network = post, First = Monday, Last = Monday, By = UtilizationSpan.Week }));
        Assert.Equal((1, 1, 2), await SumAsync(new() { Network = post, First = Monday, Last = Monday, By = UtilizationSpan.Day }));
        Assert.Equal((2, 2, 4), await SumAsync(new() { Network = emmaus, First = Monday, Last = Monday, By = UtilizationSpan.Month }));
        Assert.Equal((1, 1, 1), await SumAsync(new() { Network = post, First = Monday.PlusDays(14), Last = Monday.PlusDays(14), By = UtilizationSpan.Day }));
        Assert.Equal((0, 0, 0), await SumAsync(new() { Network = post, First = Monday.PlusDays(1), Last = Monday.PlusDays(13), By = UtilizationSpan.Month }));
    }

    [Fact]
    public async Task Read_NothingOfTheKind_IsNotFound()
    {
        var network = OrganizationId.OfNetwork(_before.NewKey());
        var question = new UtilizationQuery { First = Monday, Last = Monday, By = UtilizationSpan.Day };
        UtilizationQuery[] questions =
        [
            question with { Room = EntityIds.Of<RoomId>(_before.NewKey()) },
            question with { Venue = EntityIds.Of<VenueId>(_before.NewKey()) },
            question with { InseeCode = "36199" },
            question with { Network = network },
            question with { Room = await _before.NewRoomAsync(), Network = network },
        ];

        foreach (var unknown in questions)
            Assert.Equal([RefusalCode.NotFound], (await ReadAsync(unknown)).Codes());
    }

    private async Task<(int Rooms, int Bookings, double BookedHours)> SumAsync(UtilizationQuery query)
    {
        var view = Accepted(await ReadAsync(query));
        Assert.Equal(view.Total.Booked, view.Rows.Aggregate(Duration.Zero, (sum, row) => sum + row.Booked));
        Assert.Equal(view.Rooms * 24 * (NodaTime.Period.DaysBetween(query.First, query.Last) + 1), view.Total.Open.TotalHours, tolerance: 1);
        return (view.Rooms, view.Total.Bookings, view.Total.Booked.TotalHours);
    }

    private Task<Outcome<UtilizationView>> ReadAsync(UtilizationQuery query) =>
        new UtilizationReader(_before.Grains).ReadAsync(query, TestContext.Current.CancellationToken);

    private static async Task<ImmutableArray<DayUse>> RoomAsync(GrainCluster cluster, RoomId room, LocalDate first, LocalDate last) =>
        (await cluster.Grains.Get(room).UtilizationAsync(first, last, network: null))!.Days;

    private Task<BookingView> BookAsync(RoomId room, AdvisorId lead, Period? period = null) =>
        _before.BookedAsync(lead, A.Booking(room, period));

    private Task<GrainCluster> AtAsync(double hour) => _before.LaterAsync(A.Monday + Duration.FromHours(hour));

    private static T Accepted<T>(Outcome<T> outcome) where T : class
    {
        Assert.Empty(outcome.Refusals);
        return outcome.Value!;
    }
}
