using Scheduling.Grains.Advisors;
using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Attempts that meet while both are undecided: the older waits for the younger's decision, the younger does not.</summary>
public sealed class UndecidedTests(GrainCluster cluster)
{
    [Fact]
    public async Task Book_OlderMeetsAYoungerThatComesToNothing_GetsTheRoom()
    {
        var (room, older) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var (younger, coHost) = await NewPairAsync();
        await cluster.BookedAsync(coHost, A.Booking(await cluster.NewRoomAsync()));
        // Made first, and arrives last.
        var olderArrives = cluster.Calls.Orders.HoldNext(room.Value, nameof(ICalendarGrain.ClaimAsync));
        var olderBooks = cluster.BookAsync(older, A.Booking(room));
        await olderArrives.ArrivedAsync();
        var coHostDecides = cluster.Calls.Orders.HoldNext(coHost.Value, nameof(ICalendarGrain.ClaimAsync));
        var youngerBooks = cluster.BookAsync(younger, A.Booking(room) with { CoHosts = [coHost] });
        await coHostDecides.ArrivedAsync();
        await WaitForClaimAsync(room);
        var asked = cluster.Calls.ArrivalsAsync(younger.Value, nameof(IAdvisorGrain.CheckClaimAsync), 1);

        olderArrives.Open();
        await asked;
        coHostDecides.Open();

        Assert.Equal([RefusalCode.AdvisorBusy], (await youngerBooks).Codes());
        Assert.Equal((await olderBooks).Value!.Id, Assert.Single(await cluster.Of(room).ClaimsAsync()).Booking);
    }

    [Fact]
    public async Task Book_YoungerMeetsAnOlderThatIsUndecided_IsRefusedAtOnce()
    {
        var (room, younger) = (await cluster.NewRoomAsync(), await cluster.NewLeadAsync());
        var (older, coHost) = await NewPairAsync();
        var coHostDecides = cluster.Calls.Orders.HoldNext(coHost.Value, nameof(ICalendarGrain.ClaimAsync));
        var olderBooks = cluster.BookAsync(older, A.Booking(room) with { CoHosts = [coHost] });
        await coHostDecides.ArrivedAsync();
        await WaitForClaimAsync(room);

        var refused = await cluster.BookAsync(younger, A.Booking(room));

        Assert.Equal([RefusalCode.SlotTaken], refused.Codes());
        Assert.False(olderBooks.IsCompleted);
        coHostDecides.Open();
        Assert.NotNull((await olderBooks).Value);
    }

    [Fact]
    public async Task Book_LeadsEarlierAttemptIsUndecidedAndComesToNothing_GetsTheTime()
    {
        var (room, other) = (await cluster.NewRoomAsync(), await cluster.NewRoomAsync());
        var (lead, coHost) = await NewPairAsync();
        await cluster.BookedAsync(coHost, A.Booking(await cluster.NewRoomAsync()));
        var coHostDecides = cluster.Calls.Orders.HoldNext(coHost.Value, nameof(ICalendarGrain.ClaimAsync));
        var earlier = cluster.BookAsync(lead, A.Booking(room) with { CoHosts = [coHost] });
        await coHostDecides.ArrivedAsync();

        // The second holds nothing yet, so it may wait although it is younger; and it does not ask itself by message, which
        // an activation that is ending would never answer.
        cluster.Calls.Orders.FailNext(lead.Value, nameof(IAdvisorGrain.CheckClaimAsync), CallFault.LostRequest);
        var arrived = cluster.Calls.ArrivalsAsync(lead.Value, nameof(IAdvisorGrain.BookAsync), 1);
        var later = cluster.BookAsync(lead, A.Booking(other));
        await arrived;
        await cluster.LetOthersRunAsync(lead);
        coHostDecides.Open();

        Assert.Equal([RefusalCode.AdvisorBusy], (await earlier).Codes());
        Assert.Equal((await later).Value!.Id, Assert.Single(await cluster.Of(other).ClaimsAsync()).Booking);
    }

    [Fact]
    public async Task Book_CirclesOfLeadsAndCoHosts_OneOfEachGetsThrough()
    {
        const int rounds = 20;
        var network = await cluster.NewNetworkAsync();
        for (var round = 0; round < rounds; round++)
        {
            var length = 3 + round % 3;
            var circle = await Task.WhenAll(Enumerable.Range(0, length).Select(_ => cluster.NewAdvisorAsync(network)));
            var rooms = await Task.WhenAll(circle.Select(_ => cluster.NewRoomAsync()));

            // Everybody leads one booking that needs everybody.
            var outcomes = await Task.WhenAll(circle.Select((lead, i) => cluster.BookAsync(
                lead, A.Booking(rooms[i]) with { CoHosts = [.. circle.Where(other => other != lead)] })));

            var won = Assert.Single(outcomes, outcome => outcome.Value is not null).Value!;
            foreach (var advisor in circle)
                Assert.Equal(won.Id, Assert.Single(await cluster.Of(advisor).ClaimsAsync()).Booking);
            foreach (var room in rooms)
                Assert.Equal(room == won.Room ? 1 : 0, (await cluster.Of(room).ClaimsAsync()).Count);
        }
    }

    private async Task<(AdvisorId, AdvisorId)> NewPairAsync()
    {
        var network = await cluster.NewNetworkAsync();
        return (await cluster.NewAdvisorAsync(network), await cluster.NewAdvisorAsync(network));
    }

    // The room is asked at the same time as the co-host, and nothing holds it up; a read waits for its turn behind it.
    private async Task WaitForClaimAsync(RoomId room)
    {
        while ((await cluster.Of(room).ClaimsAsync()).Count == 0)
            await cluster.Grains.Get(room).GetAsync();
    }
}
