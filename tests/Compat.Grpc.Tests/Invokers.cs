using Grpc.Core;

namespace Compat.Grpc.Tests;

/// <summary>Changes the options of every call.</summary>
internal abstract class OptionsInvoker(ChannelBase channel) : CallInvoker
{
    private readonly CallInvoker _inner = channel.CreateCallInvoker();

    public override TResponse BlockingUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        _inner.BlockingUnaryCall(method, host, Change(options), request);

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        _inner.AsyncUnaryCall(method, host, Change(options), request);

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        _inner.AsyncServerStreamingCall(method, host, Change(options), request);

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        _inner.AsyncClientStreamingCall(method, host, Change(options));

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options) =>
        _inner.AsyncDuplexStreamingCall(method, host, Change(options));

    protected abstract CallOptions Change(CallOptions options);
}

internal sealed class DeadlineInvoker(ChannelBase channel, TimeSpan timeout) : OptionsInvoker(channel)
{
    protected override CallOptions Change(CallOptions options) => options.WithDeadline(DateTime.UtcNow + timeout);
}

internal sealed class CancellingInvoker(ChannelBase channel, CancellationToken token) : OptionsInvoker(channel)
{
    protected override CallOptions Change(CallOptions options) => options.WithCancellationToken(token);
}
