using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Mesh.ServiceDefaults.Hosting;

/// <summary>Probes over HTTP/1, for what cannot ask grpc.health.v1.</summary>
internal static class MeshProbes
{
    /// <summary><c>/healthz</c>: the process answers. <c>/readyz</c>: it can do its work, too.</summary>
    public static void Map(WebApplication app)
    {
        app.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/readyz", new HealthCheckOptions());
    }
}
