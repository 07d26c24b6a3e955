using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Mesh.Bench.Wire;

/// <summary>The same bytes over a bare socket into an array: the most that the machine gives.</summary>
internal static class RawTcp
{
    private const int Chunk = 256 * 1024;

    /// <summary>Bytes per second.</summary>
    public static async Task<double> BytesPerSecondAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var receiver = new TcpClient { NoDelay = true };
        var accepting = listener.AcceptTcpClientAsync();
        await receiver.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var sender = await accepting;

        var source = new byte[TensorServer.TensorBytes];
        var target = GC.AllocateUninitializedArray<byte>(TensorServer.TensorBytes);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Task.Run(() => SendAsync(sender.GetStream(), source)), Task.Run(() =>
            receiver.GetStream().ReadExactlyAsync(target).AsTask()));
        return target.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task SendAsync(NetworkStream stream, byte[] source)
    {
        for (var sent = 0; sent < source.Length; sent += Chunk)
            await stream.WriteAsync(source.AsMemory(sent, Chunk));
    }
}
