using Scheduling.Grains.Occupancy;

namespace Scheduling.Grains.Tests.Occupancy;

/// <summary>Reads with a patience, so that a test that got something wrong fails instead of hanging.</summary>
internal static class Readers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The next that it is given.</summary>
    public static Task<RoomOccupancyView> NextAsync(this OccupancyReader reader) =>
        reader.NextAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);

    /// <summary>The first that is as wished; everything before it has a lower version, and so has what was known.</summary>
    public static async Task<RoomOccupancyView> UntilAsync(
        this OccupancyReader reader, Func<RoomOccupancyView, bool> isWished, RoomOccupancyView? known = null)
    {
        while (true)
        {
            var next = await NextAsync(reader);
            Assert.True(known is null || next.Version > known.Version, $"{next} came after {known}.");
            known = next;
            if (isWished(next))
                return next;
        }
    }
}
