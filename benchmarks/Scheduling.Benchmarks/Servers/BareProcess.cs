using System.Diagnostics;

namespace Scheduling.Benchmarks.Servers;

/// <summary>The bare server, in a process of its own.</summary>
internal sealed class BareProcess : IAsyncDisposable
{
    private readonly Process _process;

    private BareProcess(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Starts one and waits until it answers.</summary>
    public static async Task<BareProcess> StartAsync()
    {
        var program = Path.Combine(AppContext.BaseDirectory, typeof(BareProcess).Assembly.GetName().Name!);
        var start = new ProcessStartInfo(program, [BareServer.Command]) { RedirectStandardOutput = true, UseShellExecute = false };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(BareServer.Ready, StringComparison.Ordinal))
                return new BareProcess(process, new Uri(line[BareServer.Ready.Length..]));
        }

        throw new InvalidOperationException("The bare server ended before it was ready.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
