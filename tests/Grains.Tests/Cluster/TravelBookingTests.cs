using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Organizations;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Advisors who go from one venue to another; between the two here it takes 28 minutes.</summary>
public sealed class TravelBookingTests(GrainCluster cluster)
{
    private static readonly GeoPoint Chateauroux = new(46.8103, 1.6910);

    [Fact]
    public async Task Book_ElsewhereTooSoon_IsRefusedNamingTheTime()
    {
        var (here, there) = await RoomsAsync();
        var lead = await cluster.NewLeadAsync();
        await cluster.BookedAsync(lead, A.Booking(here, A.Hours(9, 11)));

        var after = await cluster.BookAsync(lead, A.Booking(there, Later(11, 27)));
        var before = await cluster.BookAsync(lead, A.Booking(there, Later(8, -27)));

        foreach (var refused in new[] { after, before })
        {
            var refusal = Assert.IsType<RuleRefusal>(Assert.Single(refused.Refusals));
            Assert.Equal((RefusalCode.AdvisorBusy, "travelTime", "PT28M", "PT27M"), (refusal.Code, refusal.Rule, refusal.Limit, refusal.Actual));
        }

        Assert.Empty(await cluster.Of(there).ClaimsAsync());
        await cluster.BookedAsync(lead, A.Booking(there, Later(11, 28)));
        await cluster.BookedAsync(lead, A.Booking(there, Later(8, -28)));
    }

    [Fact]
    public async Task Book_CoHostElsewhereTooSoon_IsRefused()
    {
        var (here, there) = await RoomsAsync();
        var network = await cluster.NewNetworkAsync();
        var (lead, coHost) = (await cluster.NewAdvisorAsync(network), await cluster.NewAdvisorAsync(network));
        await cluster.BookedAsync(coHost, A.Booking(here, A.Hours(9, 11)));
        var together = A.Booking(there, Later(11, 27)) with { CoHosts = [coHost] };

        var refused = await cluster.BookAsync(lead, together);

        Assert.Equal("travelTime", Assert.IsType<RuleRefusal>(Assert.Single(refused.Refusals)).Rule);
        await cluster.BookedAsync(lead, together with { Period = Later(11, 28) });
        // The co-hosted time counts as well, for what the co-host leads.
        var home = await cluster.BookAsync(coHost, A.Booking(here, Later(12, 55)));
        Assert.Equal("travelTime", Assert.IsType<RuleRefusal>(Assert.Single(home.Refusals)).Rule);
    }

    [Fact]
    public async Task Book_SameVenueOrUnknownPlace_NeedsNoTime()
    {
        var owner = await cluster.NewNetworkAsync("Owner");
        var venue = await cluster.NewVenueAsync(owner);
        var nowhere = await cluster.NewRoomAsync(await cluster.NewVenueAsync(owner, A.Venue with { Location = null }));
        var lead = await cluster.NewLeadAsync();

        await cluster.BookedAsync(lead, A.Booking(await cluster.NewRoomAsync(venue), A.Hours(9, 10)));
        await cluster.BookedAsync(lead, A.Booking(await cluster.NewRoomAsync(venue), A.Hours(10, 11)));
        await cluster.BookedAsync(lead, A.Booking(nowhere, A.Hours(11, 12)));
    }

    [Fact]
    public async Task Book_NeighbourCancelled_NeedsNoTime()
    {
        var (here, there) = await RoomsAsync();
        var lead = await cluster.NewLeadAsync();
        var held = await cluster.BookedAsync(lead, A.Booking(here, A.Hours(9, 11)));
        Assert.Empty((await cluster.CancelAsync(held.Id)).Refusals);

        await cluster.BookedAsync(lead, A.Booking(there, A.Hours(11, 12)));
    }

    [Fact]
    public async Task Move_ToAnotherVenue_IsNotItsOwnNeighbour()
    {
        var (here, there) = await RoomsAsync();
        var lead = await cluster.NewLeadAsync();
        var booked = await cluster.BookedAsync(lead, A.Booking(here, A.Hours(9, 11)));
        await cluster.BookedAsync(lead, A.Booking(there, A.Hours(14, 15)));

        var inTime = await MoveAsync(booked, here, Later(11, 90));
        var moved = await MoveAsync(booked, there, A.Hours(12, 14));
        var tooLate = await MoveAsync(booked, here, Later(12, 40));

        Assert.Empty(inTime.Refusals);
        Assert.Empty(moved.Refusals);
        Assert.Equal([RefusalCode.AdvisorBusy], tooLate.Codes());
    }

    [Fact]
    public async Task Book_TwoAtOnceTooNear_OneStands()
    {
        var (here, there) = await RoomsAsync();
        for (var round = 0; round < 10; round++)
        {
            var network = await cluster.NewNetworkAsync();
            var (lead, other) = (await cluster.NewAdvisorAsync(network), await cluster.NewAdvisorAsync(network));

            // The one leads both, or leads one and co-hosts the other.
            var outcomes = await Task.WhenAll(
                cluster.BookAsync(lead, A.Booking(here, Weeks(round, 9, 11))),
                round % 2 == 0
                    ? cluster.BookAsync(lead, A.Booking(there, Weeks(round, 11, 12)))
                    : cluster.BookAsync(other, A.Booking(there, Weeks(round, 11, 12)) with { CoHosts = [lead] }));

            var won = Assert.Single(outcomes, outcome => outcome.Value is not null).Value!;
            Assert.Equal([RefusalCode.AdvisorBusy], Assert.Single(outcomes, outcome => outcome.Value is null).Codes());
            Assert.Equal(won.Id, Assert.Single(await cluster.Of(lead).ClaimsAsync()).Booking);
        }
    }

    [Fact]
    public async Task Book_AroundTheEndOfAWeek_SeesTheOtherPage()
    {
        const double Midnight = 7 * 24;
        var (here, there) = await RoomsAsync();
        var lead = await cluster.NewLeadAsync();
        await cluster.BookedAsync(lead, A.Booking(here, A.Hours(Midnight - 2, Midnight - 0.1)));
        await cluster.ReactivateAsync(cluster.Grains.Get(lead));

        var refused = await cluster.BookAsync(lead, A.Booking(there, A.Hours(Midnight, Midnight + 1)));

        Assert.Equal("travelTime", Assert.IsType<RuleRefusal>(Assert.Single(refused.Refusals)).Rule);
    }

    [Fact]
    public async Task SetTravelRules_Off_CountsForWhatIsBookedFromThenOn()
    {
        var (here, there) = await RoomsAsync();
        var network = await cluster.NewNetworkAsync();
        var lead = await cluster.NewAdvisorAsync(network);
        await cluster.BookedAsync(lead, A.Booking(here, A.Hours(9, 11)));
        var off = new SetTravelRules { Actor = GrainCluster.Admin, IsOn = false, Key = A.Key("off") };

        var set = await cluster.Grains.Get(network).SetTravelRulesAsync(off);
        var slower = await cluster.Grains.Get(network).SetTravelRulesAsync(off with { IsOn = null, KilometresPerHour = 30, Key = A.Key("slow", "30") });
        var repeat = await cluster.Grains.Get(network).SetTravelRulesAsync(off);
        var other = await cluster.Grains.Get(network).SetTravelRulesAsync(off with { Key = A.Key("off", "other") });
        var stranger = await cluster.Grains.Get(network).SetTravelRulesAsync(off with { Actor = Rules.Some.Actor(roles: Role.Manager) });
        await cluster.ReactivateAsync(cluster.Grains.Get(network));

        Assert.Equal(TravelRules.Default with { IsOn = false }, set.Value!.Travel);
        Assert.Equal(TravelRules.Default with { IsOn = false, KilometresPerHour = 30 }, slower.Value!.Travel);
        Assert.Equal(slower.Value.Travel, repeat.Value!.Travel);
        Assert.Equal([RefusalCode.IdempotencyMismatch], other.Codes());
        Assert.Equal([RefusalCode.Forbidden], stranger.Codes());
        // It asks its network again after a minute, or when it is activated.
        await cluster.ReactivateAsync(cluster.Grains.Get(lead));
        await cluster.BookedAsync(lead, A.Booking(there, A.Hours(11, 12)));
    }

    [Fact]
    public async Task Alternatives_AdvisorComesFromElsewhere_OnlyWhatCanBeReached()
    {
        // A place of its own, so that no other test's rooms are near.
        var (east, west) = (new GeoPoint(-51.70, -57.85), new GeoPoint(-51.70, -58.03));
        var owner = await cluster.NewNetworkAsync("Owner");
        var (here, there) = (await cluster.NewVenueAsync(owner, location: east), await cluster.NewVenueAsync(owner, location: west));
        var (held, alsoHere) = (await cluster.NewRoomAsync(here), await cluster.NewRoomAsync(here));
        var (wanted, alsoThere) = (await cluster.NewRoomAsync(there), await cluster.NewRoomAsync(there));
        var lead = await cluster.NewLeadAsync();
        await cluster.BookedAsync(lead, A.Booking(held, A.Hours(9, 11)));

        var alternatives = await cluster.Grains.RoomSearch().AlternativesAsync(
            new AlternativesQuery { Room = wanted, Period = A.Hours(11, 12), Seats = 8, Advisors = [lead] });

        Assert.Contains(alternatives, option => option.Room == alsoHere && option.Period == A.Hours(11, 12));
        Assert.DoesNotContain(alternatives, option => option.Room == alsoThere);
        Assert.Contains(alternatives, option => option.Room == wanted);
        Assert.All(alternatives.Where(option => option.Room == wanted), option =>
            Assert.True(option.Period.Start >= A.Hours(9, 11.4).End || option.Period.End <= A.Hours(8.6, 9).Start));
    }

    private async Task<(RoomId Here, RoomId There)> RoomsAsync()
    {
        var owner = await cluster.NewNetworkAsync("Owner");
        return (await cluster.NewRoomAsync(await cluster.NewVenueAsync(owner)),
            await cluster.NewRoomAsync(await cluster.NewVenueAsync(owner, location: Chateauroux)));
    }

    private Task<Outcome<BookingView>> MoveAsync(BookingView booking, RoomId room, Period period) => cluster.Grains.Get(booking.Lead)
        .ChangeAsync(new ChangeBooking { Actor = GrainCluster.Admin, Booking = booking.Id, Room = room, Period = period });

    // An hour from so many minutes after (or before) the hour.
    private static Period Later(double hour, int minutes) =>
        new(A.Hours(hour, hour + 1).Start + Duration.FromMinutes(minutes), A.Hours(hour, hour + 1).End + Duration.FromMinutes(minutes));

    private static Period Weeks(int number, double from, double to) =>
        new(A.Hours(from, to).Start + Duration.FromDays(7 * number), A.Hours(from, to).End + Duration.FromDays(7 * number));
}
