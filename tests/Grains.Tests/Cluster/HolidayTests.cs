using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Nothing is booked on a public holiday of the venue's place, unless it says that it opens then.</summary>
public sealed class HolidayTests(GrainCluster cluster)
{
    private static readonly LocalDate Christmas = NextChristmas();
    private static readonly Period OnChristmas = At(Christmas, 9);

    private static readonly VenueDetails Closed = A.Venue with
    {
        OpensOnDaysOff = false,
        // Somewhere else, because other tests are busy in the usual place.
        Location = new GeoPoint(-48.4, 61.8),
        Address = A.Venue.Address with { InseeCode = "36101" },
    };

    [Fact]
    public async Task Book_OnAHoliday_IsClosedAndNamesIt()
    {
        var room = await cluster.NewRoomAsync(await NewVenueAsync(Closed));

        var refused = await cluster.BookAsync(await cluster.NewLeadAsync(), A.Booking(room, OnChristmas));

        var rule = Assert.IsType<RuleRefusal>(Assert.Single(refused.Refusals));
        Assert.Equal((RefusalCode.Closed, "dayOff", $"{Christmas.Year}-12-25 Noël"), (rule.Code, rule.Rule, rule.Limit));
    }

    [Fact]
    public async Task Book_OnAHolidayOfAnotherPlace_IsMade()
    {
        var stEtienne = At(Christmas.PlusDays(1), 9);
        var indre = await cluster.NewRoomAsync(await NewVenueAsync(Closed));
        var moselle = await cluster.NewRoomAsync(await NewVenueAsync(Closed with { Address = Closed.Address with { InseeCode = "57463" } }));

        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(indre, stEtienne));
        var refused = await cluster.BookAsync(await cluster.NewLeadAsync(), A.Booking(moselle, stEtienne));

        Assert.Equal([RefusalCode.Closed], refused.Codes());
    }

    [Fact]
    public async Task FreeBusy_OfAHoliday_IsClosedFromMidnightToMidnight()
    {
        var room = await cluster.NewRoomAsync(await NewVenueAsync(Closed));
        var paris = WallClock.Zone("Europe/Paris");
        var around = DaysOff.Span(Christmas, paris).Widen(Duration.FromHours(3), Duration.FromHours(3));

        var stretches = await cluster.Grains.Get(room).FreeBusyAsync(around);

        Assert.Equal([FreeBusyState.Free, FreeBusyState.Closed, FreeBusyState.Free], stretches.Select(stretch => stretch.State));
        Assert.Equal(DaysOff.Span(Christmas, paris), stretches[1].Period);
    }

    [Fact]
    public async Task Find_OnAHoliday_ListsOnlyWhatOpens()
    {
        var town = Closed.Address with { InseeCode = "36102" };
        await cluster.NewRoomAsync(await NewVenueAsync(Closed with { Address = town }));
        var open = await cluster.NewRoomAsync(await NewVenueAsync(Closed with { Address = town, OpensOnDaysOff = true }));
        var query = new RoomQuery { During = OnChristmas, Seats = 1, InseeCode = "36102", WithinKm = 20, Page = new PageRequest(10, After: null) };

        var candidates = await cluster.Grains.GetGrain<IDirectoryCellGrain>(CellKey.OfCommune("36102")).CandidatesAsync(query);
        var found = await cluster.OfSilo<RoomSearch>().FindAsync(query);

        Assert.Equal([open], candidates.Select(candidate => candidate.Room));
        Assert.Equal([open], found.Value!.Items.Select(item => item.Node.Id));
    }

    [Fact]
    public async Task Alternatives_NextToAHoliday_KeepClearOfIt()
    {
        var room = await cluster.NewRoomAsync(await NewVenueAsync(Closed));
        var eve = At(Christmas.PlusDays(-1), 20);

        var near = await cluster.Grains.Get(room).BookableNearAsync(eve, 1, 20);

        Assert.NotEmpty(near);
        Assert.DoesNotContain(near, period => period.Overlaps(DaysOff.Span(Christmas, WallClock.Zone("Europe/Paris"))));
    }

    [Fact]
    public async Task Update_OpensOnDaysOff_LetsBookAndBackAgainRefusesWhileBooked()
    {
        var venue = await NewVenueAsync(Closed);
        var (room, lead) = (await cluster.NewRoomAsync(venue), await cluster.NewLeadAsync());
        UpdateVenue Opening(bool opens) => new() { Actor = GrainCluster.Admin, OpensOnDaysOff = opens };

        Assert.True((await cluster.Grains.Get(venue).UpdateAsync(Opening(true))).Value!.Venue.Details.OpensOnDaysOff);
        var booked = await cluster.BookedAsync(lead, A.Booking(room, OnChristmas));
        var refused = await cluster.Grains.Get(venue).UpdateAsync(Opening(false));
        await cluster.CancelAsync(booked.Id);
        var shut = await cluster.Grains.Get(venue).UpdateAsync(Opening(false));

        Assert.Equal(OnChristmas, Assert.Single(Assert.IsType<ConflictRefusal>(Assert.Single(refused.Refusals)).Conflicts).Period);
        Assert.NotNull(shut.Value);
        Assert.Equal([RefusalCode.Closed], (await cluster.BookAsync(lead, A.Booking(room, OnChristmas))).Codes());
    }

    private async Task<VenueId> NewVenueAsync(VenueDetails details) => await cluster.NewVenueAsync(await cluster.NewNetworkAsync(), details);

    private static Period At(LocalDate day, int hour)
    {
        var start = day.At(new LocalTime(hour, 0)).InZoneLeniently(WallClock.Zone("Europe/Paris")).ToInstant();
        return new Period(start, start + Duration.FromHours(2));
    }

    // Far enough ahead that the eve has not come either.
    private static LocalDate NextChristmas()
    {
        var soon = SystemClock.Instance.GetCurrentInstant().InUtc().Date.PlusDays(10);
        var christmas = new LocalDate(soon.Year, 12, 25);
        return christmas > soon ? christmas : christmas.PlusYears(1);
    }
}
