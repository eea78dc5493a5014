using Scheduling.Grains.Common;
using Scheduling.Grains.Keys;

namespace Scheduling.Grains.Tests.Cluster;

/// <summary>A caller's key stands for one input, whatever it was sent to.</summary>
public sealed class RequestKeyTests(GrainCluster cluster)
{
    private const int PageLength = RecentPages<KnownKeys, KnownKey>.PageLength;

    private static int s_keepers;

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

    [Fact]
    public async Task Settle_MoreThanAPageHolds_EachIsStillKnownAfterReactivation()
    {
        var keys = NewKeysOfOneKeeper((2 * PageLength) + 1);

        await Task.WhenAll(keys.Select(SettledAsync));

        await cluster.ReactivateAsync(KeeperOf(keys[0]));
        foreach (var key in keys)
            Assert.False(await KeeperOf(key).TakeAsync(key with { Fingerprint = "other" }));
    }

    [Fact]
    public async Task Settle_EndedBetweenAFullPageAndTheNext_GoesOn()
    {
        var keys = NewKeysOfOneKeeper(PageLength + 2);
        foreach (var key in keys[..PageLength])
            await SettledAsync(key);
        var keeper = RequestKeysGrain.KeeperOf(keys[0]);
        var full = cluster.Storage.Writes.HoldNext(keeper, $"{RequestKeysGrain.RecordName}-0");
        var settling = SettledAsync(keys[PageLength]);
        await full.ArrivedAsync();
        cluster.Storage.Writes.FailNext(keeper, RequestKeysGrain.RecordName, WriteFault.LostBefore);
        full.Open();
        await Assert.ThrowsAnyAsync<Exception>(() => settling);

        await SettledAsync(keys[PageLength + 1]);

        foreach (var key in keys[..PageLength])
            Assert.False(await KeeperOf(key).TakeAsync(key with { Fingerprint = "other" }));
        Assert.False(await KeeperOf(keys[^1]).TakeAsync(keys[^1] with { Fingerprint = "other" }));
    }

    [Fact]
    public async Task Settle_WhileAFullPageIsWrittenAndTheNextIsLost_WhatIsAcknowledgedIsKnown()
    {
        var keys = NewKeysOfOneKeeper((2 * PageLength) + 1);
        foreach (var key in keys[..PageLength])
            await SettledAsync(key);
        var keeper = RequestKeysGrain.KeeperOf(keys[0]);
        var first = cluster.Storage.Writes.HoldNext(keeper, $"{RequestKeysGrain.RecordName}-0");
        cluster.Storage.Writes.FailNext(keeper, $"{RequestKeysGrain.RecordName}-1", WriteFault.LostBefore);
        var settling = keys[PageLength..].Select(SettledAsync).ToList();
        await first.ArrivedAsync();
        // Until the second page is looked for, so that it mostly waits to be written when the first is.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (cluster.Storage.ReadsOf(keeper, $"{RequestKeysGrain.RecordName}-1") == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(50));
        first.Open();

        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(settling));

        await cluster.ReactivateAsync(KeeperOf(keys[0]));
        foreach (var (key, settled) in keys[PageLength..].Zip(settling))
            if (settled.IsCompletedSuccessfully)
                Assert.False(await KeeperOf(key).TakeAsync(key with { Fingerprint = "other" }), $"{key.Key} was acknowledged.");
    }

    [Fact]
    public async Task Take_KeyOfTheDayBeforeTookEffectAgain_IsKnownThoughItsOldPageTakesOthers()
    {
        await using var before = new GrainCluster();
        await before.InitializeAsync();
        var keys = NewKeysOfOneKeeper(2 * (PageLength + 1));
        foreach (var key in keys[..(PageLength + 1)])
            await SettledAsync(before, key);
        await using var later = await before.LaterAsync(SystemClock.Instance.GetCurrentInstant() + RequestKey.Kept + Duration.FromHours(1));

        await SettledAsync(later, keys[0] with { Fingerprint = "other" });
        foreach (var key in keys[(PageLength + 1)..])
            await SettledAsync(later, key);

        Assert.False(await later.Grains.KeeperOf(keys[0]).TakeAsync(keys[0]));
    }

    [Fact]
    public async Task Settle_KeysOfTheDayBeforeFillTheLatestPage_MakesNoOther()
    {
        await using var own = new GrainCluster();
        await own.InitializeAsync();
        var keys = NewKeysOfOneKeeper(2 * PageLength);
        foreach (var key in keys[..PageLength])
            await SettledAsync(own, key);

        own.Ahead = (RequestKey.Kept + Duration.FromHours(1)).ToTimeSpan();
        foreach (var key in keys[PageLength..])
            await SettledAsync(own, key);

        Assert.Equal(0, own.Storage.WritesOf(RequestKeysGrain.KeeperOf(keys[0]), $"{RequestKeysGrain.RecordName}-0"));
    }

    private Task SettledAsync(RequestKey key) => SettledAsync(cluster, key);

    private static async Task SettledAsync(GrainCluster at, RequestKey key)
    {
        Assert.True(await at.Grains.KeeperOf(key).TakeAsync(key));
        await at.Grains.KeeperOf(key).SettleAsync(key, tookEffect: true);
    }

    // No hash begins so, so no other test's key is kept there.
    private RequestKey[] NewKeysOfOneKeeper(int count)
    {
        var keeper = $"?{(char)('a' + Interlocked.Increment(ref s_keepers))}";
        return [.. Enumerable.Range(0, count).Select(number => new RequestKey { Key = $"{keeper}{number:D3}{cluster.NewKey()}", Fingerprint = "one" })];
    }

    private IRequestKeysGrain KeeperOf(RequestKey key) => cluster.Grains.KeeperOf(key);

    private (RequestKey One, RequestKey Other) NewInputs()
    {
        var key = cluster.NewKey();
        return (A.Key(key, "one"), A.Key(key, "other"));
    }
}
