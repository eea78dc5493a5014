using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using Scheduling.Silo.Storage;

namespace Scheduling.Silo.Tests.Storage;

/// <summary>A silo writes while it knows that the others count it as alive, and no longer.</summary>
public sealed class WriteLeaseTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider clock = new();
    private readonly Silos silos = new();
    private readonly Stages stages = new();
    private readonly WriteLease lease;

    public WriteLeaseTests()
    {
        lease = new WriteLease(silos, silos, clock, NullLogger<WriteLease>.Instance);
        lease.Participate(stages);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await stages.StopAsync();
        lease.Dispose();
    }

    [Fact]
    public async Task Held_BeforeTheSiloIsActiveAndAfterItHasStopped_IsNotAsked()
    {
        silos.Status = SiloStatus.Dead;

        await lease.HeldAsync();
        await stages.StartAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => lease.HeldAsync().AsTask().WaitAsync(Patience));
        await stages.StopAsync();

        await lease.HeldAsync();
    }

    [Fact]
    public async Task Held_SiloStopsWhileItWaits_IsNotTakenForHeld()
    {
        await stages.StartAsync();
        await lease.HeldAsync().AsTask().WaitAsync(Patience);
        silos.Gate = new TaskCompletionSource();
        clock.Advance(WriteLease.Length);
        var held = lease.HeldAsync().AsTask();

        await stages.StopAsync();
        clock.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAsync<TimeoutException>(() => held.WaitAsync(Patience));
        Assert.True(held.IsFaulted);
    }

    [Fact]
    public async Task Held_LookIsOld_WaitsForTheNext()
    {
        await stages.StartAsync();
        await lease.HeldAsync().AsTask().WaitAsync(Patience);
        silos.Gate = new TaskCompletionSource();
        clock.Advance(WriteLease.Length);

        var held = lease.HeldAsync().AsTask();
        Assert.False(held.IsCompleted);
        silos.Gate.SetResult();

        while (!held.IsCompleted)
        {
            clock.Advance(WriteLease.Length / 4);
            await Task.Delay(10);
        }

        await held;
    }

    [Fact]
    public async Task Held_DeclaredDeadSinceTheLastLook_NeverAgain()
    {
        await stages.StartAsync();
        await lease.HeldAsync().AsTask().WaitAsync(Patience);
        silos.Status = SiloStatus.Dead;
        // As after a pause: no time for a look, and then all at once.
        clock.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAsync<SiloUnavailableException>(() => lease.HeldAsync().AsTask().WaitAsync(Patience));
        await Assert.ThrowsAsync<SiloUnavailableException>(() => lease.HeldAsync().AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task Held_OneLookHangs_TheNextDoesNot()
    {
        silos.Gate = new TaskCompletionSource();
        await stages.StartAsync();
        await silos.Asked.Task;
        silos.Gate = null;

        var held = lease.HeldAsync().AsTask();
        while (!held.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }

        await held;
    }

    [Fact]
    public async Task Held_NobodyAnswers_GivesUp()
    {
        silos.Gate = new TaskCompletionSource();
        await stages.StartAsync();

        var held = lease.HeldAsync().AsTask();
        while (!held.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }

        await Assert.ThrowsAsync<TimeoutException>(() => held);
    }

    private sealed class Silos : IMembershipTable, ILocalSiloDetails
    {
        public SiloStatus Status { get; set; } = SiloStatus.Active;

        public TaskCompletionSource? Gate { get; set; }

        public TaskCompletionSource Asked { get; } = new();

        public SiloAddress SiloAddress { get; } = SiloAddress.New(System.Net.IPAddress.Loopback, 11111, 1);

        public SiloAddress GatewayAddress => SiloAddress;

        public string Name => "here";

        public string ClusterId => "tests";

        public string DnsHostName => "here";

        public async Task<MembershipTableData> ReadRow(SiloAddress key)
        {
            var gate = Gate;
            Asked.TrySetResult();
            if (gate is not null)
                await gate.Task;
            return new MembershipTableData(Tuple.Create(new MembershipEntry { SiloAddress = key, Status = Status }, "1"), new TableVersion(1, "1"));
        }

        public Task<MembershipTableData> ReadAll() => throw new NotSupportedException();

        public Task InitializeMembershipTable(bool tryInitTableVersion) => throw new NotSupportedException();

        public Task DeleteMembershipTableEntries(string clusterId) => throw new NotSupportedException();

        public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => throw new NotSupportedException();

        public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => throw new NotSupportedException();

        public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) => throw new NotSupportedException();

        public Task UpdateIAmAlive(MembershipEntry entry) => throw new NotSupportedException();
    }

    private sealed class Stages : ISiloLifecycle
    {
        private readonly List<ILifecycleObserver> observers = [];

        public int HighestCompletedStage => 0;

        public int LowestStoppedStage => 0;

        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
        {
            observers.Add(observer);
            return Stream.Null; // nobody unsubscribes
        }

        public Task StartAsync() => Task.WhenAll(observers.Select(observer => observer.OnStart(CancellationToken.None)));

        public Task StopAsync() => Task.WhenAll(observers.Select(observer => observer.OnStop(CancellationToken.None)));
    }
}
