using Scheduling.Grains.Common;

namespace Scheduling.Grains.Keys;

/// <summary>
/// One caller's idempotency key, keyed by <see cref="RequestKey.Key"/>. Knows which input it stands for, whatever operation
/// and whatever thing it was sent to. That the same input acts once is seen to by the thing itself, which keeps the
/// key with what it made.
/// </summary>
[Alias("scheduling.request-key-grain")]
public interface IRequestKeyGrain : IGrainWithStringKey
{
    /// <summary>False when the key stands for another input, or another input is being tried under it at this moment.</summary>
    [Alias("take")]
    Task<bool> TakeAsync(string fingerprint);

    /// <summary>
    /// Ends what <see cref="TakeAsync"/> began. What took effect, or may have, is remembered, durably; a refusal is not.
    /// </summary>
    [Alias("settle")]
    Task SettleAsync(string fingerprint, bool tookEffect);
}
