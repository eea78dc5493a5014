namespace Scheduling.Benchmarks.Occupancy;

/// <summary>What subscribers wait for.</summary>
/// <param name="Room">The room's place among the venue's.</param>
/// <param name="People">How many have come to it; no other change says the same.</param>
internal readonly record struct Change(int Room, int People);

/// <summary>What somebody knows of a room.</summary>
/// <param name="Version">The occupancy's version; 0 while nothing is known.</param>
/// <param name="People">How many have come.</param>
internal readonly record struct Sighting(long Version, int People);
