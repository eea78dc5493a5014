using System.Diagnostics;
using System.Globalization;

namespace Scheduling.Cluster.Tests.Staging;

/// <summary>Another time of day for one process.</summary>
internal static class WrongClocks
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    // libfaketime would do, but under it .NET's connections to PostgreSQL time out.
    private static readonly Lazy<string> s_library = new(Build);

    /// <summary>The command to put in front of a program.</summary>
    /// <param name="seconds">How far its clock is ahead; negative when it is behind.</param>
    public static string Prefix(int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"env LD_PRELOAD={s_library.Value} CLOCK_OFFSET={seconds}");

    private static string Build()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "clock.so");
        var result = ProcessResult.RunAsync(
            new ProcessStartInfo("gcc", ["-shared", "-fPIC", "-O2", "-o", library, Path.Combine(AppContext.BaseDirectory, "Staging", "clock.c")]), s_patience)
            .GetAwaiter().GetResult();
        return result.ExitCode == 0 ? library : throw new InvalidOperationException($"gcc: {result.Errors}");
    }
}
