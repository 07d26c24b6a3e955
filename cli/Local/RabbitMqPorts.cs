using System.Net;
using System.Net.Sockets;

namespace Mesh.Cli.Local;

/// <summary>Ports of a broker, all on loopback.</summary>
/// <param name="Amqp">Clients.</param>
/// <param name="Names">Erlang's name service.</param>
/// <param name="Nodes">Other nodes.</param>
internal sealed record RabbitMqPorts(int Amqp, int Names, int Nodes)
{
    /// <summary>Three that nobody uses now.</summary>
    public static RabbitMqPorts Free()
    {
        var listeners = Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
            listener.Dispose();
        return new(ports[0], ports[1], ports[2]);
    }
}
