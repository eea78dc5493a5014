using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Scheduling.Testing;

/// <summary>Sends signals to one process, by its id.</summary>
public static partial class Signals
{
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int Stop = 19;

    /// <summary>SIGTERM: asks it to stop.</summary>
    public static void SendTerminate(Process process) => Send(process.Id, Terminate);

    /// <summary>SIGSTOP: it stands still until <see cref="SendContinue"/>.</summary>
    public static void SendStop(int process) => Send(process, Stop);

    /// <summary>SIGCONT.</summary>
    public static void SendContinue(int process) => Send(process, Continue);

    private static void Send(int process, int signal)
    {
        if (Kill(process, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
