using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server.Calls;

/// <summary>Serves a call whose protocol has been taken care of.</summary>
internal delegate Task CallHandler<TRequest, TResponse>(ServerCall<TRequest, TResponse> call)
    where TRequest : class
    where TResponse : class;

/// <summary>The four kinds of method as one kind of handler, behind their interceptors.</summary>
internal static class CallHandlers
{
    public static CallHandler<TRequest, TResponse> Unary<TRequest, TResponse>(
        IReadOnlyList<InterceptorRegistration> interceptors, UnaryServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class
    {
        foreach (var registration in interceptors.Reverse())
        {
            var next = method;
            method = (request, context) => registration.UseAsync(
                context, interceptor => interceptor.UnaryServerHandler(request, context, next));
        }

        return async call =>
        {
            var request = await call.Requests.ReadSingleAsync().ConfigureAwait(false);
            call.Responses.WriteSingle(await method(request, call.Context).ConfigureAwait(false));
        };
    }

    public static CallHandler<TRequest, TResponse> ClientStreaming<TRequest, TResponse>(
        IReadOnlyList<InterceptorRegistration> interceptors, ClientStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class
    {
        foreach (var registration in interceptors.Reverse())
        {
            var next = method;
            method = (requests, context) => registration.UseAsync(
                context, interceptor => interceptor.ClientStreamingServerHandler(requests, context, next));
        }

        return async call =>
            call.Responses.WriteSingle(await method(call.Requests, call.Context).ConfigureAwait(false));
    }

    public static CallHandler<TRequest, TResponse> ServerStreaming<TRequest, TResponse>(
        IReadOnlyList<InterceptorRegistration> interceptors, ServerStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class
    {
        foreach (var registration in interceptors.Reverse())
        {
            var next = method;
            method = (request, responses, context) => registration.UseAsync(
                context, interceptor => interceptor.ServerStreamingServerHandler(request, responses, context, next));
        }

        return async call =>
        {
            var request = await call.Requests.ReadSingleAsync().ConfigureAwait(false);
            await method(request, call.Responses, call.Context).ConfigureAwait(false);
        };
    }

    public static CallHandler<TRequest, TResponse> DuplexStreaming<TRequest, TResponse>(
        IReadOnlyList<InterceptorRegistration> interceptors, DuplexStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class
    {
        foreach (var registration in interceptors.Reverse())
        {
            var next = method;
            method = (requests, responses, context) => registration.UseAsync(
                context, interceptor => interceptor.DuplexStreamingServerHandler(requests, responses, context, next));
        }

        return call => method(call.Requests, call.Responses, call.Context);
    }

    private static async Task<TResult> UseAsync<TResult>(
        this InterceptorRegistration registration, ServerCallContext context, Func<Interceptor, Task<TResult>> use)
    {
        var (interceptor, created) = registration.Create(context.GetHttpContext().RequestServices);
        try
        {
            return await use(interceptor).ConfigureAwait(false);
        }
        finally
        {
            if (created)
                await Disposal.DisposeAsync(interceptor).ConfigureAwait(false);
        }
    }

    private static Task UseAsync(
        this InterceptorRegistration registration, ServerCallContext context, Func<Interceptor, Task> use) =>
        registration.UseAsync(context, async interceptor =>
        {
            await use(interceptor).ConfigureAwait(false);
            return true;
        });
}
