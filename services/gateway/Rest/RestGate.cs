using Mesh.ServiceDefaults.Auth;
using Mesh.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Builder;

namespace Mesh.Gateway.Rest;

/// <summary>Lets nobody unknown near the REST API. The OpenAPI document stays open.</summary>
internal static class RestGate
{
    private const string Api = "/v1";

    public static void Map(WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                AuthFeature.Tenant(context);
            }
            catch (RequestException error)
            {
                await Problem.WriteAsync(context, ErrorStatus.Of(error, callerGaveUp: false));
                return;
            }
        }

        await next(context);
    });
}
