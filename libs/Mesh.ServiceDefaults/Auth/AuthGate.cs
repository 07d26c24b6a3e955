using Google.Protobuf;
using Mesh.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Mesh.ServiceDefaults.Auth;

/// <summary>
/// Lets nobody unknown near a gRPC service of ours, whichever process it is in. Probes, health and reflection stay
/// open.
/// </summary>
internal static class AuthGate
{
    private const string GrpcType = "application/grpc", Services = "/mesh.";

    public static void Map(WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.Request.Path.Value!.StartsWith(Services, StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                AuthFeature.Tenant(context);
            }
            catch (RequestException error)
            {
                Refuse(context.Response, ErrorStatus.Of(error, callerGaveUp: false));
                return;
            }
        }

        await next(context);
    });

    // gRPC wants the answer in headers of a success, PROTOCOL-HTTP2.md, "Trailers-Only".
    private static void Refuse(HttpResponse response, Google.Rpc.Status status)
    {
        response.ContentType = GrpcType;
        response.Headers["grpc-status"] = status.Code.ToString(System.Globalization.CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Uri.EscapeDataString(status.Message);
        response.Headers["grpc-status-details-bin"] = Convert.ToBase64String(status.ToByteArray());
    }
}
