using Scheduling.Grains.Common;

namespace Scheduling.Grains.Keys;

/// <summary>
/// Callers' idempotency keys, a share of all of them in each grain. Knows which input a key stands for, whatever operation
/// and whatever thing it was sent to. That the same input acts once is seen to by the thing itself, which keeps the
/// key with what it made.
/// </summary>
[Alias("scheduling.request-keys-grain")]
public interface IRequestKeysGrain : IGrainWithStringKey
{
    /// <summary>False when the key stands for another input, or another input is being tried under it at this moment.</summary>
    [Alias("take")]
    Task<bool> TakeAsync(RequestKey key);

    /// <summary>
    /// Ends what <see cref="TakeAsync"/> began. What took effect, or may have, is remembered, durably; a refusal is not.
    /// </summary>
    [Alias("settle")]
    Task SettleAsync(RequestKey key, bool tookEffect);
}
