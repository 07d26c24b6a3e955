using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Core.Wire;

namespace Grpc.Net.Client.Calls;

/// <summary>What headers and trailers of a response say.</summary>
internal static class ResponseHead
{
    private const string GrpcContent = "application/grpc";

    /// <summary>The status when the headers already end the call; null when messages and trailers follow.</summary>
    public static Status? TrailersOnly(HttpResponseMessage response)
    {
        if (StatusOf(response.Headers) is { } status)
            return status;
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new Status(
                StatusMapping.FromHttp(response.StatusCode),
                $"Bad gRPC response. HTTP status code: {(int)response.StatusCode}");
        }

        var type = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values)
            ? values.ToString()
            : "";
        return type.StartsWith(GrpcContent, StringComparison.OrdinalIgnoreCase)
            ? null
            : new Status(StatusCode.Unknown, $"Bad gRPC response. Content type: '{type}', expected {GrpcContent}.");
    }

    /// <summary>The status after the last message.</summary>
    public static Status End(HttpResponseMessage response) =>
        StatusOf(response.TrailingHeaders) ?? new Status(StatusCode.Cancelled, "No grpc-status found on response.");

    public static string? Encoding(HttpResponseMessage response) => Single(response.Headers, "grpc-encoding");

    public static Metadata Read(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            if (!MetadataText.IsMetadata(name))
                continue;
            foreach (var value in values)
                MetadataText.Add(metadata, name, value);
        }

        return metadata;
    }

    private static Status? StatusOf(HttpHeaders headers)
    {
        if (Single(headers, StatusText.Code) is not { } text)
            return null;
        return StatusText.DecodeCode(text) is { } code
            ? new Status(code, StatusText.DecodeMessage(Single(headers, StatusText.Message) ?? ""))
            : new Status(StatusCode.Unknown, $"'{text}' is no gRPC status.");
    }

    private static string? Single(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;
}
