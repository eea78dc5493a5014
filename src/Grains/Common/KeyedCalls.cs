namespace Scheduling.Grains.Common;

/// <summary>
/// Calls under way by idempotency key: the same key with the same input shares one call and its answer; with another
/// input it waits, and acts only if the first came to nothing (a refusal is not remembered).
/// </summary>
internal sealed class KeyedCalls<T> where T : class
{
    private readonly Dictionary<string, (RequestKey Key, Task<Outcome<T>> Call)> _running = new(StringComparer.Ordinal);

    /// <summary>Acts, unless the same call is under way already.</summary>
    public async Task<Outcome<T>> RunAsync(RequestKey? key, Func<Task<Outcome<T>>> act)
    {
        if (key is null)
            return await act();
        while (_running.TryGetValue(key.Key, out var other))
        {
            if (other.Key == key)
                return await other.Call;
            var accepted = await other.Call.ContinueWith(
                call => call.IsCompletedSuccessfully && call.Result.Value is not null, TaskScheduler.Current);
            if (accepted)
                return Refusal.KeyMismatch();
        }

        var call = ActAsync(key, act);
        if (!call.IsCompleted)
            _running[key.Key] = (key, call);
        return await call;
    }

    // The entry goes before the call counts as done, so that nobody who waited finds it again.
    private async Task<Outcome<T>> ActAsync(RequestKey key, Func<Task<Outcome<T>>> act)
    {
        try
        {
            return await act();
        }
        finally
        {
            _running.Remove(key.Key);
        }
    }
}
