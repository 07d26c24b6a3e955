using System.Diagnostics.CodeAnalysis;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Routing;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Serves a class that derives from a generated base.</summary>
    /// <exception cref="InvalidOperationException">AddGrpc was not called, or the type is no service.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        var binder = new ServiceBinder<TService>(Routes<TService>(builder));
        GeneratedService.Bind(typeof(TService), binder);
        return binder.Routes.Build();
    }

    /// <summary>Serves methods that are listed with their handlers.</summary>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService(
        this IEndpointRouteBuilder builder, ServerServiceDefinition serviceDefinition)
    {
        ArgumentNullException.ThrowIfNull(serviceDefinition);
        var binder = new DefinitionBinder(Routes<ServerServiceDefinition>(builder));
        serviceDefinition.BindService(binder);
        return binder.Routes.Build();
    }

    public static GrpcServiceEndpointConventionBuilder MapGrpcService(
        this IEndpointRouteBuilder builder, Func<IServiceProvider, ServerServiceDefinition> mapDefinition)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(mapDefinition);
        return builder.MapGrpcService(mapDefinition(builder.ServiceProvider));
    }

    private static MethodRoutes<TService> Routes<TService>(IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.ServiceProvider.GetService<GrpcMarker>() is null)
        {
            throw new InvalidOperationException(
                "Services of gRPC are missing: call AddGrpc() on the service collection.");
        }

        var all = builder.ServiceProvider.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        var one = builder.ServiceProvider.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value;
        if (all.IgnoreUnknownServices != true)
            UnknownRoutes.Map(builder);
        return new MethodRoutes<TService>(builder, MethodSettings.Merge(all, one));
    }
}
