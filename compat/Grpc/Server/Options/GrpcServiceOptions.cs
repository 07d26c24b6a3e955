using System.IO.Compression;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>What holds for all services, or for one through <see cref="GrpcServiceOptions{TService}"/>.</summary>
public class GrpcServiceOptions
{
    private IList<ICompressionProvider>? _compressionProviders;

    /// <summary>Bytes of the longest message taken; null for no limit. 4,194,304 (4 MiB) unless set.</summary>
    public int? MaxReceiveMessageSize
    {
        get;
        set => (field, MaxReceiveMessageSizeSpecified) = (value, true);
    }

    /// <summary>Bytes of the longest message sent; null, the default, for no limit.</summary>
    public int? MaxSendMessageSize
    {
        get;
        set => (field, MaxSendMessageSizeSpecified) = (value, true);
    }

    /// <summary>Whether clients see the messages of exceptions. Off unless set.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>Encoding of responses where the client accepts it; null, the default, for none.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>Null for the default of the provider.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>gzip and deflate unless set.</summary>
    public IList<ICompressionProvider> CompressionProviders
    {
        get => _compressionProviders ??= [];
        set => _compressionProviders = value;
    }

    /// <summary>Whether calls of unknown services and methods pass on to other endpoints instead of failing.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    /// <summary>The first sees the call first; those of all services come before those of one.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    internal bool MaxReceiveMessageSizeSpecified { get; private set; }

    internal bool MaxSendMessageSizeSpecified { get; private set; }
}

/// <summary>What holds for one service.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
}
