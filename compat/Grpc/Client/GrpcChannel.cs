using Grpc.Core;
using Grpc.Net.Client.Calls;

namespace Grpc.Net.Client;

/// <summary>Makes calls to one service over HTTP/2. Costly to make, cheap to share.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly ChannelTransport _transport;
    private readonly HttpCallInvoker _invoker;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(ChannelAddress.Authority(address))
    {
        _transport = ChannelTransport.Create(address, options);
        _invoker = new HttpCallInvoker(new ChannelSettings(options, _transport));
    }

    /// <param name="address">http, https, or dns:///host:port, which spreads calls as configured.</param>
    public static GrpcChannel ForAddress(string address) => ForAddress(address, new GrpcChannelOptions());

    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) =>
        ForAddress(new Uri(address), channelOptions);

    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <exception cref="ArgumentException">Both a client and a handler are given.</exception>
    /// <exception cref="InvalidOperationException">Scheme and credentials do not fit.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        return new GrpcChannel(address, channelOptions);
    }

    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_transport.IsDisposed, this);
        return _invoker;
    }

    /// <summary>Cancels the calls that are under way.</summary>
    public void Dispose() => _transport.Dispose();

    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }
}
