using Scheduling.Benchmarks.Servers;

namespace Scheduling.Benchmarks.Occupancy;

/// <summary>What was measured of one server.</summary>
/// <param name="Waits">How long its subscribers waited.</param>
/// <param name="Idle">What each subscriber costs who is told nothing.</param>
/// <param name="Work">Processor time of the server for each change, over all its threads.</param>
internal sealed record ServerFigures(Waits Waits, MemoryUse Idle, TimeSpan Work);
