using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Series;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A room, its owner, and an advisor who books it again and again.</summary>
internal sealed record SeriesScene(GrainCluster Cluster, OrganizationId Owner, RoomId Room, AdvisorId LeadId)
{
    private static readonly DateTimeZone Paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];

    public static LocalDate FirstDate { get; } = A.Monday.InUtc().Date;

    public IAdvisorGrain Lead => Cluster.Grains.Get(LeadId);

    public Actor Manager => new() { Subject = "mairie", Roles = [Role.Manager], Organization = Owner };

    public static async Task<SeriesScene> MakeAsync(GrainCluster cluster, ApprovalMode approval = ApprovalMode.Instant)
    {
        var owner = await cluster.NewNetworkAsync("Owner");
        var room = await cluster.NewRoomAsync(
            await cluster.NewVenueAsync(owner), A.Room with { Policy = BookingPolicy.Default with { Approval = approval } });
        return new SeriesScene(cluster, owner, room, await cluster.NewLeadAsync());
    }

    /// <summary>The time of the n-th date, from 0: a week apart, 09:30 to 11:30 by the clock of Paris.</summary>
    public static Period Date(int n)
    {
        var start = Paris.InstantOf(FirstDate.PlusWeeks(n).At(new LocalTime(9, 30)));
        return new Period(start, start + Duration.FromHours(2));
    }

    public SeriesTerms Terms(int count = 3, OnConflict onConflict = OnConflict.AllOrNothing) => new()
    {
        Room = Room,
        FirstDate = FirstDate,
        StartsAt = new LocalTime(9, 30),
        Length = Duration.FromHours(2),
        Rule = $"FREQ=WEEKLY;COUNT={count}",
        Seats = 8,
        OnConflict = onConflict,
    };

    /// <summary>With a key always the same series, as the API makes it.</summary>
    public BookSeries Ask(SeriesTerms terms, string? key = null, string input = "input") => new()
    {
        Actor = GrainCluster.Admin,
        Id = SeriesId.New(LeadId, key is null ? Cluster.NewKey() : IdSource.KeyOf(key)),
        Terms = terms,
        Key = key is null ? null : A.Key(key, input),
    };

    public async Task<SeriesView> BookedAsync(SeriesTerms terms)
    {
        var outcome = await Lead.BookSeriesAsync(Ask(terms));
        Assert.Empty(outcome.Refusals);
        return outcome.Value!;
    }

    /// <summary>Somebody else takes the n-th date.</summary>
    public async Task<BookingView> TakeAsync(int n) => await Cluster.BookedAsync(await Cluster.NewLeadAsync(), A.Booking(Room, Date(n)));

    /// <summary>
    /// The bookings of the lead that the store holds and that stand: what they took, no less and no more, is taken in the store,
    /// and nothing half made is left. The room has looked through its claims before, as it does when somebody needs their place.
    /// </summary>
    public async Task<IReadOnlyList<BookingRecord>> StandingAsync()
    {
        await Shortcuts.RepeatAsync(() => Cluster.Grains.Get(Room).StandingAsync(new Period(A.Monday, A.Monday + Duration.FromDays(3 * 366))));
        var pages = await Cluster.Of(LeadId).PagesAsync();
        Assert.All(pages.Values, page => Assert.Empty(page.Provisional));
        var standing = pages.Values.SelectMany(page => page.Bookings).Where(booking => booking.Stands).OrderBy(booking => booking.Period.Start).ToList();
        var needed = standing.SelectMany(booking => booking.Claims).ToLookup(claim => claim.Calendar, claim => claim.Id);
        Assert.Equal(needed[LeadId.Value].Order(ById), (await Cluster.Of(LeadId).ClaimsAsync()).Select(claim => claim.Id).Order(ById));
        Assert.Equal(needed[Room.Value].Order(ById), (await Cluster.Of(Room).ClaimsAsync())
            .Where(claim => claim.Booking.Lead == LeadId).Select(claim => claim.Id).Order(ById));
        return standing;
    }

    private static Comparer<ClaimId> ById { get; } =
        Comparer<ClaimId>.Create((left, right) => string.CompareOrdinal(left.Value, right.Value));
}
