using Grpc.Net.Client.Balancer;

namespace Grpc.Net.Client;

/// <summary>The HTTP side of a channel.</summary>
internal sealed class ChannelTransport : IDisposable
{
    private const int Window = 8 * 1024 * 1024;

    private readonly HttpMessageInvoker _invoker;
    private readonly IDisposable? _owned;
    private readonly CancellationTokenSource _disposed = new();

    private ChannelTransport(Uri baseAddress, HttpMessageInvoker invoker, IDisposable? owned)
    {
        (BaseAddress, _invoker, _owned) = (baseAddress, invoker, owned);
        Disposed = _disposed.Token;
    }

    /// <summary>Scheme and authority of every request.</summary>
    public Uri BaseAddress { get; }

    public bool IsSecure => BaseAddress.Scheme == Uri.UriSchemeHttps;

    public CancellationToken Disposed { get; }

    public bool IsDisposed => Disposed.IsCancellationRequested;

    public static ChannelTransport Create(Uri address, GrpcChannelOptions options)
    {
        if (options is { HttpClient: not null, HttpHandler: not null })
            throw new ArgumentException("HttpClient and HttpHandler cannot both be set.", nameof(options));
        var secure = TransportSecurity.IsSecure(address, options.Credentials);
        var baseAddress = new Uri($"{(secure ? "https" : "http")}://{ChannelAddress.Authority(address)}");
        if (options.HttpClient is { } client)
            return new ChannelTransport(baseAddress, client, options.DisposeHttpClient ? client : null);

        var handler = options.HttpHandler ?? CreateHandler();
        var owned = options.HttpHandler is null || options.DisposeHttpClient;
        if (ChannelAddress.IsHttp(address))
        {
            var plain = new HttpMessageInvoker(handler, disposeHandler: owned);
            return new ChannelTransport(baseAddress, plain, plain);
        }

        var balancing = BalancingHandler.Create(handler, owned, address, secure, options);
        return new ChannelTransport(baseAddress, new HttpMessageInvoker(balancing), balancing);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _invoker is HttpClient client
            ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
            : _invoker.SendAsync(request, cancellationToken);

    public void Dispose()
    {
        if (IsDisposed)
            return;
        _disposed.Cancel();
        _owned?.Dispose();
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        InitialHttp2StreamWindowSize = Window,
        UseCookies = false,
        AllowAutoRedirect = false,
    };
}
