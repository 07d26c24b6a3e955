using Mesh.Gateway.Api;
using Mesh.ServiceDefaults.Auth;
using Microsoft.AspNetCore.Http;

namespace Mesh.Gateway.Tenancy;

/// <summary>The tenant that a call's credentials belong to, with its policy; counts the call.</summary>
public sealed class Callers(TenantPolicies policies, RequestRate rate)
{
    /// <exception cref="ServiceDefaults.Errors.RequestException">Nobody the gateway knows, or too many calls.
    /// </exception>
    public Caller Identify(HttpContext context)
    {
        var tenant = AuthFeature.Tenant(context);
        rate.Count(tenant);
        var policy = policies.Of(tenant);
        return new(tenant, policy.Quota) { MaxUploadBytes = policy.MaxUploadBytes, Priorities = policy.Priorities };
    }
}
