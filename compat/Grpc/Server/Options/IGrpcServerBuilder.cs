using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Where more can be added to the server.</summary>
public interface IGrpcServerBuilder
{
    IServiceCollection Services { get; }
}

/// <summary>Registered by AddGrpc, so that mapping can tell when it was forgotten.</summary>
internal sealed class GrpcMarker;
