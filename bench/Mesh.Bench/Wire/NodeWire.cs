using System.Diagnostics;
using System.Globalization;

namespace Mesh.Bench.Wire;

/// <summary>Client and server of @grpc/grpc-js, a process each.</summary>
internal sealed class NodeWire : IWire, IDisposable
{
    private readonly Process _server;
    private readonly Process _client;

    private NodeWire(Process server, Process client) => (_server, _client) = (server, client);

    /// <summary>Installs the packages and starts both; null when there is no Node.js here.</summary>
    public static NodeWire? Start(string folder, string protos)
    {
        if (!Directory.Exists(Path.Combine(folder, "node_modules")) && !Install(folder))
            return null;
        var script = Path.Combine(folder, "wire.mjs");
        var server = Launch(folder, "node", script, "server", protos)!;
        var port = server.StandardOutput.ReadLine()!;
        return new NodeWire(server, Launch(folder, "node", script, "client", protos, port)!);
    }

    public Task<double> CallsPerSecondAsync(int calls, int concurrency) => AskAsync($"calls {calls} {concurrency}");

    public Task<double> BytesPerSecondAsync() => AskAsync("tensor");

    public void Dispose()
    {
        foreach (var process in (Process[])[_client, _server])
        {
            process.Kill();
            process.Dispose();
        }
    }

    private async Task<double> AskAsync(string question)
    {
        await _client.StandardInput.WriteLineAsync(question);
        await _client.StandardInput.FlushAsync();
        var answer = await _client.StandardOutput.ReadLineAsync();
        return double.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
            ? rate
            : throw new InvalidOperationException($"The peer answered '{answer}' to '{question}'.");
    }

    private static bool Install(string folder)
    {
        using var npm = Launch(folder, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        npm?.StandardOutput.ReadToEnd();
        npm?.WaitForExit();
        return npm?.ExitCode == 0;
    }

    private static Process? Launch(string folder, string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
