using System.Diagnostics;
using Scheduling.Testing;

namespace Scheduling.Benchmarks.Targets;

/// <summary>The baseline, in a process of its own.</summary>
internal sealed class BaselineProcess : IAsyncDisposable
{
    private const string Ready = "Baseline listens on ";

    private readonly Process _process;

    private BaselineProcess(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Starts one and waits until it answers.</summary>
    /// <param name="publicKey">A file with the key that tokens are checked with.</param>
    /// <param name="storage"><c>PostgreSql</c> or <c>Sqlite</c>.</param>
    /// <param name="connection">To an empty store.</param>
    public static async Task<BaselineProcess> StartAsync(string publicKey, string storage, string connection)
    {
        var program = BuiltProgram.Find("benchmarks/Baseline", "Scheduling.Baseline");
        var start = new ProcessStartInfo(program,
        [
            "--urls=http://127.0.0.1:0", $"--Storage={storage}", $"--ConnectionStrings:Bookings={connection}",
            $"--Authentication:PublicKey={publicKey}", $"--Authentication:Issuer={Tokens.Issuer}", $"--Authentication:Audience={Tokens.Audience}",
            $"--contentRoot={AppContext.BaseDirectory}",
        ])
        { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.StartsWith(Ready, StringComparison.Ordinal))
                return new BaselineProcess(process, new Uri(line[Ready.Length..]));
        }

        throw new InvalidOperationException($"The baseline ended before it was ready: {string.Join('\n', said)}");
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
