using Grpc.AspNetCore.Server.Calls;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Routing;

/// <summary>Takes the handlers that a definition carries.</summary>
internal sealed class DefinitionBinder(MethodRoutes<ServerServiceDefinition> routes) : ServiceBinderBase
{
    public MethodRoutes<ServerServiceDefinition> Routes => routes;

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
        routes.Add(method, CallHandlers.Unary(routes.Settings.Interceptors, Required(method, handler)), []);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
        routes.Add(method, CallHandlers.ClientStreaming(routes.Settings.Interceptors, Required(method, handler)), []);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
        routes.Add(method, CallHandlers.ServerStreaming(routes.Settings.Interceptors, Required(method, handler)), []);

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
        routes.Add(method, CallHandlers.DuplexStreaming(routes.Settings.Interceptors, Required(method, handler)), []);

    private static THandler Required<THandler>(IMethod method, THandler? handler)
        where THandler : Delegate =>
        handler ?? throw new InvalidOperationException($"{method.FullName} has no handler.");
}
