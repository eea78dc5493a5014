using Scheduling.Grains.Common;

namespace Scheduling.Silo.Storage;

/// <summary>
/// The right of this silo to write, for as long as it knows that the others count it as alive. It looks into their list all the
/// time; a look is good for <see cref="Length"/>. So a silo that was paused, or is cut off from the others, writes nothing once
/// they have declared it dead and its last look is older than that, and the others make its grains active elsewhere only then
/// (<see cref="Hosting.Clustering"/>). Without it, such a silo could commit what its successor had already looked for in vain.
/// </summary>
internal sealed partial class WriteLease(IMembershipTable silos, ILocalSiloDetails self, TimeProvider clock, ILogger<WriteLease> log)
    : ISiloLease, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>How long one look at the list of silos is good for.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pause = Length / 4;
    private static readonly TimeSpan PatienceOfALook = 2 * Length;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stop = new();
    private volatile TaskCompletionSource looked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task loop = Task.CompletedTask;
    private long lookedAt;
    private volatile bool isDead;
    private volatile bool isNeeded;

    /// <inheritdoc />
    public bool IsHeld => !isNeeded || HasLooked;

    /// <inheritdoc />
    public ValueTask HeldAsync() => IsHeld ? ValueTask.CompletedTask : new ValueTask(WaitAsync());

    /// <inheritdoc />
    public void Participate(ISiloLifecycle lifecycle)
    {
        // From the moment at which grains can be active here until the last of them has written.
        lifecycle.Subscribe<WriteLease>(ServiceLifecycleStage.RuntimeStorageServices, _ => Task.CompletedTask, _ => StopAsync());
        lifecycle.Subscribe<WriteLease>(ServiceLifecycleStage.BecomeActive, _ =>
        {
            isNeeded = true;
            loop = Task.Run(RunAsync, CancellationToken.None);
            return Task.CompletedTask;
        });
    }

    /// <inheritdoc />
    public void Dispose() => stop.Dispose();

    private bool HasLooked => !isDead && Volatile.Read(ref lookedAt) is not 0 and var at && clock.GetElapsedTime(at) < Length;

    private async Task WaitAsync()
    {
        var since = clock.GetTimestamp();
        while (!HasLooked)
        {
            var next = looked.Task;
            if (isDead)
                throw new SiloUnavailableException("The other silos have declared this one dead: it writes nothing any more.");
            if (HasLooked)
                return;
            if (clock.GetElapsedTime(since) >= Patience)
                throw new TimeoutException($"For {Patience.TotalSeconds} s this silo could not find out whether the others count it as alive: it wrote nothing.");
            await next.WaitAsync(Patience, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync()
    {
        while (!stop.IsCancellationRequested && !isDead)
        {
            try
            {
                var asked = clock.GetTimestamp();
                // One that hangs must not keep the next from looking: it has a connection of its own.
                var found = await silos.ReadRowAsync(self.SiloAddress, stop.Token).WaitAsync(PatienceOfALook, clock, stop.Token);
                // One that is not listed any more died so long ago that it has been forgotten.
                isDead = found.TryGet(self.SiloAddress) is not { Item1.Status: not SiloStatus.Dead };
                Volatile.Write(ref lookedAt, asked);
                if (isDead)
                    LogDead();
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                LogFailed(failure.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            Interlocked.Exchange(ref looked, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            await Task.Delay(Pause, clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StopAsync()
    {
        isNeeded = false;
        await stop.CancelAsync();
        await loop;
    }

    [LoggerMessage(LogLevel.Error, "The other silos have declared this one dead: it writes nothing any more, and ends.")]
    private partial void LogDead();

    [LoggerMessage(LogLevel.Warning, "Whether this silo still counts as alive could not be found out: {Failure}")]
    private partial void LogFailed(string failure);
}
