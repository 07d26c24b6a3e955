using System.Diagnostics;
using System.Globalization;

namespace Mesh.Cli.Local;

/// <summary>Signals to processes we started.</summary>
internal static class Signals
{
    /// <summary>Asks a process to end (SIGTERM).</summary>
    public static void Terminate(int pid) => Send("-TERM", pid);

    /// <summary>Ends a process without a word to it (SIGKILL).</summary>
    public static void Kill(int pid) => Send("-KILL", pid);

    /// <summary>Whether a process of that number runs Erlang.</summary>
    public static bool IsBeam(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.ProcessName.StartsWith("beam", StringComparison.Ordinal);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Send(string signal, int pid)
    {
        using var kill = Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", $"kill {signal} {pid.ToString(CultureInfo.InvariantCulture)}"])
        {
            RedirectStandardError = true,
        })!;
        kill.WaitForExit();
    }
}
