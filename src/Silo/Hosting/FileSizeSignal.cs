using System.Runtime.InteropServices;

namespace Scheduling.Silo.Hosting;

/// <summary>
/// A process whose files may not grow any more (<c>ulimit -f</c>, a unit's <c>LimitFSIZE</c>) is sent a signal that ends it. Here
/// the write fails instead, as on a full disk, and what can be served is served.
/// </summary>
internal static class FileSizeSignal
{
    // SIGXFSZ, the same number on Linux and macOS; the runtime has no name for it.
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    /// <summary>Passes over the signal until disposed; null where there is none.</summary>
    public static IDisposable? PassOver() => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()
        ? PosixSignalRegistration.Create(FileTooLarge, context => context.Cancel = true)
        : null;
}
