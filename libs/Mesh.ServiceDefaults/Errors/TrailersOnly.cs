using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Code = Google.Rpc.Code;

namespace Mesh.ServiceDefaults.Errors;

/// <summary>A gRPC answer without a message: its status is in the headers.</summary>
/// <remarks>PROTOCOL-HTTP2.md, "Trailers-Only".</remarks>
internal static class TrailersOnly
{
    private const string StatusHeader = "grpc-status";

    /// <summary>What the headers say; null without a status.</summary>
    public static Code? Status(HttpResponse response) =>
        int.TryParse(response.Headers[StatusHeader], CultureInfo.InvariantCulture, out var code) ? (Code)code : null;

    public static void Write(HttpResponse response, Google.Rpc.Status status)
    {
        response.ContentType = "application/grpc";
        response.Headers[StatusHeader] = status.Code.ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Uri.EscapeDataString(status.Message);
        response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(status.ToByteArray());
    }
}
