using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Mesh.ServiceDefaults.Transport;

/// <summary>HTTP/2 sized for tensors, on both ends.</summary>
public static class GrpcTransport
{
    private const int StreamWindow = 8 * 1024 * 1024;
    private const int ConnectionWindow = 16 * 1024 * 1024;
    private const int SendBuffer = 1024 * 1024;

    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Buffers, windows and limits of the server.</summary>
    public static void AddServer(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IMemoryPoolFactory<byte>, PinnedBlockPoolFactory>());
        services.Configure<KestrelServerOptions>(kestrel => SetLimits(kestrel.Limits));
    }

    /// <summary>What a channel connects with.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        InitialHttp2StreamWindowSize = StreamWindow,
        KeepAlivePingDelay = PingDelay,
        KeepAlivePingTimeout = PingTimeout,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        UseCookies = false,
    };

    /// <summary>Rates are left to deadlines: a worker may think for minutes between two messages.</summary>
    private static void SetLimits(KestrelServerLimits limits)
    {
        limits.Http2.InitialStreamWindowSize = StreamWindow;
        limits.Http2.InitialConnectionWindowSize = ConnectionWindow;
        limits.Http2.KeepAlivePingDelay = PingDelay;
        limits.Http2.KeepAlivePingTimeout = PingTimeout;
        limits.MaxResponseBufferSize = SendBuffer;
        limits.MinResponseDataRate = null;
    }
}
