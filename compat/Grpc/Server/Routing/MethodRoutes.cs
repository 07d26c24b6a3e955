using Grpc.AspNetCore.Server.Calls;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Routing;

/// <summary>Makes one endpoint per method.</summary>
internal sealed class MethodRoutes<TService>(IEndpointRouteBuilder builder, MethodSettings settings)
    where TService : class
{
    private readonly List<IEndpointConventionBuilder> _endpoints = [];

    private readonly ILogger _logger =
        builder.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("Grpc.AspNetCore.Server");

    public MethodSettings Settings => settings;

    public ServiceActivator<TService> Activator { get; } = new();

    public void Add<TRequest, TResponse>(
        Method<TRequest, TResponse> method, CallHandler<TRequest, TResponse> handler, IEnumerable<object> attributes)
        where TRequest : class
        where TResponse : class
    {
        var host = new CallHost<TRequest, TResponse>(method, settings, handler, _logger);
        _endpoints.Add(builder.Map(method.FullName, host.HandleAsync)
            .WithDisplayName($"gRPC - {method.FullName}")
            .WithMetadata([
                .. attributes, new GrpcMethodMetadata(typeof(TService), method), new HttpMethodMetadata(["POST"])]));
    }

    public GrpcServiceEndpointConventionBuilder Build() => new(_endpoints);
}
