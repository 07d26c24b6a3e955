using System.Net;
using System.Net.Sockets;

namespace Compat.Grpc.Tests;

/// <summary>Passes one connection on to a server until it is cut or falls silent.</summary>
internal sealed class SilentProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _connections = [];
    private readonly Task _running;
    private volatile bool _silent;

    public SilentProxy(int port)
    {
        _listener.Start();
        _running = RunAsync(port);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Both connections end at once.</summary>
    public void Cut() => _connections.ForEach(connection => connection.Client.Close(0));

    /// <summary>Nothing passes any more, but nothing ends either.</summary>
    public void FallSilent() => _silent = true;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _running;
    }

    private async Task RunAsync(int port)
    {
        try
        {
            var client = await _listener.AcceptTcpClientAsync();
            var server = new TcpClient();
            _connections.AddRange([client, server]);
            await server.ConnectAsync(IPAddress.Loopback, port);
            await Task.WhenAll(PassAsync(client, server), PassAsync(server, client));
        }
        catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to)
    {
        var (source, target) = (from.GetStream(), to.GetStream());
        var buffer = new byte[64 * 1024];
        while (await source.ReadAsync(buffer) is var count and > 0)
        {
            if (!_silent)
                await target.WriteAsync(buffer.AsMemory(0, count));
        }
    }
}
