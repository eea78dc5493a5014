using System.Diagnostics;
using Orleans.Storage;

namespace Scheduling.Benchmarks.Storage;

/// <summary>Callers that write states of grains as fast as they are stored; no grain has two callers.</summary>
internal sealed class WriteLoad
{
    private const int Grains = 1_000;
    private const int StateBytes = 2_048;

    private readonly Place[] places;
    private readonly IGrainStorage storage;

    /// <summary>Prepares the grains.</summary>
    public WriteLoad(IGrainStorage storage)
    {
        this.storage = storage;
        var content = new byte[StateBytes];
        new Random(1).NextBytes(content);
        places = [.. Enumerable.Range(0, Grains).Select(number => new Place(
            GrainId.Create(GrainType.Create("measured"), IdSpan.Create($"grain-{number}")),
            new GrainState<byte[]>(content)))];
    }

    /// <summary>Writes each once, so that all rows are there.</summary>
    public Task PrepareAsync() => Task.WhenAll(places.Select(place => storage.WriteStateAsync("state", place.Grain, place.State)));

    /// <summary>Writes for a while.</summary>
    /// <returns>Writes a second.</returns>
    public async Task<double> MeasureAsync(int callers, TimeSpan duration)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var count = 0L;
            for (var next = caller; Stopwatch.GetElapsedTime(startedAt) < duration; next += callers, count++)
            {
                if (next >= Grains)
                    next = caller;
                var place = places[next];
                await storage.WriteStateAsync("state", place.Grain, place.State);
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
    }

    private sealed record Place(GrainId Grain, GrainState<byte[]> State);
}
