using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Routing;
using Grpc.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

public static class GrpcReflectionServiceExtensions
{
    /// <summary>What <c>MapGrpcReflectionService</c> needs.</summary>
    public static IServiceCollection AddGrpcReflection(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider => new ReflectionServiceImpl(Mapped(provider)));
        services.TryAddSingleton(provider => new ReflectionV1ServiceImpl(Mapped(provider)));
        return services;
    }

    /// <summary>Every service that is mapped; asked for with the first call, when all are.</summary>
    private static IEnumerable<Google.Protobuf.Reflection.ServiceDescriptor> Mapped(IServiceProvider provider) =>
        provider.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
            .OfType<Type>()
            .Distinct()
            .Select(GeneratedService.Descriptor)
            .OfType<Google.Protobuf.Reflection.ServiceDescriptor>();
}
