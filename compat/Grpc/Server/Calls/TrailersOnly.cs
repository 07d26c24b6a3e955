using Grpc.Core;
using Grpc.Core.Wire;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.Calls;

/// <summary>A status as fields of a response.</summary>
internal static class TrailersOnly
{
    public const string ContentType = "application/grpc";

    /// <summary>Answers with headers alone, which carry the status.</summary>
    public static Task SendAsync(HttpContext http, Status status, Metadata trailers)
    {
        http.Response.ContentType = ContentType;
        Write(http.Response.Headers, status, trailers);
        return http.Response.CompleteAsync();
    }

    public static void Write(IHeaderDictionary target, Status status, Metadata trailers)
    {
        target[StatusText.Code] = StatusText.EncodeCode(status.StatusCode);
        if (!string.IsNullOrEmpty(status.Detail))
            target[StatusText.Message] = StatusText.EncodeMessage(status.Detail);
        foreach (var entry in trailers)
            target.Append(entry.Key, MetadataText.Encode(entry));
    }
}
