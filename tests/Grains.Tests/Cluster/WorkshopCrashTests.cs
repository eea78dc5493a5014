using Scheduling.Grains.Common;
using Scheduling.Grains.Workshops;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>Writes that are lost, activations that end, and two of one lead: never more than eight have a place.</summary>
public sealed class WorkshopCrashTests(GrainCluster cluster)
{
    private readonly Dice _dice = new();

    public static TheoryData<WriteFault> Faults => [WriteFault.LostBefore, WriteFault.LostAfter];

    [Theory, MemberData(nameof(Faults))]
    public async Task Register_WriteLost_SameKeyAgainGivesTheOnePlace(WriteFault fault)
    {
        var scene = await WorkshopScene.MakeAsync(cluster);
        cluster.Storage.Writes.FailNext(scene.Booking.Lead.Value, "attendees-", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => scene.RegisterAsync("a"));
        var attendee = await scene.RegisteredAsync("a");

        Assert.Equal(AttendeeStatus.Registered, attendee.Status);
        Assert.Equal("a", Assert.Single((await scene.StoredAsync()).Attendees).Reference);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Forget_WriteLost_AgainLeavesNoTrace(WriteFault fault)
    {
        var scene = await WorkshopScene.MakeAsync(cluster);
        await scene.RegisteredAsync("somebody-17");
        cluster.Storage.Writes.FailNext(scene.Booking.Lead.Value, "attendees-", fault);

        await Assert.ThrowsAnyAsync<Exception>(() => scene.ForgetAsync("somebody-17"));
        Assert.Empty((await scene.ForgetAsync("somebody-17")).Refusals);

        Assert.DoesNotContain("somebody-17", await scene.StoredBytesAsync(), StringComparison.Ordinal);
        Assert.Single((await scene.StoredAsync()).History, step => step.What == WorkshopStep.Forgotten);
    }

    [Fact]
    public async Task Register_LeadHasASecondActivation_NoMoreThanEightAndWhateverWasAcknowledgedStands()
    {
        const int each = 12;
        var twin = await cluster.TwinAsync();
        var scene = await WorkshopScene.MakeAsync(cluster);
        var other = scene.On(twin);
        await scene.CountsAsync();
        await other.CountsAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, each).SelectMany(i => new[]
        {
            Shortcuts.RepeatAsync(() => scene.RegisteredAsync($"a{i}")),
            Shortcuts.RepeatAsync(() => other.RegisteredAsync($"b{i}")),
        }).Select(OrNullAsync));

        var stored = await scene.StoredAsync();
        Assert.InRange(stored.Counts.Registered, 0, 8);
        foreach (var answer in answers.OfType<AttendeeView>())
            Assert.Equal(answer.Status, stored.Find(scene.Network, answer.Reference)!.Status);
    }

    [Fact]
    public async Task Operations_WithCrashesAtRandom_KeepPlacesOrderAndWhateverWasAcknowledged()
    {
        const int rounds = 20;
        const int callers = 12;
        var scene = await WorkshopScene.MakeAsync(cluster);
        var lead = scene.Booking.Lead.Value;
        for (var round = 0; round < rounds; round++)
        {
            if (_dice.OneIn(2))
                cluster.Storage.Writes.FailNext(lead, "attendees-", _dice.Pick([WriteFault.LostBefore, WriteFault.LostAfter]));
            var calls = Enumerable.Range(0, callers).Select(i => Shortcuts.RepeatAsync(() => i % 4 == 3
                ? scene.CancelAsync($"r{_dice.Between(0, round)}-{_dice.Between(0, callers - 1)}")
                : scene.RegisterAsync($"r{round}-{i}"))).ToList();
            if (_dice.OneIn(2))
                cluster.EndActivation(lead);
            var outcomes = await Task.WhenAll(calls);

            var stored = await scene.StoredAsync();
            Assert.True(stored.Counts.Registered <= 8, Dice.Replay);
            Assert.True(stored.Counts.Registered == 8 || stored.Counts.Waiting == 0, Dice.Replay);
            // Nobody who waits came before anybody who has a place.
            var standing = stored.Attendees.Where(attendee => attendee.Status != AttendeeStatus.Cancelled).ToList();
            Assert.True(standing.Take(8).All(attendee => attendee.Status == AttendeeStatus.Registered), Dice.Replay);
            foreach (var attendee in outcomes.SelectMany(outcome => outcome.Value?.Attendees ?? []))
                Assert.True(stored.Find(attendee.Network, attendee.Reference) is not null, $"{attendee.Reference}: {Dice.Replay}");
        }

        Assert.Equal(8, (await scene.StoredAsync()).Counts.Registered);
    }

    private static async Task<AttendeeView?> OrNullAsync(Task<AttendeeView> registering)
    {
        try
        {
            return await registering;
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.IAssertionException)
        {
            return null;
        }
    }
}
