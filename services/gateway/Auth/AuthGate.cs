using Google.Protobuf;
using Mesh.Gateway.Rest;
using Mesh.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Mesh.Gateway.Auth;

/// <summary>
/// Lets nobody unknown near anything of ours, the stage services included that share the gateway's process. Probes,
/// health, reflection and the OpenAPI document stay open.
/// </summary>
internal static class AuthGate
{
    private const string GrpcType = "application/grpc", Stages = "/mesh.", Rest = "/v1";

    public static void Map(WebApplication app) => app.Use(async (context, next) =>
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments(Rest, StringComparison.OrdinalIgnoreCase)
            || path.Value!.StartsWith(Stages, StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                AuthFeature.Tenant(context);
            }
            catch (RequestException error)
            {
                await RefuseAsync(context, ErrorStatus.Of(error, callerGaveUp: false));
                return;
            }
        }

        await next(context);
    });

    // gRPC wants the answer in headers of a success, PROTOCOL-HTTP2.md, "Trailers-Only".
    private static async Task RefuseAsync(HttpContext context, Google.Rpc.Status status)
    {
        if (context.Request.ContentType?.StartsWith(GrpcType, StringComparison.OrdinalIgnoreCase) is not true)
        {
            await Problem.WriteAsync(context, status);
            return;
        }

        var headers = context.Response.Headers;
        headers.ContentType = GrpcType;
        headers["grpc-status"] = ((int)status.Code).ToString(System.Globalization.CultureInfo.InvariantCulture);
        headers["grpc-message"] = Uri.EscapeDataString(status.Message);
        headers["grpc-status-details-bin"] = Convert.ToBase64String(status.ToByteArray());
    }
}
