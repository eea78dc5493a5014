using System.Diagnostics;
using System.Globalization;
using Scheduling.Cluster.Tests.Clients;

namespace Scheduling.Cluster.Tests.Faults;

/// <summary>
/// One server on its embedded store, on a disk that fills up. The disk is a small one of its own; where none can be made, which
/// needs root, no file of the server can grow any further instead.
/// </summary>
internal sealed class FullDisk : IAsyncDisposable
{
    // Room for a few more writes: so it happens in the middle of one.
    private const long Spare = 64_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private readonly TempFolder _folder = new();
    private SiloProcess _silo = null!;

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

    /// <summary>True when the disk is one of its own.</summary>
    public bool IsDisk { get; private set; }

    /// <summary>Where clients go.</summary>
    public Stage Stage { get; private set; } = null!;

    /// <summary>Who and where.</summary>
    public World World { get; private set; } = null!;

    /// <summary>The disk is full, and then there is space again.</summary>
    public Fault Fault => new("disk full under SQLite", async strike =>
    {
        await FillAsync();
        try
        {
            await strike.Recorder.UntilFailuresAsync(32, s_patience);
            await UntilReadyAsync(isReady: false, saying: IsDisk ? "The disk is full." : "cannot be written to");
        }
        finally
        {
            await MakeSpaceAsync();
        }

        await UntilReadyAsync(isReady: true, saying: "");
    });

    private SiloOptions Options { get; }

    private string Filler => Path.Combine(_folder.Path, "filler");

    /// <summary>Starts it.</summary>
    public static async Task<FullDisk> StartAsync()
    {
        var disk = new FullDisk();
        try
        {
            disk.IsDisk = Environment.IsPrivilegedProcess && (await RunAsync("mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", disk._folder.Path)).ExitCode == 0;
            disk._silo = await SiloProcess.StartAsync(disk.Options);
            disk.Stage = new Stage([disk._silo.Url], () => DevelopmentTokens.Of(disk._folder.Path));
            disk.World = await World.FoundAsync(disk.Stage);
            return disk;
        }
        catch
        {
            await disk.DisposeAsync();
            throw;
        }
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
        if (_silo is not null)
            await _silo.DisposeAsync();
        if (IsDisk)
            await RunAsync("umount", _folder.Path);
        _folder.Dispose();
    }

    private async Task FillAsync()
    {
        if (!IsDisk)
        {
            // Beyond this nothing of the log can be written either, which by now may be longer than the store.
            var store = new FileInfo(Path.Combine(_folder.Path, "data", "scheduling.db")).Length;
            await LimitAsync((store + Spare).ToString(CultureInfo.InvariantCulture));
            return;
        }

        await using var filler = File.Create(Filler);
        var nothing = new byte[Spare];
        while (new DriveInfo(_folder.Path).AvailableFreeSpace > 2 * Spare)
        {
            await filler.WriteAsync(nothing);
            await filler.FlushAsync();
        }
    }

    private async Task MakeSpaceAsync()
    {
        if (IsDisk)
            File.Delete(Filler);
        else
            await LimitAsync("unlimited");
    }

    private async Task UntilReadyAsync(bool isReady, string saying)
    {
        using var late = new CancellationTokenSource(s_patience);
        while (true)
        {
            using var answer = await _silo.Http.GetAsync("health/ready", late.Token);
            if (answer.IsSuccessStatusCode == isReady && (await answer.Content.ReadAsStringAsync(late.Token)).Contains(saying, StringComparison.Ordinal))
                return;
            await Task.Delay(100, late.Token);
        }
    }

    private async Task LimitAsync(string bytes)
    {
        var result = await RunAsync("prlimit", $"--pid={_silo.Id}", $"--fsize={bytes}:unlimited");
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"prlimit: {result.Errors}");
    }

    private static Task<ProcessResult> RunAsync(string program, params string[] arguments) =>
        ProcessResult.RunAsync(new ProcessStartInfo(program, arguments), s_patience);
}
