using Grpc.Core;
using Grpc.Core.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grpc.Net.Client.Calls;

/// <summary>The options of a channel as its calls use them.</summary>
internal sealed class ChannelSettings(GrpcChannelOptions options, ChannelTransport transport)
{
    public ChannelTransport Transport => transport;

    public int? MaxSend { get; } = options.MaxSendMessageSize;

    public int? MaxReceive { get; } = options.MaxReceiveMessageSize;

    public bool ThrowsOperationCanceled { get; } = options.ThrowOperationCanceledOnCancellation;

    public Version HttpVersion { get; } = options.HttpVersion ?? System.Net.HttpVersion.Version20;

    public HttpVersionPolicy HttpVersionPolicy { get; } =
        options.HttpVersionPolicy ?? System.Net.Http.HttpVersionPolicy.RequestVersionExact;

    public MessageCompression Compression { get; } =
        new(options.CompressionProviders is { Count: > 0 } own ? own : MessageCompression.Defaults);

    public MethodPolicies Policies { get; } = new(options);

    public ILogger Logger { get; } =
        options.LoggerFactory?.CreateLogger("Grpc.Net.Client") ?? NullLogger.Instance;

    /// <summary>Whether call credentials may be sent.</summary>
    public bool SendsCallCredentials { get; } =
        transport.IsSecure || options.UnsafeUseInsecureChannelCallCredentials;

    public IReadOnlyList<AsyncAuthInterceptor> Credentials { get; } =
        options.Credentials is null ? [] : CredentialsReader.Read(options.Credentials).Interceptors;
}
