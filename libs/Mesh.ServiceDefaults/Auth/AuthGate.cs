using Mesh.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;

namespace Mesh.ServiceDefaults.Auth;

/// <summary>
/// Lets nobody unknown near a gRPC service of ours, whichever process it is in. Probes, health and reflection stay
/// open.
/// </summary>
internal static class AuthGate
{
    private const string Services = "/mesh.";

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
                TrailersOnly.Write(context.Response, ErrorStatus.Of(error, callerGaveUp: false));
                return;
            }
        }

        await next(context);
    });
}
