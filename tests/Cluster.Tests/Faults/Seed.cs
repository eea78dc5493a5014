using System.Globalization;

namespace Scheduling.Cluster.Tests.Faults;

/// <summary>From what random choices start; a run that failed repeats with it.</summary>
internal static class Seed
{
    /// <summary>As the environment's SCHEDULING_SEED says, or any.</summary>
    public static int Value { get; } = Environment.GetEnvironmentVariable("SCHEDULING_SEED") is { Length: > 0 } given
        ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next(1_000_000);
}
