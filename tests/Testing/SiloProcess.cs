using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Scheduling.Testing;

/// <summary>The real program, running as a process of its own on free ports.</summary>
public sealed partial class SiloProcess : IAsyncDisposable
{
    /// <summary>How long it may take until it is ready, on a busy machine.</summary>
    public static readonly TimeSpan PatienceToStart = TimeSpan.FromSeconds(180);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> awaited = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SiloProcess(SiloOptions options)
    {
        Options = options;
        var start = options.ToStart(options.Arguments());
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => OnLine(line.Data);
        process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The silo ended: {Log}"));
    }

    /// <summary>How it was started.</summary>
    public SiloOptions Options { get; }

    /// <summary>Its process.</summary>
    public int Id => process.Id;

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>A client whose addresses are relative to <see cref="Url"/>.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>What it has said so far, on both streams.</summary>
    public string Log => string.Join('\n', lines);

    /// <summary>Starts one and waits until it answers.</summary>
    public static async Task<SiloProcess> StartAsync(SiloOptions options)
    {
        var silo = Launch(options);
        try
        {
            silo.Url = await silo.listening.Task.WaitAsync(PatienceToStart);
            silo.Http = new HttpClient { BaseAddress = silo.Url };
            return silo;
        }
        catch (TimeoutException late)
        {
            var log = silo.Log;
            await silo.DisposeAsync();
            throw new TimeoutException($"The silo was not ready after {PatienceToStart}: {log}", late);
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one and waits for nothing; it has no <see cref="Url"/>.</summary>
    public static SiloProcess Launch(SiloOptions options)
    {
        var silo = new SiloProcess(options);
        silo.process.Start();
        silo.process.BeginOutputReadLine();
        silo.process.BeginErrorReadLine();
        return silo;
    }

    /// <summary>
    /// Runs the program with these arguments to its end: a command, or a start that is to be refused.
    /// </summary>
    public static Task<ProcessResult> RunAsync(SiloOptions options, params string[] arguments) =>
        ProcessResult.RunAsync(options.ToStart(arguments), PatienceToStart);

    /// <summary>A token for this server, by its own token command.</summary>
    /// <param name="claims">Such as <c>--role</c>, <c>ADMIN</c>.</param>
    public async Task<string> TokenAsync(params string[] claims)
    {
        var store = Options.Arguments().Where(argument => argument.StartsWith("--Storage", StringComparison.Ordinal)
            || argument.StartsWith("--ConnectionStrings", StringComparison.Ordinal));
        var result = await RunAsync(Options, ["token", .. claims, .. store]);
        return result.ExitCode == 0 ? result.Output.Trim() : throw new InvalidOperationException(result.Errors);
    }

    /// <summary>A client that presents such a token.</summary>
    public async Task<HttpClient> ClientAsync(params string[] claims)
    {
        var client = new HttpClient { BaseAddress = Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(claims));
        return client;
    }

    /// <summary>Returns when it has said a line that holds this text; at once if it has already.</summary>
    public async Task WaitForOutputAsync(string text)
    {
        var said = awaited.GetOrAdd(text, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (lines.Any(line => line.Contains(text, StringComparison.Ordinal)))
            said.TrySetResult();
        await said.Task.WaitAsync(PatienceToStart);
    }

    /// <summary>Sends SIGTERM and returns at once.</summary>
    public void SendTerminate() => Signals.SendTerminate(process);

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="TimeoutException">It had not ended in that time.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan patience)
    {
        await process.WaitForExitAsync().WaitAsync(patience);
        return process.ExitCode;
    }

    /// <summary>SIGKILL: it ends where it stands.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }

    private void OnLine(string? line)
    {
        if (line is null)
            return;

        lines.Enqueue(line);
        foreach (var (text, said) in awaited)
            if (line.Contains(text, StringComparison.Ordinal))
                said.TrySetResult();
        if (Ready().Match(line) is { Success: true } ready)
            listening.TrySetResult(new Uri(ready.Groups["url"].Value));
    }

    [GeneratedRegex(@"Scheduling listens on (?<url>https?://[^\s]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ready();
}
