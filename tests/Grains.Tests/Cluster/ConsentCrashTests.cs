using Scheduling.Grains.Bookings;
using Scheduling.Grains.Calendars;
using Scheduling.Grains.Common;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Writes and calls that are lost around an answer: it counts or it does not, and a repeat tells which.</summary>
public sealed class ConsentCrashTests(GrainCluster cluster)
{
    [Theory]
    [InlineData(WriteFault.LostBefore, Decision.Accept)]
    [InlineData(WriteFault.LostAfter, Decision.Accept)]
    [InlineData(WriteFault.LostBefore, Decision.Decline)]
    [InlineData(WriteFault.LostAfter, Decision.Decline)]
    public async Task Answer_WriteLost_TheSameAnswerAgainCountsOnce(WriteFault fault, Decision decision)
    {
        var guests = await Guests.NewAsync(cluster);
        var asked = await guests.BookedAsync();
        var answer = guests.Answer(asked, decision) with { Key = A.Key("answer") };
        cluster.Storage.Writes.FailNext(guests.LeadId.Value, "week", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => guests.LeadGrain.AnswerAsync(answer));
        var again = (await guests.LeadGrain.AnswerAsync(answer)).Value!;

        Assert.Equal((decision == Decision.Accept ? BookingStatus.Confirmed : BookingStatus.Declined, 2L), (again.Status, again.Version));
        // What had to follow the lost answer is done by the reminder.
        await cluster.RemindAsync(guests.LeadId.Value);
        Assert.Equal(decision == Decision.Accept ? FreeBusyState.Busy : FreeBusyState.Free,
            Assert.Single(await guests.RoomGrain.FreeBusyAsync(A.Hours(9, 11))).State);
        Assert.Equal(decision == Decision.Decline, await guests.IsFreeAsync(guests.Guest));
    }

    [Fact]
    public async Task Answer_OptionalDeclinesAndTheReleaseIsLost_TheReminderFreesTheirTime()
    {
        var guests = await Guests.NewAsync(cluster);
        var asked = await guests.BookedAsync(guests.Together with { OptionalCoHosts = [guests.Guest] });
        cluster.Calls.Orders.FailNext(guests.Guest.Value, "ReleaseAsync", CallFault.LostRequest);

        await guests.AnswerAsync(asked, Decision.Decline);

        Assert.False(await guests.IsFreeAsync(guests.Guest));
        await cluster.RemindAsync(guests.LeadId.Value);
        Assert.True(await guests.IsFreeAsync(guests.Guest));
        Assert.Empty((await guests.LookAsync(asked)).CoHosts);
    }

    [Fact]
    public async Task AskToJoin_WriteOfTheLeadLost_TheSameKeyAgainAsksOnce()
    {
        foreach (var fault in new[] { WriteFault.LostBefore, WriteFault.LostAfter })
        {
            var guests = await Guests.NewAsync(cluster);
            var booked = await guests.BookedAsync(guests.Together with { CoHosts = [] });
            var asking = await guests.AskingAsync();
            cluster.Storage.Writes.FailNext(guests.LeadId.Value, "week", fault);

            await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.Get(guests.Guest).AskToJoinAsync(asking));
            var again = await cluster.Grains.Get(guests.Guest).AskToJoinAsync(asking);

            Assert.Equal(JoinStatus.Pending, again.Value!.Status);
            Assert.Equal(2, (await guests.LookAsync(booked)).Version);
        }
    }

    [Theory]
    [InlineData(WriteFault.LostBefore)]
    [InlineData(WriteFault.LostAfter)]
    public async Task AnswerJoin_CommitLost_TheSameKeyAgainAdmitsOnce(WriteFault fault)
    {
        var guests = await Guests.NewAsync(cluster);
        var booked = await guests.BookedAsync(guests.Together with { CoHosts = [] });
        await cluster.Grains.Get(guests.Guest).AskToJoinAsync(await guests.AskingAsync());
        cluster.Storage.Writes.FailNext(guests.LeadId.Value, "week", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => guests.LeadGrain.AnswerAsync(guests.AnswerJoin(booked, Decision.Accept)));
        var admitted = (await guests.LeadGrain.AnswerAsync(guests.AnswerJoin(booked, Decision.Accept))).Value!;

        Assert.Equal((BookingStatus.Confirmed, 3L), (admitted.Status, admitted.Version));
        Assert.Equal([guests.Guest], admitted.CoHosts);
        await cluster.RemindAsync(guests.LeadId.Value);
        Assert.Equal(FreeBusyState.Busy, Assert.Single(await guests.RoomGrain.FreeBusyAsync(A.Hours(9, 11))).State);
    }
}
