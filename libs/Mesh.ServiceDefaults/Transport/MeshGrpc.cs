using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Mesh.ServiceDefaults.Transport;

/// <summary>gRPC as every service of the mesh offers and uses it: sized for tensors.</summary>
public static class MeshGrpc
{
    private const int StreamWindow = 8 * 1024 * 1024;
    private const int ConnectionWindow = 16 * 1024 * 1024;
    private const int SendBuffer = 1024 * 1024;

    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    /// <summary>The server side with health and reflection; services and interceptors come on top.</summary>
    public static IGrpcServerBuilder Add(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IMemoryPoolFactory<byte>, PinnedBlockPoolFactory>());
        services.Configure<KestrelServerOptions>(kestrel => SetLimits(kestrel.Limits));
        services.AddGrpcHealthChecks();
        services.AddGrpcReflection();
        return services.AddGrpc();
    }

    /// <summary>Health and reflection, for anybody.</summary>
    public static void Map(WebApplication app)
    {
        app.MapGrpcHealthChecksService().AllowAnonymous();
        app.MapGrpcReflectionService().AllowAnonymous();
    }

    /// <summary>What a channel of the mesh connects with.</summary>
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
