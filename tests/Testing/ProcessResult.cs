using System.Diagnostics;

namespace Scheduling.Testing;

/// <summary>What a process that has ended said.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
public sealed record ProcessResult(int ExitCode, string Output, string Errors)
{
    /// <summary>What it said on standard error, when that is exactly one line.</summary>
    public string ErrorLine => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [var line]
        ? line
        : throw new InvalidOperationException($"Standard error is not one line: '{Errors}'");

    /// <summary>Runs a process to its end.</summary>
    /// <exception cref="TimeoutException">It had not ended in <paramref name="patience"/>; it was killed.</exception>
    public static async Task<ProcessResult> RunAsync(ProcessStartInfo start, TimeSpan patience)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(patience);
        }
        catch (TimeoutException late)
        {
            process.Kill();
            throw new TimeoutException($"{start.FileName} had not ended after {patience}. It said: {await output} {await errors}", late);
        }

        return new ProcessResult(process.ExitCode, await output, await errors);
    }
}
