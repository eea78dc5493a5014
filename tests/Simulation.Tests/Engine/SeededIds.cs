using Scheduling.Grains.Common;

namespace Scheduling.Simulation.Tests.Engine;

/// <summary>Keys that follow from the run's seed.</summary>
internal class SeededIds(Course course) : IdSource
{
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";

    public override string NewKey() => string.Create(12, course, static (key, course) =>
    {
        for (var i = 0; i < key.Length; i++)
            key[i] = Letters[course.Any(Letters.Length)];
    });
}
