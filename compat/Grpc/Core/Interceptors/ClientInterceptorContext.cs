namespace Grpc.Core.Interceptors;

/// <summary>The call that an interceptor sees before it is made.</summary>
public struct ClientInterceptorContext<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    public ClientInterceptorContext(Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        (Method, Host, Options) = (method, host, options);

    public Method<TRequest, TResponse> Method { get; }

    /// <summary>Authority of the call; null for that of the channel.</summary>
    public string? Host { get; }

    public CallOptions Options { get; }
}
