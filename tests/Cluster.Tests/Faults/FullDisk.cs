using System.Diagnostics;
using System.Globalization;
using Scheduling.Cluster.Tests.Clients;

namespace Scheduling.Cluster.Tests.Faults;

/// <summary>One server on its embedded store, on a disk that fills up: no file of it can grow any further.</summary>
internal sealed class FullDisk : IAsyncDisposable
{
    // Room for a few more writes: so it happens in the middle of one.
    private const long Spare = 64_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly TempFolder _folder = new();
    private SiloProcess _silo = null!;

    private SiloOptions Options { get; }

    private FullDisk()
    {
        Options = new SiloOptions
        {
            Folder = _folder.Path,
            Settings = new Dictionary<string, string> { ["Demo:Seed"] = "false", ["urls"] = $"http://127.0.0.1:{FreePorts.Take(1)[0]}" },
            // A write beyond the limit fails as one on a full disk does; without this it would end the process.
            Launcher = ["bash", "-c", "trap '' XFSZ; exec \"$@\"", "bash"],
        };
    }

    /// <summary>Where clients go.</summary>
    public Stage Stage { get; private set; } = null!;

    /// <summary>Who and where.</summary>
    public World World { get; private set; } = null!;

    /// <summary>The disk is full, and then there is space again.</summary>
    public Fault Fault => new("disk full under SQLite", async strike =>
    {
        // Beyond this nothing of the log can be written either, which by now may be longer than the store.
        var store = new FileInfo(Path.Combine(_folder.Path, "data", "scheduling.db")).Length;
        await LimitAsync((store + Spare).ToString(CultureInfo.InvariantCulture));
        try
        {
            await strike.Recorder.UntilFailuresAsync(32, s_patience);
        }
        finally
        {
            await LimitAsync("unlimited");
        }
    });

    /// <summary>Starts it.</summary>
    public static async Task<FullDisk> StartAsync()
    {
        var disk = new FullDisk();
        disk._silo = await SiloProcess.StartAsync(disk.Options);
        disk.Stage = new Stage([disk._silo.Url], () => DevelopmentTokens.Of(disk._folder.Path));
        disk.World = await World.FoundAsync(disk.Stage);
        return disk;
    }

    /// <summary>What the auditor says of the store; empty when all is true.</summary>
    public async Task<string> AuditAsync()
    {
        var result = await ProcessResult.RunAsync(Options.ToStart(["audit"]), s_patience);
        return result.ExitCode == 0 ? "" : $"The auditor ended with {result.ExitCode}: {result.Output}{result.Errors}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Stage?.Dispose();
        await _silo.DisposeAsync();
        _folder.Dispose();
    }

    private async Task LimitAsync(string bytes)
    {
        var result = await ProcessResult.RunAsync(
            new ProcessStartInfo("prlimit", [$"--pid={_silo.Id}", $"--fsize={bytes}:unlimited"]), s_patience);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"prlimit: {result.Errors}");
    }
}
