using Mesh.Editing.Serving;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mesh.Serving.Models;

/// <summary>A stage can do its work once its default model is loaded.</summary>
internal sealed class ModelHealth(ModelHost models) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(models.IsLoaded(name: null)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The default model is not loaded yet."));
}
