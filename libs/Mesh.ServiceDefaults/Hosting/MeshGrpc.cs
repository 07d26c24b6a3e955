using Mesh.ServiceDefaults.Errors;
using Mesh.ServiceDefaults.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>gRPC as every service of the mesh speaks it.</summary>
internal static class MeshGrpc
{
    /// <summary>Pieces of files and tensors have up to 1 MiB; nothing else comes near.</summary>
    private const int MaxMessage = 4 << 20;

    public static void Add(IServiceCollection services)
    {
        GrpcTransport.AddServer(services);
        services.AddGrpcHealthChecks();
        services.AddGrpcReflection();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MaxMessage;
            grpc.Interceptors.Add<ErrorInterceptor>();
        });
    }

    /// <summary>grpc.health.v1 and reflection, for anybody: probes and tools carry no key.</summary>
    public static void Map(WebApplication app)
    {
        app.MapGrpcHealthChecksService().AllowAnonymous();
        app.MapGrpcReflectionService().AllowAnonymous();
    }
}
