using Grpc.Core;
using Grpc.Net.Client.Configuration;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;

namespace Grpc.Net.Client;

/// <summary>How a channel connects and what its calls may do.</summary>
public sealed class GrpcChannelOptions
{
    public GrpcChannelOptions()
    {
    }

    /// <summary>Null for what the scheme of the address says.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>Bytes of the longest message sent; null, the default, for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Bytes of the longest message taken; null for no limit. 4,194,304 (4 MiB) unless set.</summary>
    public int? MaxReceiveMessageSize { get; set; } = 4 * 1024 * 1024;

    /// <summary>Most attempts of a call, whatever its policy asks for. 5 unless set; null for no limit.</summary>
    public int? MaxRetryAttempts { get; set; } = 5;

    /// <summary>Bytes kept of all calls that may be retried; a call beyond them is not. 16 MiB unless set.</summary>
    public long? MaxRetryBufferSize { get; set; } = 16 * 1024 * 1024;

    /// <summary>Bytes kept of one call that may be retried; a longer one is not. 1 MiB unless set.</summary>
    public long? MaxRetryBufferPerCallSize { get; set; } = 1024 * 1024;

    /// <summary>gzip and deflate unless set.</summary>
    public IList<ICompressionProvider>? CompressionProviders { get; set; }

    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>Sends the requests; excludes <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Sends the requests; excludes <see cref="HttpClient"/>.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Whether the channel disposes the client or handler that it was given.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Whether a cancelled call throws OperationCanceledException instead of RpcException.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Sends call credentials in the clear too: for tests and sidecars.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }

    /// <summary>Retries and load balancing.</summary>
    public ServiceConfig? ServiceConfig { get; set; }

    /// <summary>Whether the configuration that a resolver finds is ignored.</summary>
    public bool DisableResolverServiceConfig { get; set; }

    /// <summary>An address that cannot be reached is left alone this long, then up to the maximum.</summary>
    public TimeSpan InitialReconnectBackoff { get; set; } = TimeSpan.FromSeconds(1);

    public TimeSpan? MaxReconnectBackoff { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>Where more resolvers come from.</summary>
    public IServiceProvider? ServiceProvider { get; set; }

    /// <summary>2.0 unless set.</summary>
    public Version? HttpVersion { get; set; }

    /// <summary>Exactly the version unless set.</summary>
    public HttpVersionPolicy? HttpVersionPolicy { get; set; }
}
