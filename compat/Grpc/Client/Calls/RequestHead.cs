using System.Globalization;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Core.Wire;
using Grpc.Net.Compression;

namespace Grpc.Net.Client.Calls;

/// <summary>The headers of a call.</summary>
internal static class RequestHead
{
    /// <summary>Metadata key that selects the encoding of requests; not sent itself.</summary>
    public const string EncodingKey = "grpc-internal-encoding-request";

    private const string UserAgent = "grpc-csharp-kestrel/1.0";

    private static readonly MediaTypeHeaderValue ContentType = new("application/grpc");

    public static HttpRequestMessage Create(
        ChannelSettings settings,
        Uri uri,
        string? host,
        DateTime? deadline,
        Metadata? metadata,
        ICompressionProvider? encoding)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, uri)
        {
            Version = settings.HttpVersion,
            VersionPolicy = settings.HttpVersionPolicy,
        };
        if (host is not null)
            request.Headers.Host = host;
        Add(request, "TE", "trailers");
        Add(request, "grpc-accept-encoding", settings.Compression.AcceptEncoding);
        if (encoding is not null)
            Add(request, "grpc-encoding", encoding.EncodingName);
        if (deadline is { } time)
            Add(request, "grpc-timeout", GrpcTimeout.Encode(time - DateTime.UtcNow));
        AddMetadata(request, metadata);
        if (!request.Headers.NonValidated.Contains("User-Agent"))
            Add(request, "User-Agent", UserAgent);
        return request;
    }

    public static void SetContent(HttpRequestMessage request, HttpContent content, int previousAttempts)
    {
        content.Headers.ContentType = ContentType;
        request.Content = content;
        if (previousAttempts > 0)
            Add(request, "grpc-previous-rpc-attempts", previousAttempts.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The encoding that the metadata select; null for none.</summary>
    public static ICompressionProvider? Encoding(ChannelSettings settings, Metadata? metadata)
    {
        var name = metadata?.GetValue(EncodingKey);
        return name is null ? null : settings.Compression.Find(name);
    }

    private static void AddMetadata(HttpRequestMessage request, Metadata? metadata)
    {
        foreach (var entry in metadata ?? Metadata.Empty)
        {
            if (entry.Key != EncodingKey && MetadataText.IsMetadata(entry.Key))
                Add(request, entry.Key, MetadataText.Encode(entry));
        }
    }

    private static void Add(HttpRequestMessage request, string name, string value) =>
        request.Headers.TryAddWithoutValidation(name, value);
}
