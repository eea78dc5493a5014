using Scheduling.Grains.Common;
using Scheduling.Grains.Keys;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A caller's key stands for one input, whatever it was sent to.</summary>
public sealed class RequestKeyTests(GrainCluster cluster)
{
    public static TheoryData<WriteFault> Faults => [WriteFault.LostBefore, WriteFault.LostAfter];

    [Fact]
    public async Task Take_AfterOneInputTookEffect_RefusesAnotherAlsoAfterReactivation()
    {
        var (one, other) = NewInputs();
        Assert.True(await KeeperOf(one).TakeAsync(one));
        await KeeperOf(one).SettleAsync(one, tookEffect: true);

        Assert.False(await KeeperOf(one).TakeAsync(other));
        await cluster.ReactivateAsync(KeeperOf(one));
        Assert.False(await KeeperOf(one).TakeAsync(other));
        Assert.True(await KeeperOf(one).TakeAsync(one));
    }

    [Fact]
    public async Task Take_AfterARefusal_RemembersNothing()
    {
        var (one, other) = NewInputs();
        await KeeperOf(one).TakeAsync(one);
        await KeeperOf(one).SettleAsync(one, tookEffect: false);

        Assert.True(await KeeperOf(one).TakeAsync(other));
    }

    [Fact]
    public async Task Take_WhileTheSameInputIsTriedTwice_WaitsForBothToBeRefused()
    {
        var (one, other) = NewInputs();
        await KeeperOf(one).TakeAsync(one);
        await KeeperOf(one).TakeAsync(one);
        await KeeperOf(one).SettleAsync(one, tookEffect: false);

        Assert.False(await KeeperOf(one).TakeAsync(other));
        await KeeperOf(one).SettleAsync(one, tookEffect: false);
        Assert.True(await KeeperOf(one).TakeAsync(other));
    }

    [Fact]
    public async Task Take_WhatTookEffectIsStillBeingWritten_RefusesAnotherInput()
    {
        var (one, other) = NewInputs();
        await KeeperOf(one).TakeAsync(one);
        var write = cluster.Storage.Writes.HoldNext(RequestKeysGrain.KeeperOf(one), RequestKeysGrain.RecordName);
        var settling = KeeperOf(one).SettleAsync(one, tookEffect: true);
        await write.ArrivedAsync();

        Assert.False(await KeeperOf(one).TakeAsync(other));
        write.Open();
        await settling;
    }

    [Fact]
    public async Task Settle_SameInputTwiceAtOnce_IsWrittenOnce()
    {
        var (one, other) = NewInputs();
        await KeeperOf(one).TakeAsync(one);
        await KeeperOf(one).TakeAsync(one);
        var before = cluster.Storage.WritesOf(RequestKeysGrain.KeeperOf(one), RequestKeysGrain.RecordName);
        await Task.WhenAll(KeeperOf(one).SettleAsync(one, tookEffect: true), KeeperOf(one).SettleAsync(one, tookEffect: true));

        Assert.Equal(before + 1, cluster.Storage.WritesOf(RequestKeysGrain.KeeperOf(one), RequestKeysGrain.RecordName));
        Assert.False(await KeeperOf(one).TakeAsync(other));
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Settle_WriteLost_IsToldAndTheSameInputSettlesAgain(WriteFault fault)
    {
        var (one, other) = NewInputs();
        await KeeperOf(one).TakeAsync(one);
        cluster.Storage.Writes.FailNext(RequestKeysGrain.KeeperOf(one), RequestKeysGrain.RecordName, fault);

        await Assert.ThrowsAnyAsync<Exception>(() => KeeperOf(one).SettleAsync(one, tookEffect: true));
        Assert.True(await KeeperOf(one).TakeAsync(one));
        await KeeperOf(one).SettleAsync(one, tookEffect: true);

        Assert.False(await KeeperOf(one).TakeAsync(other));
    }

    [Fact]
    public async Task Settle_GrainMadeAnewMeanwhile_RemembersItAllTheSame()
    {
        var (one, other) = NewInputs();
        await KeeperOf(one).TakeAsync(one);
        await cluster.ReactivateAsync(KeeperOf(one));

        await KeeperOf(one).SettleAsync(one, tookEffect: true);

        Assert.False(await KeeperOf(one).TakeAsync(other));
    }

    private IRequestKeysGrain KeeperOf(RequestKey key) => cluster.Grains.KeeperOf(key);

    private (RequestKey One, RequestKey Other) NewInputs()
    {
        var key = cluster.NewKey();
        return (A.Key(key, "one"), A.Key(key, "other"));
    }
}
