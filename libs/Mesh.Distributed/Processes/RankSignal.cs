using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mesh.Distributed.Processes;

/// <summary>Signals to the processes of ranks.</summary>
public static partial class RankSignal
{
    /// <summary>SIGTERM: save and end.</summary>
    public const int Terminate = 15;

    /// <summary>Sends a signal; a process that has ended gets none.</summary>
    public static void Send(Process process, int signal)
    {
        if (!process.HasExited)
            _ = Kill(process.Id, signal);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
