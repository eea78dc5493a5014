using Scheduling.Grains.Common;
using Scheduling.Grains.Keys;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A caller's key stands for one input, whatever it was sent to.</summary>
public sealed class RequestKeyTests(GrainCluster cluster)
{
    private IRequestKeyGrain NewKey() => cluster.Grains.Get(A.Key(cluster.NewKey()));

    [Fact]
    public async Task Take_AfterOneInputTookEffect_RefusesAnotherAlsoAfterReactivation()
    {
        var key = NewKey();
        Assert.True(await key.TakeAsync("one"));
        await key.SettleAsync("one", tookEffect: true);
        await cluster.ReactivateAsync(key);

        Assert.False(await key.TakeAsync("other"));
        Assert.True(await key.TakeAsync("one"));
    }

    [Fact]
    public async Task Take_AfterARefusal_RemembersNothing()
    {
        var key = NewKey();
        await key.TakeAsync("one");
        await key.SettleAsync("one", tookEffect: false);

        Assert.True(await key.TakeAsync("other"));
    }

    [Fact]
    public async Task Take_WhileTheSameInputIsTriedTwice_WaitsForBothToBeRefused()
    {
        var key = NewKey();
        await key.TakeAsync("one");
        await key.TakeAsync("one");
        await key.SettleAsync("one", tookEffect: false);

        Assert.False(await key.TakeAsync("other"));
        await key.SettleAsync("one", tookEffect: false);
        Assert.True(await key.TakeAsync("other"));
    }
}
