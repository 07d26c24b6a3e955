using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mesh.Cli.Local;

/// <summary>
/// A RabbitMQ of our own on loopback: free ports, files in a folder of its own, nothing of the machine's other
/// installation touched. Dies with <see cref="DisposeAsync"/>, or with this process; its messages survive
/// <see cref="StopAsync"/>.
/// </summary>
internal sealed class RabbitMqServer : IAsyncDisposable
{
    // The script behind the packaged rabbitmq-server, which would insist on systemd's user.
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);

    // How long a broker takes to end after the mesh that it belonged to was killed.
    private static readonly TimeSpan EarlierLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly string _folder;
    private readonly RabbitMqPorts _ports = RabbitMqPorts.Free();
    private Process? _names;
    private Process? _server;

    private RabbitMqServer(string folder) => _folder = folder;

    /// <summary>Port of AMQP on 127.0.0.1; the same after a restart. User and password are guest.</summary>
    public int Port => _ports.Amqp;

    private string PidFile => Path.Combine(_folder, "pid");

    /// <summary>Starts a broker and waits until it answers.</summary>
    /// <param name="folder">For its files; made when it is not there.</param>
    /// <param name="cancellation">Stops what was started.</param>
    /// <exception cref="LocalMeshException">
    /// RabbitMQ is not installed, or does not come up; the message tells where its log is. Or another one uses the
    /// folder.
    /// </exception>
    public static async Task<RabbitMqServer> StartAsync(string folder, CancellationToken cancellation = default)
    {
        var server = new RabbitMqServer(Path.GetFullPath(folder));
        try
        {
            await server.PrepareAsync(cancellation);
            await server.StartAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>, on the same port with the same messages.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        File.Delete(PidFile);
        _server = Process.Start(RabbitMqSettings.StartInfo(Program, _folder, _ports))!;
        Drain(_server);
        var started = Stopwatch.GetTimestamp();
        while (!File.Exists(PidFile) || !await AnswersAsync(cancellation))
        {
            if (_server.HasExited || Stopwatch.GetElapsedTime(started) > StartLimit)
                throw new LocalMeshException($"RabbitMQ did not start; its log is in {_folder}/log.");
            await Task.Delay(Pause, cancellation);
        }
    }

    /// <summary>Stops it as an operator would; messages stay on disk.</summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        if (_server is not { HasExited: false } server)
            return;
        if (File.Exists(PidFile) && int.TryParse(await File.ReadAllTextAsync(PidFile, cancellation), out var pid))
            Signals.Terminate(pid);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StopLimit);
        await server.WaitForExitAsync(limit.Token);
        server.Dispose();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in (Process?[])[_server, _names])
        {
            if (process is { HasExited: false })
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
            }
            process?.Dispose();
        }
    }

    // Two brokers over the same files would ruin them.
    private async Task RequireFreeAsync(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        while (File.Exists(PidFile) && int.TryParse(File.ReadAllText(PidFile), out var pid) && Signals.IsBeam(pid))
        {
            if (Stopwatch.GetElapsedTime(started) > EarlierLimit)
            {
                throw new LocalMeshException(
                    $"A broker of an earlier mesh still uses {_folder}; end it with kill {pid}.");
            }
            await Task.Delay(Pause, cancellation);
        }
    }

    // Erlang's name service; started by us, or each broker would leave one behind.
    private async Task PrepareAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Program))
            throw new LocalMeshException($"There is no {Program}; install the package rabbitmq-server.");
        await RequireFreeAsync(cancellation);
        await RabbitMqSettings.WriteAsync(_folder, _ports, cancellation);
        var port = _ports.Names.ToString(CultureInfo.InvariantCulture);
        _names = Process.Start(Leash.Around("epmd", "-address", "127.0.0.1", "-port", port))!;
        Drain(_names);
    }

    // A full pipe would stop it.
    private static void Drain(Process process)
    {
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, cancellation);
            await client.GetStream().WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), cancellation);
            return await client.GetStream().ReadAsync(new byte[8], cancellation) > 0;
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
    }
}
