using System.Diagnostics;
using System.Net.Sockets;
using Mesh.ServiceDefaults.Hosting;

namespace Mesh.ServiceDefaults.Bus;

/// <summary>
/// Waits for a broker that is away. The bus makes longer and longer pauses between its attempts, up to half a minute;
/// an attempt that waits at the door goes through as soon as it opens.
/// </summary>
internal static class BrokerDoor
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns when somebody listens, or after 20 seconds.</summary>
    public static async Task WaitAsync(RabbitMqOptions options)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await IsOpenAsync(options) && Stopwatch.GetElapsedTime(started) < Patience)
            await Task.Delay(Pause);
    }

    private static async Task<bool> IsOpenAsync(RabbitMqOptions options)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(options.Host, options.Port, limit.Token);
            return true;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
