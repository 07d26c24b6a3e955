using Mesh.Stores.Jobs;
using Mesh.Stores.Sql;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Mesh.Gateway.Api;

/// <summary>Whether the job store answers; without it a gateway can do nothing.</summary>
internal sealed class JobStoreHealth(IEditJobStore jobs) : IHealthCheck
{
    public const string Name = "job-store";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await jobs.GetAsync(Guid.Empty, limit.Token);
            return HealthCheckResult.Healthy();
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy($"The job store does not answer: {error.Message}");
        }
    }
}
