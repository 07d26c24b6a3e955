using System.Reflection;
using Grpc.AspNetCore.Server.Calls;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Routing;

/// <summary>Finds the method of a class behind each generated method.</summary>
internal sealed class ServiceBinder<TService>(MethodRoutes<TService> routes) : ServiceBinderBase
    where TService : class
{
    public MethodRoutes<TService> Routes => routes;

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var (invoke, attributes) = Find<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(
            method, typeof(TRequest), typeof(ServerCallContext));
        routes.Add(method, CallHandlers.Unary<TRequest, TResponse>(
            routes.Settings.Interceptors,
            (request, context) => routes.Activator.UseAsync(context, service => invoke(service, request, context))),
            attributes);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (invoke, attributes) = Find<
            Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        routes.Add(method, CallHandlers.ClientStreaming<TRequest, TResponse>(
            routes.Settings.Interceptors,
            (requests, context) => routes.Activator.UseAsync(context, service => invoke(service, requests, context))),
            attributes);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (invoke, attributes) = Find<
            Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        routes.Add(method, CallHandlers.ServerStreaming<TRequest, TResponse>(
            routes.Settings.Interceptors,
            (request, responses, context) => routes.Activator.UseAsync(
                context, service => invoke(service, request, responses, context))),
            attributes);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (invoke, attributes) = Find<
            Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext,
                Task>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>),
            typeof(ServerCallContext));
        routes.Add(method, CallHandlers.DuplexStreaming<TRequest, TResponse>(
            routes.Settings.Interceptors,
            (requests, responses, context) => routes.Activator.UseAsync(
                context, service => invoke(service, requests, responses, context))),
            attributes);
    }

    /// <summary>The method as an open delegate; the attributes of class and method, for example Authorize.</summary>
    private static (TDelegate Invoke, IEnumerable<object> Attributes) Find<TDelegate>(
        IMethod method, params Type[] parameters)
        where TDelegate : Delegate
    {
        var found = typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no public method {method.Name}.");
        object[] attributes =
            [.. typeof(TService).GetCustomAttributes(inherit: true), .. found.GetCustomAttributes(inherit: true)];
        return (found.CreateDelegate<TDelegate>(), attributes);
    }
}
