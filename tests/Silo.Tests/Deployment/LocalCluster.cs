using System.Diagnostics;
using System.Text.Json;
using Scheduling.Testing;

namespace Scheduling.Silo.Tests.Deployment;

/// <summary>A cluster by <c>deploy/local-cluster.sh</c>, with the program in the configuration that runs.</summary>
internal sealed class LocalCluster : IAsyncDisposable
{
    // All silos start at once, on a machine that may be busy.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly TempFolder folder = new();
    private readonly string script = Repository.File("deploy/local-cluster.sh");
    private JsonElement description;

    private LocalCluster()
    {
        // PostgreSQL does not run as root, and has to get through to its own folder.
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
            File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | UnixFileMode.OtherExecute);
    }

    /// <summary>Where it keeps everything.</summary>
    public string Path => folder.File("cluster");

    /// <summary>The load balancer.</summary>
    public Uri Url => new(description.GetProperty("url").GetString()!);

    /// <summary>The processes of its silos; null is one that is stopped.</summary>
    public IReadOnlyList<int?> Silos => [.. description.GetProperty("silos").EnumerateArray().Select(silo =>
        silo.GetProperty("pid").ValueKind == JsonValueKind.Null ? (int?)null : silo.GetProperty("pid").GetInt32())];

    /// <summary>Starts one.</summary>
    public static async Task<LocalCluster> StartAsync(int silos)
    {
        var cluster = new LocalCluster();
        try
        {
            var start = cluster.Command("up");
            start.Environment["SCHEDULING_SILOS"] = $"{silos}";
            start.Environment["SCHEDULING_PROGRAM"] = BuiltProgram.Find("src/Silo", "Scheduling.Silo.dll");
            start.Environment["SCHEDULING_POSTGRES_ARGS"] = "-c fsync=off";
            await cluster.RunAsync(start);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives the script a command.</summary>
    /// <returns>What it printed.</returns>
    public Task<string> RunAsync(string command, params string[] arguments) => RunAsync(Command(command, arguments));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (File.Exists(System.IO.Path.Combine(Path, "settings")))
            await RunAsync("down");
        folder.Dispose();
    }

    private ProcessStartInfo Command(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [script, command, Path, .. arguments]) { WorkingDirectory = "/" };
        start.Environment["SCHEDULING_PATIENCE"] = "240";
        return start;
    }

    private async Task<string> RunAsync(ProcessStartInfo start)
    {
        var result = await ProcessResult.RunAsync(start, Patience);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', start.ArgumentList)}: {result.Output}{result.Errors}");

        description = JsonSerializer.Deserialize<JsonElement>(
            await File.ReadAllTextAsync(System.IO.Path.Combine(Path, "cluster.json")));
        return result.Output;
    }
}
