using System.Diagnostics;
using System.Globalization;
using static TorchSharp.torch;

namespace Mesh.Bench;

/// <summary>A process that times the cases of bench/peers on request, so that both sides run in turn.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Process _process;

    private Peer(Process process, string version) => (_process, Version) = (process, version);

    /// <summary>Version of what it runs.</summary>
    public string Version { get; }

    /// <summary>Starts the first Python that can import torch; null when there is none.</summary>
    public static Peer? Start(string folder)
    {
        foreach (var python in (string[])["python3", "/usr/bin/python3"])
        {
            if (Ready(Launch(python, [Path.Combine(folder, "serve.py")])) is { } peer)
                return peer;
        }

        return null;
    }

    /// <summary>Starts Node.js on serve.mjs, its packages installed first; null when either is not to be had.</summary>
    public static Peer? StartNode(string folder, params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            using var install = Launch("npm", ["ci", "--no-audit", "--no-fund", "--prefix", folder]);
            install?.StandardOutput.ReadToEnd();
        }

        return Ready(Launch("node", [Path.Combine(folder, "serve.mjs"), .. arguments]));
    }

    /// <summary>Time per iteration of a case.</summary>
    /// <exception cref="InvalidOperationException">The peer has no such case, or died.</exception>
    public StepTime Time(string name, int iterations, int threads, Device device)
    {
        _process.StandardInput.WriteLine($"{name} {iterations} {threads} {device.type.ToString().ToLowerInvariant()}");
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine();
        return answer?.Split(' ') is [var wall, var cpu] && Seconds(wall) is { } wallTime && Seconds(cpu) is { } cpuTime
            ? new StepTime(wallTime, cpuTime)
            : throw new InvalidOperationException($"The peer answered '{answer}' to case {name}.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
            _process.Kill();
        _process.Dispose();
    }

    private static double? Seconds(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    private static Peer? Ready(Process? process)
    {
        if (process?.StandardOutput.ReadLine() is { } line && line.StartsWith("ready ", StringComparison.Ordinal))
            return new Peer(process, line["ready ".Length..]);

        process?.Dispose();
        return null;
    }

    private static Process? Launch(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
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
