using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace Scheduling.Cluster.Tests.Staging;

/// <summary>Another time of day for one process, which can be set while it runs.</summary>
internal sealed class WrongClocks : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    // libfaketime would do, but it slows a process down, and sets the clocks by which it waits as well.
    private static readonly Lazy<string> s_library = new(Build);

    private readonly TempFolder _folder = new();

    /// <summary>The command to put in front of a silo's program.</summary>
    public string Prefix(int silo)
    {
        Set(silo, seconds: 0);
        return $"env LD_PRELOAD={s_library.Value} CLOCK_OFFSET={Offset(silo)}";
    }

    /// <summary>Sets the clock of a silo.</summary>
    /// <param name="silo">Which.</param>
    /// <param name="seconds">How far it is ahead of everybody's; negative when it is behind.</param>
    public void Set(int silo, long seconds)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, seconds);
        using var file = File.OpenHandle(Offset(silo), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, number, fileOffset: 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private string Offset(int silo) => Path.Combine(_folder.Path, string.Create(CultureInfo.InvariantCulture, $"clock-{silo}"));

    private static string Build()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "clock.so");
        var result = ProcessResult.RunAsync(
            new ProcessStartInfo("gcc", ["-shared", "-fPIC", "-O2", "-o", library, Path.Combine(AppContext.BaseDirectory, "Staging", "clock.c")]), s_patience)
            .GetAwaiter().GetResult();
        return result.ExitCode == 0 ? library : throw new InvalidOperationException($"gcc: {result.Errors}");
    }
}
