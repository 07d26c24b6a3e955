using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>
/// The two ports of a host. Without TLS a port cannot offer HTTP/2 and HTTP/1 at once, hence two; with it they stay
/// two, so that nothing but the certificate changes.
/// </summary>
internal sealed class MeshPorts(MeshOptions options)
{
    private ListenOptions? _grpc;
    private ListenOptions? _http;

    public Uri Grpc => Address(_grpc);

    public Uri Http => Address(_http);

    public void Listen(KestrelServerOptions kestrel)
    {
        var certificate = options.Tls is { } tls ? new ServerCertificate(tls, TimeProvider.System) : null;
        kestrel.AddServerHeader = false;
        _grpc = Listen(kestrel, options.GrpcPort, HttpProtocols.Http2, certificate);
        _http = Listen(kestrel, options.HttpPort, HttpProtocols.Http1, certificate);
    }

    private ListenOptions Listen(
        KestrelServerOptions kestrel, int port, HttpProtocols protocols, ServerCertificate? certificate)
    {
        ListenOptions? made = null;
        kestrel.Listen(new IPEndPoint(IPAddress.Parse(options.Address), port), listen =>
        {
            listen.Protocols = protocols;
            if (certificate is not null)
            {
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificateSelector = (_, _) => certificate.Current,
                });
            }
            made = listen;
        });
        return made!;
    }

    // A server that listens everywhere is reached on this machine by loopback.
    private Uri Address(ListenOptions? port)
    {
        var bound = port?.IPEndPoint
            ?? throw new InvalidOperationException("The address of a host is known once it has started.");
        var address = bound.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : bound.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : bound.Address;
        return new($"{(options.Tls is null ? "http" : "https")}://{new IPEndPoint(address, bound.Port)}");
    }
}
