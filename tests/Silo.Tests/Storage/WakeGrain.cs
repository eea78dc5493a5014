using System.Collections.Concurrent;

namespace Scheduling.Silo.Tests.Storage;

/// <summary>A grain that a reminder wakes.</summary>
[Alias("scheduling.tests.wake")]
public interface IWakeGrain : IGrainWithStringKey
{
    /// <summary>Sets its reminder.</summary>
    [Alias("Set")]
    Task SetAsync(TimeSpan due);

    /// <summary>Takes it back.</summary>
    [Alias("Unset")]
    Task UnsetAsync();

    /// <summary>True when it is set.</summary>
    [Alias("IsSet")]
    Task<bool> IsSetAsync();
}

/// <summary>The wakes that came to one silo.</summary>
public sealed class WakeLog
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> wakes = new(StringComparer.Ordinal);

    /// <summary>Completes when the grain with this key is woken.</summary>
    public Task Of(string key) => Source(key).Task;

    internal void Add(string key) => Source(key).TrySetResult();

    private TaskCompletionSource Source(string key) =>
        wakes.GetOrAdd(key, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

[GrainType("test-wake")]
internal sealed class WakeGrain(WakeLog log) : Grain, IWakeGrain, IRemindable
{
    private const string Name = "wake";

    public Task SetAsync(TimeSpan due) => this.RegisterOrUpdateReminder(Name, due, TimeSpan.FromMinutes(1));

    public async Task UnsetAsync()
    {
        if (await this.GetReminder(Name) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    public async Task<bool> IsSetAsync() => await this.GetReminder(Name) is not null;

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        log.Add(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }
}
