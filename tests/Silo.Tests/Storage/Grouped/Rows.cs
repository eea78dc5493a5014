using Orleans.Storage;

namespace Scheduling.Silo.Tests.Storage.Grouped;

/// <summary>States of grains, by the number of the grain.</summary>
internal static class Rows
{
    private const string State = "note";

    /// <summary>A grain nobody else has.</summary>
    public static GrainId New(string prefix = "") =>
        GrainId.Create(GrainType.Create("room"), IdSpan.Create(prefix + Guid.NewGuid()));

    /// <summary>So many of them.</summary>
    public static List<GrainId> Many(int count) => [.. Enumerable.Range(0, count).Select(_ => New())];

    /// <summary>What is stored.</summary>
    public static async Task<GrainState<Note>> ReadAsync(this IGrainStorage storage, GrainId grain)
    {
        var state = new GrainState<Note>();
        await storage.ReadStateAsync(State, grain, state);
        return state;
    }

    /// <summary>Writes on another thread, as another grain would.</summary>
    public static Task WriteAsync(this IGrainStorage storage, GrainId grain, string text, string? etag = null) =>
        Task.Run(() => storage.WriteStateAsync(State, grain, new GrainState<Note>(new Note { Text = text }) { ETag = etag }));

    /// <summary>Clears a state that is there.</summary>
    public static Task ClearAsync(this IGrainStorage storage, GrainId grain, string? etag) =>
        Task.Run(() => storage.ClearStateAsync(
            State, grain, new GrainState<Note>(new Note()) { ETag = etag, RecordExists = true }));

    /// <summary>What each ended with; null for those that are stored.</summary>
    public static async Task<List<Exception?>> EndingsAsync(IEnumerable<Task> writes)
    {
        var all = writes.ToList();
        await Task.WhenAll(all).ContinueWith(_ => { }, TaskScheduler.Default);
        return [.. all.Select(write => write.Exception?.InnerException)];
    }
}
