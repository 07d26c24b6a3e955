using System.Globalization;
using System.Threading.RateLimiting;
using Mesh.ServiceDefaults.Errors;

namespace Mesh.Gateway.Tenancy;

/// <summary>How many calls of a tenant this gateway takes in a minute.</summary>
public sealed class RequestRate : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limits;
    private readonly TenantPolicies _policies;

    public RequestRate(TenantPolicies policies)
    {
        _policies = policies;
        _limits = PartitionedRateLimiter.Create<string, string>(tenant =>
            policies.Of(tenant).RequestsPerMinute is { } rate
                ? RateLimitPartition.GetTokenBucketLimiter(tenant, _ => Bucket(rate))
                : RateLimitPartition.GetNoLimiter(tenant));
    }

    /// <summary>Counts a call.</summary>
    /// <exception cref="RequestException">RESOURCE_EXHAUSTED: there were too many; it says when to come back.
    /// </exception>
    public void Count(string tenant)
    {
        using var lease = _limits.AttemptAcquire(tenant);
        if (!lease.IsAcquired)
        {
            var rate = _policies.Of(tenant).RequestsPerMinute!.Value;
            var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromMinutes(1);
            throw RequestErrors.ResourceExhausted(
                $"tenant:{tenant}",
                string.Create(CultureInfo.InvariantCulture, $"Quota of requests per minute: at most {rate}."),
                wait > TimeSpan.FromSeconds(1) ? wait : TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose() => _limits.Dispose();

    // One more each time a call's part of the minute is over, in lots where that is shorter than a timer can tell.
    private static TokenBucketRateLimiterOptions Bucket(int rate)
    {
        var lot = (rate + 599) / 600;
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = rate,
            TokensPerPeriod = lot,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1) * lot / rate,
            QueueLimit = 0,
        };
    }
}
