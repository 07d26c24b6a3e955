using System.Diagnostics;

namespace Mesh.Stores.Tests.Servers;

/// <summary>Runs programs to their end.</summary>
internal static class Command
{
    public static void Run(string folder, params string[] command)
    {
        // A server that the program leaves behind must not inherit a pipe, or reading it would never end.
        var log = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = folder };
            foreach (var argument in (string[])["-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", log, .. command])
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException(
                    $"{string.Join(' ', command)} ended with {process.ExitCode}: {File.ReadAllText(log)}");
            }
        }
        finally
        {
            File.Delete(log);
        }
    }
}
