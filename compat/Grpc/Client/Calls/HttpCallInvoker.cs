using Grpc.Core;

namespace Grpc.Net.Client.Calls;

/// <summary>Starts calls over the transport of a channel.</summary>
internal sealed class HttpCallInvoker(ChannelSettings settings) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        AsyncUnaryCall(method, host, options, request).GetAwaiter().GetResult();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(settings, method, host, options);
        return new AsyncUnaryCall<TResponse>(
            call.UnaryAsync(request), Headers, GetStatus, GetTrailers, Dispose, call);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall<TRequest, TResponse>(settings, method, host, options);
        return new AsyncServerStreamingCall<TResponse>(
            call.ServerStreaming(request), Headers, GetStatus, GetTrailers, Dispose, call);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(settings, method, host, options);
        var (requests, response) = call.ClientStreaming();
        return new AsyncClientStreamingCall<TRequest, TResponse>(
            requests, response, Headers, GetStatus, GetTrailers, Dispose, call);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall<TRequest, TResponse>(settings, method, host, options);
        var (requests, responses) = call.DuplexStreaming();
        return new AsyncDuplexStreamingCall<TRequest, TResponse>(
            requests, responses, Headers, GetStatus, GetTrailers, Dispose, call);
    }

    private static Task<Metadata> Headers(object call) => ((CallEnd)call).HeadersAsync;

    private static Status GetStatus(object call) => ((CallEnd)call).GetStatus();

    private static Metadata GetTrailers(object call) => ((CallEnd)call).GetTrailers();

    private static void Dispose(object call) => ((CallEnd)call).Dispose();
}
