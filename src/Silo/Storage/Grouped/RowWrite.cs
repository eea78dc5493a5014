namespace Scheduling.Silo.Storage.Grouped;

/// <summary>A write that waits for its batch, and what came of it.</summary>
/// <param name="row">The row.</param>
/// <param name="version">The version it must have for the write to count; <see cref="NoRow"/> when there must be
/// none.</param>
/// <param name="payload">What it will hold; null clears it.</param>
internal sealed class RowWrite(RowKey row, int version, ReadOnlyMemory<byte>? payload)
{
    /// <summary>The version of a row that is not there. Stored versions begin with 1.</summary>
    public const int NoRow = 0;

    // Whoever waits goes on elsewhere: the loop that tells has the next batch to write.
    private readonly TaskCompletionSource<bool> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The row.</summary>
    public RowKey Row => row;

    /// <summary>The version it must have.</summary>
    public int Version => version;

    /// <summary>What it will hold.</summary>
    public ReadOnlyMemory<byte>? Payload => payload;

    /// <summary>
    /// True when it is stored, under the next version; false when the row has another version and nothing was written. It
    /// fails when the database refused the row, or when nobody knows whether it is stored.
    /// </summary>
    public Task<bool> Outcome => outcome.Task;

    /// <summary>Tells the caller, once it is certain.</summary>
    public void Tell(bool written) => outcome.TrySetResult(written);

    /// <summary>Tells the caller that it may or may not be stored; does nothing once told.</summary>
    public void Fail(Exception reason) => outcome.TrySetException(reason);
}
