using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;

namespace Scheduling.Benchmarks.Servers;

/// <summary>How much memory a server uses.</summary>
/// <param name="Used">Bytes without those that its garbage collector keeps for later.</param>
/// <param name="Resident">Bytes with them: they come and go in steps of many megabytes.</param>
internal readonly record struct MemoryUse(double Used, double Resident)
{
    /// <summary>For each of so many.</summary>
    public MemoryUse Per(int count) => new(Used / count, Resident / count);

    /// <summary>What was added.</summary>
    public static MemoryUse operator -(MemoryUse after, MemoryUse before) => new(after.Used - before.Used, after.Resident - before.Resident);
}

/// <summary>How much memory a .NET process on this machine holds.</summary>
internal static class ServerMemory
{
    /// <summary>Names under which the figures of the collector are served.</summary>
    public const string HeapSize = "dotnet_gc_last_collection_heap_size_bytes", Fragmentation = "dotnet_gc_last_collection_heap_fragmentation_size_bytes",
        Committed = "dotnet_gc_last_collection_memory_committed_size_bytes", Allocated = "dotnet_gc_heap_total_allocated_bytes_total";

    // Enabling the runtime's events with this keyword makes it collect everything that is garbage.
    private const long GCHeapCollect = 0x80_0000;

    // What a first collection finds to be finalized is garbage for the second.
    private const int Collections = 3;
    // A server keeps what it answered to the last look at its metrics for a moment.
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    /// <summary>What it uses once it has collected its garbage; it serves its runtime's figures at <c>metrics</c>.</summary>
    public static async Task<MemoryUse> AfterCollectingAsync(int process, Uri server)
    {
        for (var i = 0; i < Collections; i++)
            await CollectAsync(process);
        await Task.Delay(s_fresh);
        using var http = new HttpClient { BaseAddress = server };
        var metrics = await http.GetStringAsync("metrics");
        long Sum(string name) => metrics.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        var live = Sum(HeapSize) - Sum(Fragmentation);
        var resident = Resident(process);
        return new MemoryUse(resident - (Sum(Committed) - live), resident);
    }

    /// <summary>Bytes that it has allocated since it started.</summary>
    public static async Task<long> AllocatedAsync(Uri server)
    {
        // Older figures are served for a moment.
        await Task.Delay(s_fresh);
        using var http = new HttpClient { BaseAddress = server };
        var metrics = await http.GetStringAsync("metrics");
        return metrics.Split('\n').Where(line => line.StartsWith(Allocated, StringComparison.Ordinal))
            .Sum(line => (long)double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    private static async Task CollectAsync(int process)
    {
        var provider = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, GCHeapCollect);
        using var session = new DiagnosticsClient(process).StartEventPipeSession(provider, requestRundown: false);
        var events = session.EventStream.CopyToAsync(Stream.Null);
        await session.StopAsync(CancellationToken.None);
        await events;
    }

    private static long Resident(int process)
    {
        const string Name = "Rss:";
        var line = File.ReadLines($"/proc/{process}/smaps_rollup").First(line => line.StartsWith(Name, StringComparison.Ordinal));
        return 1024 * long.Parse(line[Name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
