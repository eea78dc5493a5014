using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;
using Scheduling.Grains.Directory;
using Scheduling.Grains.Rooms;
using Scheduling.Grains.Venues;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>What could be booked instead: really, best first, at most five.</summary>
public sealed class AlternativesTests(GrainCluster cluster)
{
    private static readonly GeoPoint Here = new(20, 20);
    private static int _villages;

    // Each test in a village of its own.
    private readonly GeoPoint _here = Here with { Longitude = Here.Longitude + 2 * Interlocked.Increment(ref _villages) };

    [Fact]
    public async Task Alternatives_OfATakenSlot_AreBestFirstAndEachCanBeBooked()
    {
        var venue = await NewVenueAsync(km: 0);
        var room = await cluster.NewRoomAsync(venue);
        var nextDoor = await cluster.NewRoomAsync(venue);
        var nextTown = await cluster.NewRoomAsync(await NewVenueAsync(km: 15));
        await cluster.NewRoomAsync(await NewVenueAsync(km: 22));
        var (holder, lead) = (await cluster.NewLeadAsync(), await cluster.NewLeadAsync());
        await cluster.BookedAsync(holder, A.Booking(room));

        var found = await AlternativesAsync(room, lead);

        // 15 km cost as much as three quarters of an hour; the room itself is free again two hours later and before.
        Assert.Equal(
            [new(nextDoor, A.Hours(9, 11)), new(nextTown, A.Hours(9, 11)), new(room, A.Hours(11, 13)), new(room, A.Hours(7, 9))],
            found.Take(4));
        Assert.Equal(5, found.Length);
        foreach (var option in found)
        {
            var booked = await cluster.BookedAsync(lead, A.Booking(option.Room, option.Period));
            await cluster.CancelAsync(booked.Id);
        }
    }

    [Fact]
    public async Task Alternatives_BuildingFullOrRoomTooSmall_AreNotOffered()
    {
        var full = await NewVenueAsync(km: 0, maxOccupancy: 8);
        var (room, nextDoor) = (await cluster.NewRoomAsync(full), await cluster.NewRoomAsync(full));
        await cluster.NewRoomAsync(await NewVenueAsync(km: 1), A.Room with { Seats = 7 });
        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room));

        var found = await AlternativesAsync(room, await cluster.NewLeadAsync());

        Assert.NotEmpty(found);
        Assert.All(found, option => Assert.Equal(room, option.Room));
        Assert.DoesNotContain(found, option => option.Room == nextDoor);
    }

    [Fact]
    public async Task Alternatives_AdvisorIsEngagedWheneverAtWork_AreNone()
    {
        var (room, other) = (await cluster.NewRoomAsync(await NewVenueAsync(km: 0)), await cluster.NewRoomAsync(await NewVenueAsync(km: 1)));
        // At work for these two hours of each Monday, and engaged on all that could be offered.
        var zone = DateTimeZoneProviders.Tzdb["Europe/Paris"];
        var opens = A.Hours(9, 11).Start.InZone(zone).TimeOfDay;
        var lead = await cluster.NewAdvisorAsync(
            await cluster.NewNetworkAsync(), new WeeklyHours(IsoDayOfWeek.Monday, opens, opens.PlusHours(2)));
        foreach (var weeks in new[] { -1, 0, 1 })
        {
            var start = zone.AtLeniently(A.Hours(9, 11).Start.InZone(zone).LocalDateTime.PlusWeeks(weeks)).ToInstant();
            await cluster.BookedAsync(lead, A.Booking(other, new Period(start, start + Duration.FromHours(2))));
        }

        Assert.Empty(await AlternativesAsync(room, lead));
    }

    [Fact]
    public async Task Alternatives_VenueWithoutAPosition_AreOfItsCommune()
    {
        var details = A.Venue with { Location = null, Address = A.Venue.Address with { InseeCode = "01003" } };
        var venue = await cluster.NewVenueAsync(await cluster.NewNetworkAsync(), details);
        var (room, nextDoor) = (await cluster.NewRoomAsync(venue), await cluster.NewRoomAsync(venue));
        await cluster.BookedAsync(await cluster.NewLeadAsync(), A.Booking(room));

        var found = await AlternativesAsync(room, await cluster.NewLeadAsync());

        Assert.Equal(new Alternative(nextDoor, A.Hours(9, 11)), found[0]);
    }

    private Task<ImmutableArray<Alternative>> AlternativesAsync(RoomId room, AdvisorId lead) =>
        cluster.Grains.RoomSearch().AlternativesAsync(new AlternativesQuery
        {
            Room = room,
            Period = A.Hours(9, 11),
            Seats = 8,
            Advisors = [lead],
        });

    private async Task<VenueId> NewVenueAsync(double km, int? maxOccupancy = null) =>
        await cluster.NewVenueAsync(await cluster.NewNetworkAsync(), A.Venue with
        {
            Location = _here with { Latitude = _here.Latitude + km / 111.2 },
            Address = A.Venue.Address with { InseeCode = null },
            MaxOccupancy = maxOccupancy,
        });
}
