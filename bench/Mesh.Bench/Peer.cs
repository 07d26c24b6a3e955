using System.Diagnostics;
using System.Globalization;

namespace Mesh.Bench;

/// <summary>A Python process that times the cases of bench/peers on request, so that both sides run in turn.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process, string version) => (_process, Version) = (process, version);

    /// <summary>Version of the peer's PyTorch.</summary>
    public string Version { get; }

    /// <summary>Starts the first Python that can import torch; null when there is none.</summary>
    public static Peer? Start(string folder)
    {
        foreach (var python in (string[])["python3", "/usr/bin/python3"])
        {
            var process = Launch(python, folder);
            if (process?.StandardOutput.ReadLine() is { } line && line.StartsWith("ready ", StringComparison.Ordinal))
                return new Peer(process, line["ready ".Length..]);
            process?.Dispose();
        }

        return null;
    }

    /// <summary>Seconds per iteration of a case.</summary>
    /// <exception cref="InvalidOperationException">The peer has no such case, or died.</exception>
    public double Time(string name, int iterations, int threads)
    {
        _process.StandardInput.WriteLine($"{name} {iterations} {threads}");
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine();
        return double.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? seconds
            : throw new InvalidOperationException($"The Python peer answered '{answer}' to case {name}.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
            _process.Kill();
        _process.Dispose();
    }

    private static Process? Launch(string python, string folder)
    {
        var start = new ProcessStartInfo(python, [Path.Combine(folder, "serve.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var process = Process.Start(start);
            process?.BeginErrorReadLine();
            return process;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
