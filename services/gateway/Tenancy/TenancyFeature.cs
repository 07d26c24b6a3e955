using Mesh.Gateway.Edits;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Mesh.Gateway.Tenancy;

/// <summary>What tenants may do, as part of a gateway.</summary>
internal static class TenancyFeature
{
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Settings are wrong.</exception>
    public static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        var policies = TenantPolicies.Read(configuration);
        services.AddSingleton(policies);
        services.AddSingleton<RequestRate>();
        services.AddSingleton<Callers>();
        services.AddSingleton<TenantShare>(_ => tenant => policies.Of(tenant).Share);
    }
}
