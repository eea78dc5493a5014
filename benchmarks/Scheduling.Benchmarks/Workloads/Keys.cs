using System.Globalization;

namespace Scheduling.Benchmarks.Workloads;

/// <summary>Idempotency keys that were never used.</summary>
internal static class Keys
{
    private static long s_last;

    /// <summary>The next.</summary>
    public static string New() => Interlocked.Increment(ref s_last).ToString("key-0", CultureInfo.InvariantCulture);
}
