namespace Scheduling.Api.Common;

internal static class Required
{
    /// <summary>What another record names exists: its absence is a fault of the data, not an answer.</summary>
    public static async Task<T> There<T>(this Task<T?> found, object id) where T : class =>
        await found ?? throw new InvalidOperationException($"'{id}' is named by another record and does not exist.");
}
