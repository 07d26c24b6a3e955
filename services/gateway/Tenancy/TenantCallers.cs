using Mesh.Gateway.Api;
using Mesh.Gateway.Auth;
using Microsoft.AspNetCore.Http;

namespace Mesh.Gateway.Tenancy;

/// <summary>The tenant that a call's credentials belong to, with its policy; counts the call.</summary>
internal sealed class TenantCallers(TenantPolicies policies, RequestRate rate) : ICallers
{
    public Caller Identify(HttpContext context)
    {
        var tenant = AuthFeature.Tenant(context);
        rate.Count(tenant);
        var policy = policies.Of(tenant);
        return new(tenant, policy.Quota) { MaxUploadBytes = policy.MaxUploadBytes, Priorities = policy.Priorities };
    }
}
