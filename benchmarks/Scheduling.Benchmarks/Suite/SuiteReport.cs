using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Scheduling.Benchmarks.Suite;

/// <summary>What a run found.</summary>
/// <param name="Options">How it was made.</param>
/// <param name="Workloads">What it measured.</param>
/// <param name="Facts">What else it found.</param>
internal sealed record SuiteReport(SuiteOptions Options, IReadOnlyList<WorkloadFigures> Workloads, IReadOnlyList<Fact> Facts)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>When it ended.</summary>
    public DateTimeOffset At { get; } = DateTimeOffset.UtcNow;

    /// <summary>Where.</summary>
    public string Machine { get; } =
        $"{Environment.ProcessorCount} processors, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, {RuntimeInformation.FrameworkDescription}, "
        + RuntimeInformation.OSDescription;

    /// <summary>Keeps every round in a file of its own.</summary>
    /// <returns>The file.</returns>
    public async Task<string> SaveAsync()
    {
        var folder = Directory.CreateDirectory(Options.Output).FullName;
        var file = Path.Combine(folder, $"{At:yyyyMMdd-HHmmss}.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(this, s_json));
        return file;
    }
}

/// <summary>A figure beside the workloads.</summary>
/// <param name="Name">What of.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what.</param>
internal sealed record Fact(string Name, double Value, string Unit);
