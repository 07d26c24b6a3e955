using Grpc.Core;
using Grpc.Core.Wire;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Calls;

/// <summary>A call over one HTTP/2 stream.</summary>
internal sealed partial class HttpServerCallContext(HttpContext http, string method, MethodSettings settings)
    : ServerCallContext, IDisposable
{
    private Metadata? _requestHeaders;
    private Metadata? _responseTrailers;
    private AuthContext? _identity;
    private CallDeadline? _deadline;

    public HttpContext HttpContext => http;

    public MethodSettings Settings => settings;

    /// <summary>Decodes requests; null where the client sends them as they are.</summary>
    public ICompressionProvider? RequestEncoding { get; private set; }

    /// <summary>Encodes responses; null where they go as they are.</summary>
    public ICompressionProvider? ResponseEncoding { get; private set; }

    public bool IsDeadlineExceeded => _deadline?.IsExceeded == true;

    protected override string MethodCore => method;

    protected override string HostCore => http.Request.Host.Value ?? "";

    protected override string PeerCore => PeerText.Address(http.Connection);

    protected override DateTime DeadlineCore => _deadline?.Time ?? DateTime.MaxValue;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadHeaders();

    protected override CancellationToken CancellationTokenCore => _deadline?.Token ?? http.RequestAborted;

    protected override Metadata ResponseTrailersCore => _responseTrailers ??= [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => _identity ??= PeerText.Identity(http.Connection);

    /// <summary>Reads what the headers say about the protocol.</summary>
    /// <exception cref="RpcException">The request has an encoding that is not known.</exception>
    public void Start()
    {
        StatusCore = Status.DefaultSuccess;
        http.Response.ContentType = TrailersOnly.ContentType;
        http.Response.Headers["grpc-accept-encoding"] = settings.Compression.AcceptEncoding;
        RequestEncoding = settings.Compression.Find(http.Request.Headers["grpc-encoding"]);
        if (settings.ResponseEncoding is { } encoding && Accepts(encoding))
        {
            ResponseEncoding = settings.Compression.Find(encoding);
            if (ResponseEncoding is not null)
                http.Response.Headers["grpc-encoding"] = encoding;
        }

        if (http.Request.Headers["grpc-timeout"].ToString() is { Length: > 0 } text
            && GrpcTimeout.Decode(text) is { } timeout)
            _deadline = new CallDeadline(timeout, () => _ = EndByDeadlineAsync(), http.RequestAborted);
    }

    public void Dispose() => _deadline?.Dispose();

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (http.Response.HasStarted || HasBody)
            throw new InvalidOperationException("Response headers can only be sent once per call.");
        foreach (var entry in responseHeaders)
        {
            if (MetadataText.IsMetadata(entry.Key))
                http.Response.Headers.Append(entry.Key, MetadataText.Encode(entry));
        }

        return http.Response.BodyWriter.FlushAsync().AsTask();
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException(
            "Propagation tokens are not supported: pass Deadline and CancellationToken of the context on.");

    private bool Accepts(string encoding) => http.Request.Headers["grpc-accept-encoding"].ToString()
        .Split(',', StringSplitOptions.TrimEntries).Contains(encoding);

    private Metadata ReadHeaders()
    {
        var metadata = new Metadata();
        foreach (var (name, values) in http.Request.Headers)
        {
            if (!MetadataText.IsMetadata(name))
                continue;
            foreach (var value in values)
                MetadataText.Add(metadata, name, value);
        }

        return metadata;
    }
}
