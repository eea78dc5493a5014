using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Scheduling.Testing;

/// <summary>Sends signals to one process, by its id.</summary>
public static partial class Signals
{
    private const int Terminate = 15;

    /// <summary>SIGTERM: asks it to stop.</summary>
    public static void SendTerminate(Process process)
    {
        if (Kill(process.Id, Terminate) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
